/** Work that must survive a crash: a row written in the transaction that causes it. */

export const JOB_KINDS = ['query_payment', 'close_payment', 'deliver_webhook'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export interface Job {
  readonly kind: JobKind;
  /** What it is about: a payment's or a delivery's id. There is one job for each kind and subject. */
  readonly subject: string;
  readonly dueMs: number;
  readonly tries: number;
  /** How often it was asked for; grows while somebody works on it. */
  readonly puts: number;
  /** Proves the lease. */
  readonly claimedUntilMs: number;
}

/** What a handler says at its end. A handler that throws is tried again with backoff, and parked at last. */
export type JobOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'again'; readonly dueMs: number }
  | { readonly outcome: 'park'; readonly because: string };

export type JobHandler = (job: Job) => Promise<JobOutcome>;

export const DONE: JobOutcome = { outcome: 'done' };
