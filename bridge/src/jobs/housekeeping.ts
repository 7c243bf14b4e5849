import type { Store } from '../domain/store';
import type { Log } from '../use-cases/deps';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** At least five minutes are promised. */
const IDEMPOTENCY_KEPT_MS = DAY_MS;
/** Raw notifications hold personal data; disputes about a delivery come within days. */
const NOTIFICATIONS_KEPT_MS = 30 * DAY_MS;
/** A unit each, so that payments are not held up meanwhile. */
const PORTION = 1_000;

/** Forgets what has been kept long enough: at the start and every hour. @returns stops it */
export function startHousekeeping(store: Store, now: () => number, log: Log): () => void {
  let stopped = false;
  const tidy = async (): Promise<void> => {
    const forget = (of: 'idempotency' | 'notifications', keptMs: number): Promise<boolean> =>
      store.write((work) => work[of].forgetBefore(now() - keptMs, PORTION));
    let more: boolean;
    do more = await forget('idempotency', IDEMPOTENCY_KEPT_MS);
    while (more && !stopped);
    do more = await forget('notifications', NOTIFICATIONS_KEPT_MS);
    while (more && !stopped);
  };
  const tidySafely = (): void => {
    tidy().catch((error: unknown) => log.error({ err: error }, 'housekeeping failed; it is tried again in an hour'));
  };
  tidySafely();
  const timer = setInterval(tidySafely, HOUR_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
