import { iso } from '../domain/clock';
import type { Deps } from './deps';

const DAY_MS = 86_400_000;
/** Time to order a certificate, time to hurry, the last chance. */
const WARN_AT_DAYS = [1, 7, 30] as const;

/** Warns once at each of these distances before the keys of an account end; of several bridges one does. */
export const warnOfExpiry =
  ({ store, now, log }: Pick<Deps, 'store' | 'now' | 'log'>) =>
  async (): Promise<void> => {
    for (const { credentialId, merchantId, provider, expiresMs, warnedDays } of await store.read.expiries.list()) {
      const daysLeft = (expiresMs - now()) / DAY_MS;
      const reached = WARN_AT_DAYS.find((days) => daysLeft <= days);
      if (reached === undefined || (warnedDays !== null && warnedDays <= reached)) continue;
      const isFirst = await store.write(({ expiries }) => expiries.warned(credentialId, reached));
      if (!isFirst) continue;
      const fields = { merchant: merchantId, credential: credentialId, provider, expires: iso(expiresMs) };
      log.warn(
        { ...fields, daysLeft: Math.floor(daysLeft) },
        daysLeft < 0
          ? 'the keys of a merchant account have ended: give new ones'
          : 'the keys of a merchant account end soon: give new ones',
      );
    }
  };
