/** From the phone's "Pay" to the page's "paid": the provider notifies the bridge's own door, the page hears a stream. */
import { listenTo } from '../bridge/testing/event-stream';
import { send } from '../bridge/testing/site';
import { atMost, median, type Finding } from './lib/report';
import { control, openCall, type Shop } from './lib/shop';
import type { Stand } from './lib/stand';

const TIMES = 30;
const GOAL_MS = 500;

interface Opened {
  readonly payment: { readonly id: string };
  readonly stream: { readonly url: string; readonly token: string };
}

async function once(stand: Stand, shop: Shop): Promise<number> {
  const { method, target, body, headers } = openCall(shop, 'wechat_pay');
  const parts = { method, target, body, ...(headers && { headers }) };
  const { body: opened } = await send<Opened>(stand.privateUrl, shop.site, parts);
  const page = await listenTo(opened.stream.url, { authorization: `Bearer ${opened.stream.token}`, origin: shop.host });
  await page.next();
  const pressedMs = performance.now();
  const paying = control(stand.simulators.wechat_pay, 'POST', `/payments/${opened.payment.id}/pay`, {});
  for (;;) {
    const event = (await page.next()) as { status?: string } | null;
    if (!event) throw new Error('the stream ended before it said that the payment was paid');
    if (event.status === 'succeeded') break;
  }
  const tookMs = performance.now() - pressedMs;
  await Promise.all([paying, page.leave()]);
  return tookMs;
}

export async function phoneToPage(stand: Stand, shop: Shop): Promise<Finding> {
  await stand.multipay('merchants', 'door', shop.merchants.wechat_pay, 'bridge');
  // The bridge's memory of an account lasts a second; the door is of payments opened from now on.
  await new Promise((next) => setTimeout(next, 1_500));
  const took: number[] = [];
  for (let time = 0; time < TIMES; time++) took.push(await once(stand, shop));
  const note = `the slowest of ${TIMES}; median ${median(took).toFixed(0)} ms`;
  return atMost('phone pays to page says paid', Math.max(...took), 'ms', GOAL_MS, note);
}
