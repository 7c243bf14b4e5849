import type { Store } from '../domain/store';
import type { Log } from '../use-cases/deps';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** At least five minutes are promised. */
const IDEMPOTENCY_KEPT_MS = DAY_MS;
/** Raw notifications hold personal data; disputes about a delivery come within days. */
const NOTIFICATIONS_KEPT_MS = 30 * DAY_MS;

/** Forgets what has been kept long enough: at the start and every hour. @returns stops it */
export function startHousekeeping(store: Store, now: () => number, log: Log): () => void {
  const tidy = async (): Promise<void> => {
    await store.write(async ({ idempotency, notifications }) => {
      await idempotency.forgetBefore(now() - IDEMPOTENCY_KEPT_MS);
      await notifications.forgetBefore(now() - NOTIFICATIONS_KEPT_MS);
    });
  };
  const tidySafely = (): void => {
    tidy().catch((error: unknown) => log.error({ err: error }, 'housekeeping failed; it is tried again in an hour'));
  };
  tidySafely();
  const timer = setInterval(tidySafely, HOUR_MS);
  return () => clearInterval(timer);
}
