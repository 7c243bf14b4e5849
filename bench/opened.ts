/** Payments opened per second: through one whole bridge, and by one process that does nothing but call the SDK. */
import type { ProviderName } from '@multipay/contracts/providers';
import { bareSdk } from './lib/bare';
import { load } from './lib/load';
import { atLeast, median, spread, type Finding } from './lib/report';
import { openCall, type Shop } from './lib/shop';
import type { Stand } from './lib/stand';

const ROUNDS = 5;
const SECONDS = 4;
const CONCURRENCY = 32;
const GOALS: Readonly<Record<ProviderName, number>> = { wechat_pay: 0.8, alipay: 1 };

interface Rate {
  readonly perSecond: number;
  /** Processor time for one payment, in milliseconds. */
  readonly cpuMs: number;
}

async function bare(stand: Stand, shop: Shop, provider: ProviderName): Promise<Rate> {
  const wish = { provider, concurrency: CONCURRENCY, seconds: SECONDS };
  const { opened: done, seconds, cpuMs } = await bareSdk(stand, shop, wish);
  return { perSecond: done / seconds, cpuMs: cpuMs / done };
}

async function throughBridge(stand: Stand, shop: Shop, provider: ProviderName): Promise<Rate> {
  const before = stand.cpuMs();
  const next = () => openCall(shop, provider);
  const { done, perSecond } = await load({
    ...{ url: stand.privateUrl, key: shop.site, concurrency: CONCURRENCY, seconds: SECONDS, next },
  });
  return { perSecond, cpuMs: (stand.cpuMs() - before) / done };
}

/** Each round measures both, one after the other, so that a slow moment of the machine meets both. */
export async function opened(stand: Stand, shop: Shop, provider: ProviderName): Promise<Finding> {
  const rounds: { bridge: Rate; bare: Rate }[] = [];
  await throughBridge(stand, shop, provider);
  for (let round = 0; round < ROUNDS; round++) {
    const sdk = await bare(stand, shop, provider);
    rounds.push({ bare: sdk, bridge: await throughBridge(stand, shop, provider) });
  }
  const of = (who: 'bare' | 'bridge', what: keyof Rate): number[] => rounds.map((round) => round[who][what]);
  const note =
    `bridge ${spread(of('bridge', 'perSecond'), 0)}/s at ${median(of('bridge', 'cpuMs')).toFixed(2)} ms of processor each, ` +
    `bare SDK ${spread(of('bare', 'perSecond'), 0)}/s at ${median(of('bare', 'cpuMs')).toFixed(2)} ms`;
  const ratios = rounds.map(({ bridge, bare: sdk }) => bridge.perSecond / sdk.perSecond);
  return atLeast(`payments opened per second, bridge / bare SDK, ${provider}`, ratios, GOALS[provider], note);
}
