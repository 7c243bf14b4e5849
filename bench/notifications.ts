/** Genuine notifications, verified and committed: how many a second, and how long one takes. */
import { send } from '../bridge/testing/site';
import { load, type Call } from './lib/load';
import { percentile, type Finding } from './lib/report';
import { control, openCall, type Shop } from './lib/shop';
import type { Stand } from './lib/stand';

const COUNT = 1500;
const SECONDS = 60;
const AT_ONCE = 16;

interface Sent {
  readonly sent: { readonly headers: Record<string, string>; readonly body: string };
}

/** Opens a payment, lets it be paid, and gives the notification as a site passes it on. */
async function paid(stand: Stand, shop: Shop): Promise<Call> {
  const url = stand.simulators.wechat_pay;
  const { method, target, body, headers } = openCall(shop, 'wechat_pay');
  const parts = { method, target, body, ...(headers && { headers }) };
  const opened = await send<{ payment: { id: string } }>(stand.privateUrl, shop.site, parts);
  const { id } = opened.body.payment;
  await control(url, 'POST', `/payments/${id}/pay`, {});
  const wish = { kind: 'genuine', out_trade_no: id, send: false };
  const { sent } = await control<Sent>(url, 'POST', '/notifications/forge', wish);
  const lowerCase = Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    method: 'POST',
    target: '/v1/notifications',
    body: {
      ...{ provider: 'wechat_pay', merchant_id: shop.merchants.wechat_pay, source_ip: '203.0.113.9' },
      headers: Object.fromEntries(lowerCase),
      body_base64: Buffer.from(sent.body).toString('base64'),
    },
  };
}

async function manyPaid(stand: Stand, shop: Shop): Promise<Call[]> {
  const calls: Call[] = [];
  const worker = async (): Promise<void> => {
    while (calls.length < COUNT) calls.push(await paid(stand, shop));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return calls;
}

export async function notifications(stand: Stand, shop: Shop): Promise<Finding> {
  const settings = (notify: 'auto' | 'manual') => control(stand.simulators.wechat_pay, 'PUT', '/settings', { notify });
  await settings('manual');
  try {
    const calls = await manyPaid(stand, shop);
    const { perSecond, latencies, done } = await load({
      ...{ url: stand.privateUrl, key: shop.site, concurrency: AT_ONCE, seconds: SECONDS },
      next: (count) => calls[count],
    });
    const target = '/v1/payments?status=succeeded&limit=1';
    const { status } = await send(stand.privateUrl, shop.site, { method: 'GET', target });
    if (status !== 200) throw new Error(`the bridge does not list what was paid: ${status}`);
    const measured =
      `${perSecond.toFixed(0)}/s, p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms ` +
      `(${done} of them, ${AT_ONCE} at once; each posts its ledger entries and its event)`;
    return { what: 'notifications verified and committed', measured };
  } finally {
    await settings('auto');
  }
}
