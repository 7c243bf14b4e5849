import type { ErrorCode } from '@multipay/contracts/errors';
import { BridgeError } from '../domain/errors';
import type { Payment, SiteKeyed } from '../domain/payment';
import type { UnitOfWork } from '../domain/store';
import type { Deps } from './deps';

/** A claim that is older belongs to a process that died: no request works this long. */
const STALE_AFTER_MS = 30_000;

/** A refusal that is kept and said again. */
interface KeptRefusal {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly providerCode?: string;
}

/** Keeps the outcome: the payment, or the refusal that ended it. Runs in the transaction that makes it definite. */
export type Keep = (work: UnitOfWork, refusal?: BridgeError) => Promise<void>;

type Begun =
  | { readonly replayed: true; readonly paymentId: string }
  | {
      readonly replayed: false;
      readonly payment: Payment;
      /** Does the rest, which keeps its outcome if it is definite; if it is not, the key is free again. */
      readonly settle: (rest: (keep: Keep) => Promise<Payment>) => Promise<Payment>;
    };

/**
 * Lets a request with an idempotency key happen once.
 *
 * @param first the transaction that the key is claimed in; answers with the payment that it is about
 * @throws BridgeError `request_in_flight`, `idempotency_key_reused`, or the refusal that was kept
 */
export async function onceFor(
  deps: Deps,
  site: SiteKeyed,
  key: string,
  requestHash: string,
  first: (work: UnitOfWork) => Promise<Payment>,
): Promise<Begun> {
  const { store, now } = deps;
  const begun = await store.write(async (work) => {
    const outcome = await work.idempotency.begin(site, key, requestHash, now(), now() - STALE_AFTER_MS);
    return { outcome, payment: outcome.state === 'new' ? await first(work) : null };
  });
  const { outcome, payment } = begun;
  if (outcome.state === 'done') return replay(outcome.outcome);
  if (outcome.state === 'other_request')
    throw new BridgeError('idempotency_key_reused', 'use a new key for another request');
  if (payment === null) {
    throw new BridgeError('request_in_flight', 'the first request with this key is not done', { retryAfterSeconds: 1 });
  }
  return { replayed: false, payment, settle: (rest) => settle(deps, site, key, payment.id, rest) };
}

async function settle(
  { store }: Deps,
  site: SiteKeyed,
  key: string,
  paymentId: string,
  rest: (keep: Keep) => Promise<Payment>,
): Promise<Payment> {
  const keep: Keep = ({ idempotency }, refusal) =>
    idempotency.finish(site, key, refusal ? `refusal ${kept(refusal)}` : `payment ${paymentId}`);
  try {
    return await rest(keep);
  } catch (error) {
    await store.write((work) => work.idempotency.release(site, key));
    throw error;
  }
}

const kept = ({ code, message, providerCode }: BridgeError): string =>
  JSON.stringify({ code, detail: message, ...(providerCode !== undefined && { providerCode }) } satisfies KeptRefusal);

function replay(outcome: string): Begun {
  const [kind = '', rest = ''] = outcome.split(/ (.*)/s);
  if (kind === 'payment') return { replayed: true, paymentId: rest };
  const { code, detail, ...more } = JSON.parse(rest) as KeptRefusal;
  throw new BridgeError(code, detail, more);
}
