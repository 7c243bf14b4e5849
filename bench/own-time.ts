/**
 * How much a bridge adds to an open: 200 a second with a provider that takes 50 ms. The bare SDK makes the same calls at
 * the same rate, so that what the provider, the SDK's own signing and the machine take is not taken for the bridge's.
 */
import { bareSdk } from './lib/bare';
import { load } from './lib/load';
import { atMost, percentile, type Finding } from './lib/report';
import { control, openCall, type Shop } from './lib/shop';
import type { Stand } from './lib/stand';

const PROVIDER_MS = 50;
const SHAPE = { concurrency: 64, perSecond: 200 } as const;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;
const GOAL_MS = 5;

export async function ownTime(stand: Stand, shop: Shop): Promise<Finding> {
  const settings = (processing_delay_ms: number) =>
    control(stand.simulators.wechat_pay, 'PUT', '/settings', { processing_delay_ms });
  const throughBridge = (seconds: number) => {
    const next = () => openCall(shop, 'wechat_pay');
    return load({ ...SHAPE, url: stand.privateUrl, key: shop.site, seconds, next });
  };
  await settings(PROVIDER_MS);
  try {
    await throughBridge(WARM_UP_SECONDS);
    const bare = await bareSdk(stand, shop, { ...SHAPE, provider: 'wechat_pay', seconds: SECONDS });
    const bridge = await throughBridge(SECONDS);
    const at = (share: number) => [percentile(bridge.latencies, share), percentile(bare.latencies, share)] as const;
    const [[bridge50, bare50], [bridge99, bare99]] = [at(0.5), at(0.99)];
    const note =
      `p50 ${(bridge50 - bare50).toFixed(1)} ms; bridge ${bridge50.toFixed(1)} and ${bridge99.toFixed(1)} ms, ` +
      `bare SDK ${bare50.toFixed(1)} and ${bare99.toFixed(1)} ms (p50 and p99 of ${bridge.done} and ${bare.opened} opened)`;
    return atMost(`added to an open at ${SHAPE.perSecond}/s, p99`, bridge99 - bare99, 'ms', GOAL_MS, note);
  } finally {
    await settings(0);
  }
}
