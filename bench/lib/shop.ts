/** A paired site with a merchant at each provider, for loads. */
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderName } from '@multipay/contracts/providers';
import { pairNetwork, type SigningKey } from '../../bridge/testing/site';
import type { Call } from './load';
import type { Stand } from './stand';

export interface Shop {
  readonly host: string;
  readonly site: SigningKey;
  readonly merchants: Readonly<Record<ProviderName, string>>;
  readonly credentials: Readonly<Record<ProviderName, object>>;
}

/** Calls a simulator's control API. */
export async function control<T>(url: string, method: string, path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/_simulator${path}`, { method, headers, body: JSON.stringify(body) });
  const result = (await answer.json()) as T;
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(result)}`);
  return result;
}

/** @param host where the site takes events */
export async function openShop(stand: Stand, host: string): Promise<Shop> {
  const { code } = await stand.multipay<{ code: string }>('pair', '--name', 'Bench');
  const { networkId, site } = await pairNetwork(stand.privateUrl, code, host);
  const add = async (provider: ProviderName): Promise<{ id: string; credentials: object }> => {
    const url = stand.simulators[provider];
    await control(url, 'PUT', '/settings', { steering: false });
    const { credentials } = await control<{ credentials: object }>(url, 'POST', '/merchants', {});
    const file = join(stand.folder, `${provider}.json`);
    writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
    const words = ['credentials', 'import', file, '--network', networkId, '--provider', provider, '--name', 'Bench'];
    return { id: (await stand.multipay<{ merchant_id: string }>(...words)).merchant_id, credentials };
  };
  const weChatPay = await add('wechat_pay');
  const alipay = await add('alipay');
  await stand.multipay('settings', 'set', 'payment_enabled=true', '--network', networkId);
  return {
    ...{ host, site },
    merchants: { wechat_pay: weChatPay.id, alipay: alipay.id },
    credentials: { wechat_pay: weChatPay.credentials, alipay: alipay.credentials },
  };
}

/** Opens a payment of an order that nobody has opened yet: a QR code of 10.01. */
export function openCall({ host }: Shop, provider: ProviderName): Call {
  return {
    method: 'POST',
    target: '/v1/payments',
    headers: { 'idempotency-key': randomUUID() },
    body: {
      ...{ order_ref: `order_${randomBytes(8).toString('hex')}`, provider, channel: 'qr_code' },
      ...{ amount: 1001, currency: 'CNY', description: 'Bench', return_url: `${host}/back` },
      ...{ client_ip: '203.0.113.7', user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/120' },
    },
  };
}
