/** Work that must survive a crash: a row written in the transaction that causes it. */
import type { SiteKeyed } from './payment';

export const JOB_KINDS = ['query_payment', 'close_payment', 'deliver_webhook'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export interface Job {
  readonly kind: JobKind;
  /** What it is about: a payment's or a delivery's id. There is one job for each kind and subject. */
  readonly subject: string;
  /** Who has to answer for it to be done: a provider, or a site. So many jobs of one key at most are done at once. */
  readonly laneKey: string;
  readonly dueMs: number;
  readonly tries: number;
  /** How often it was asked for; grows while somebody works on it. */
  readonly puts: number;
  /** Proves the lease. */
  readonly claimedUntilMs: number;
}

/** Whom the events of a site wait for. */
export const siteLane = ({ networkId, siteId }: SiteKeyed): string => `${networkId}/${siteId}`;

/**
 * An event can be told again by whoever is told of it. A payment that nobody asks about any more cannot be brought back,
 * so that goes on every hour until the account works again.
 */
export const mayBeGivenUp = (kind: JobKind): boolean => kind === 'deliver_webhook';

/** What a handler says at its end. One that throws is tried again with backoff, and parked at last if it may be. */
export type JobOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'again'; readonly dueMs: number }
  | { readonly outcome: 'park'; readonly because: string };

export type JobHandler = (job: Job) => Promise<JobOutcome>;

export const DONE: JobOutcome = { outcome: 'done' };
