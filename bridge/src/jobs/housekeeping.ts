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

/** Something to look after every hour. */
export type Chore = () => Promise<void>;

/** Forgets what has been kept long enough, and does some chores: at the start and every hour. @returns stops it */
export function startHousekeeping(
  store: Store,
  now: () => number,
  log: Log,
  chores: readonly Chore[] = [],
): () => void {
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
  const doAll = (): void => {
    for (const chore of [tidy, ...chores]) {
      chore().catch((error: unknown) => log.error({ err: error }, 'housekeeping failed; it is tried again in an hour'));
    }
  };
  doAll();
  const timer = setInterval(doAll, HOUR_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
