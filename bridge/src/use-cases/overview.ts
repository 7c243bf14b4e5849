import { PROVIDERS } from '@multipay/contracts/providers';
import type { Overview } from '@multipay/contracts/schemas/network';
import { CHINA_MS, chinaDayBegan, DAY_MS, dayName } from '../domain/china-day';
import { iso } from '../domain/clock';
import type { OpenedCount, Taken } from '../domain/overview';
import type { Caller } from '../domain/site';
import { attention } from './attention';
import type { Deps } from './deps';
import { paymentsIn } from './network-sites';

/** Today and those before. */
const DAYS = 14;

/** The network at a glance: as many queries for three sites as for a thousand. */
export const getOverview =
  ({ store, now }: Deps) =>
  async ({ networkId }: Caller): Promise<Overview> => {
    const nowMs = now();
    const todayMs = chinaDayBegan(nowMs);
    const { sites: registered, overview } = store.read;
    const [sites, today, days, opened] = await Promise.all([
      registered.sites(networkId),
      overview.takenBySite(networkId, todayMs),
      overview.takenByDay(networkId, todayMs - (DAYS - 1) * DAY_MS, CHINA_MS),
      overview.opened(networkId, nowMs - DAY_MS),
    ]);
    const names = new Map(sites.map(({ siteId, name }) => [siteId, name]));
    return {
      sites: sites.length,
      today: today.map(({ siteId, ...taken }) => ({
        site_id: siteId,
        site_name: names.get(siteId) ?? '',
        ...takenView(taken),
      })),
      days: days.map(({ dayMs, ...taken }) => ({ day: dayName(dayMs), ...takenView(taken) })),
      channels: PROVIDERS.map((provider) => channelView(provider, opened)),
      attention: await attention(store.read, { networkId, nowMs, names, opened }),
      time: iso(nowMs),
    };
  };

const takenView = ({ provider, currency, payments, amount }: Taken) => ({
  provider,
  currency,
  paid_payments: payments,
  paid_amount: amount,
});

function channelView(provider: OpenedCount['provider'], opened: readonly OpenedCount[]): Overview['channels'][number] {
  const counts = opened.filter((one) => one.provider === provider);
  return {
    provider,
    opened_24h: paymentsIn(counts),
    paid_24h: paymentsIn(counts, 'succeeded'),
    failed_24h: paymentsIn(counts, 'failed'),
  };
}
