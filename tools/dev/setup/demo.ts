import { OUTCOMES } from '../../../simulators/shared/steering';

/** A site of the demo network. */
export interface DemoSite {
  readonly id: number;
  /** With a slash at both ends. */
  readonly path: string;
  readonly name: string;
}

export const NETWORK_NAME = 'MultiPay demo network';
export const MAIN_SITE: DemoSite = { id: 1, path: '/', name: 'MultiPay demo' };
export const SITES: readonly DemoSite[] = [MAIN_SITE, { id: 2, path: '/shop2/', name: 'Second shop' }];

/** A demo network on the loopback address, whose passwords are for typing. */
export const PASSWORD = 'password';
export const NETWORK_ADMIN = { login: 'admin', password: PASSWORD, email: 'admin@example.test' } as const;

/** A role in dev.json, and the WordPress role that it stands for; the second where there is no WooCommerce. */
const ROLES = {
  site_admin: ['administrator', null],
  shop_manager: ['shop_manager', null],
  customer: ['customer', 'subscriber'],
} as const;
export type DemoRole = keyof typeof ROLES;

/** An account on a site; `login` and `password` are what one types. */
export interface Person {
  readonly demoRole: DemoRole;
  readonly login: string;
  readonly password: string;
  readonly email: string;
  readonly role: string;
  readonly fallback_role: string | null;
}

const LOGINS = { site_admin: 'owner', shop_manager: 'manager', customer: 'customer' } as const;

/** A site's people: an admin, a shop manager where there is a shop, a customer. */
export const peopleOf = (site: DemoSite): Person[] =>
  (Object.keys(ROLES) as DemoRole[]).map((demoRole) => {
    const login = `${LOGINS[demoRole]}${site.id}`;
    const [role, fallback_role] = ROLES[demoRole];
    return { demoRole, login, password: PASSWORD, email: `${login}@example.test`, role, fallback_role };
  });

const block = (name: string, attributes: Readonly<Record<string, unknown>> = {}): string =>
  `<!-- wp:multipay/${name} ${JSON.stringify(attributes)} /-->`;

const paragraph = (text: string): string => `<!-- wp:paragraph -->\n<p>${text}</p>\n<!-- /wp:paragraph -->`;

export const FRONT_PAGE = 'welcome';
export const PAY_PAGE = 'pay-here';
export const OPEN_AMOUNT_PAGE = 'pay-what-you-like';
export const STATUS_PAGE = 'payment-status';

/** The pages of every site, by the last part of their address. */
export const PAGES: Readonly<Record<string, { title: string; content: string }>> = {
  [FRONT_PAGE]: {
    title: 'Welcome',
    content: paragraph('Pay with WeChat Pay or Alipay, on a simulator: no real money moves here.'),
  },
  [PAY_PAGE]: {
    title: 'Pay here',
    content: `${paragraph('A cup of tea, without a shop.')}\n\n${block('pay-button', { amount: '10.01', currency: 'CNY', description: 'A cup of tea' })}`,
  },
  [OPEN_AMOUNT_PAGE]: {
    title: 'Pay what you like',
    content: block('pay-button', {
      openAmount: true,
      minimumAmount: '0.01',
      maximumAmount: '5000.00',
      currency: 'CNY',
      description: 'A donation',
    }),
  },
  [STATUS_PAGE]: { title: 'Payment status', content: block('payment-status') },
};

/** A product of every shop; `stock` is how many pieces there are where pieces are counted. */
export interface DemoProduct {
  readonly sku: string;
  readonly name: string;
  /** In CNY. */
  readonly price: string;
  readonly category: string;
  readonly stock: number | null;
}

export const PRODUCTS: readonly DemoProduct[] = [
  { sku: 'tea', name: 'Green tea, 10.01', price: '10.01', category: 'Demo', stock: null },
  { sku: 'last-piece', name: 'Last piece in stock, 20.00', price: '20.00', category: 'Demo', stock: 1 },
  ...OUTCOMES.map(({ amount, name }) => ({
    sku: `odd-${amount}`,
    name: `${amount}: ${name}`,
    price: amount,
    category: 'Odd outcomes',
    stock: null,
  })),
];
