import type { Database } from '../dev/options';

/** A network that the tests run in, and what runs there. */
export interface TestNetwork {
  readonly name: string;
  readonly database: Database;
  /** As `npm start` takes it; the newest to be had unless told. */
  readonly wordpress?: string;
  readonly woocommerce?: string;
  /** Which browser journeys: all, or those with this tag. */
  readonly journeys: 'all' | '@oldest' | '@nowoo';
  /** Where WooCommerce keeps orders while PHPUnit runs: both are supported. */
  readonly ordersIn: 'tables' | 'posts';
  /** Whether a WooCommerce that cannot be had leaves this network out; the others run without shops then. */
  readonly needsWooCommerce: boolean;
}

/** WooCommerce's own journeys need MariaDB: it cannot reserve stock on the SQLite drop-in. */
export const NETWORKS: readonly TestNetwork[] = [
  { name: 'newest', database: 'mariadb', journeys: 'all', ordersIn: 'tables', needsWooCommerce: true },
  {
    name: 'oldest',
    database: 'mariadb',
    wordpress: '6.5',
    woocommerce: '8.9',
    journeys: '@oldest',
    ordersIn: 'posts',
    needsWooCommerce: true,
  },
  {
    name: 'without-woocommerce',
    database: 'sqlite',
    woocommerce: 'none',
    journeys: '@nowoo',
    ordersIn: 'posts',
    needsWooCommerce: false,
  },
];

/** What of a network was there when its tests had run. */
export interface Outcome {
  readonly network: TestNetwork;
  readonly wordpress: string;
  /** null: it could not be had. */
  readonly woocommerce: string | null;
  readonly failed: readonly string[];
}

/** The last lines of `npm test`: which checkout was tried, on what. */
export function checkoutLines(outcomes: readonly Outcome[]): string[] {
  const tried = outcomes.filter(({ network, woocommerce }) => network.needsWooCommerce && woocommerce !== null);
  if (tried.length === 0) return ['checkout: NOT RUN, no WooCommerce'];
  return tried.map(({ wordpress, woocommerce }) => `checkout: RUN ${wordpress} ${woocommerce ?? ''}`);
}
