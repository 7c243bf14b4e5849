import { createDecipheriv } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { opensslVerifies } from '../testing/openssl';
import { weChatPayCalls, type WeChatPayCalls } from '../testing/wechat-pay-calls';

let calls: WeChatPayCalls;

beforeAll(async () => {
  calls = await weChatPayCalls();
});
afterAll(() => calls.end());
afterEach(async () => {
  await calls.tester.flush();
  await calls.tester.reset();
  calls.shop.clear();
});

/** Opens a notification's resource and checks its tag, which wechatpay-node-v3 does not. */
function opened(body: string): Record<string, unknown> {
  const { resource } = JSON.parse(body) as { resource: Record<string, string> };
  const bytes = Buffer.from(resource['ciphertext'] ?? '', 'base64');
  const key = Buffer.from(calls.client.credentials.api_v3_key);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(resource['nonce'] ?? ''));
  decipher.setAAD(Buffer.from(resource['associated_data'] ?? ''));
  decipher.setAuthTag(bytes.subarray(-16));
  const text = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
  return JSON.parse(text) as Record<string, unknown>;
}

describe('a payment notification', () => {
  it('has the documented envelope, headers and content', async () => {
    const number = await calls.paidOrder({ attach: '附加' });
    await calls.tester.flush();
    const { headers, body } = calls.shop.received[0]!;
    expect(JSON.parse(body)).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      create_time: expect.stringMatching(/\+08:00$/),
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource: { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', associated_data: 'transaction' },
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
      'wechatpay-serial': calls.client.credentials.wechat_pay_public_key_id,
    });
    expect(Math.abs(Number(headers['wechatpay-timestamp']) - Date.now() / 1_000)).toBeLessThan(60);
    const queried = JSON.parse((await calls.query(number)).text) as Record<string, unknown>;
    expect(opened(body)).toEqual(queried);
    expect(queried).toMatchObject({ attach: '附加', trade_state: 'SUCCESS' });
  });

  it('verifies with the openssl command', async () => {
    await calls.paidOrder();
    await calls.tester.flush();
    const { headers, body } = calls.shop.received[0]!;
    const message = `${String(headers['wechatpay-timestamp'])}\n${String(headers['wechatpay-nonce'])}\n${body}\n`;
    const signature = String(headers['wechatpay-signature']);
    expect(opensslVerifies(message, signature, calls.client.credentials.wechat_pay_public_key ?? '')).toBe(true);
  });

  it('keeps its id when it is sent again', async () => {
    calls.shop.answers(() => ({ status: 500, body: '' }));
    await calls.paidOrder();
    await calls.tester.flush();
    await calls.tester.advance(16);
    const ids = calls.shop.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(ids).toEqual([ids[0], ids[0]]);
  });
});

describe('a refund notification', () => {
  it('has fewer amounts, and another name for the state', async () => {
    const number = await calls.paidOrder();
    await calls.tester.flush();
    calls.shop.clear();
    expect((await calls.refund(number, 'notified', 1, 1001)).code).toBe('OK');
    await calls.tester.advance(2);
    const { body } = calls.shop.received[0]!;
    expect(JSON.parse(body)).toMatchObject({
      event_type: 'REFUND.SUCCESS',
      resource: { original_type: 'refund', associated_data: 'refund' },
    });
    const content = opened(body);
    expect(content).toMatchObject({ refund_status: 'SUCCESS', out_refund_no: 'notified', out_trade_no: number });
    expect(content['amount']).toEqual({ total: 1001, refund: 1, payer_total: 1001, payer_refund: 1 });
    expect(content).not.toHaveProperty('status');
  });

  it('comes only where the refund gave an address', async () => {
    const number = await calls.paidOrder();
    await calls.tester.flush();
    calls.shop.clear();
    const wish = { out_trade_no: number, out_refund_no: 'silent', amount: { refund: 1, total: 1001, currency: 'CNY' } };
    await calls.client.call('POST', '/v3/refund/domestic/refunds', wish);
    await calls.tester.advance(86_400);
    expect(calls.shop.received).toEqual([]);
  });
});

describe('a notification that a shop must refuse', () => {
  const forged = async (kind: string) => {
    const number = await calls.paidOrder();
    const { sent } = await calls.tester.forge({ kind, out_trade_no: number, send: false });
    return sent;
  };
  const verified = ({ headers, body }: { headers: Record<string, string>; body: string }) =>
    calls.client.verify(new Headers(headers), body);

  it('a SIGNTEST probe says so in its signature', async () => {
    expect((await forged('signtest')).headers['Wechatpay-Signature']).toMatch(/^WECHATPAY\/SIGNTEST\//);
  });

  it('an old one was signed properly, an hour ago', async () => {
    const letter = await forged('old_timestamp');
    expect(await verified(letter)).toBe(true);
    expect(Date.now() / 1_000 - Number(letter.headers['Wechatpay-Timestamp'])).toBeGreaterThan(3_590);
  });

  it("an unknown serial number is neither the public key's nor a certificate's", async () => {
    const { headers } = await forged('unknown_serial');
    expect(headers['Wechatpay-Serial']).toMatch(/^(7F){20}$/);
  });

  it('one encrypted with another key verifies, and cannot be opened', async () => {
    const letter = await forged('wrong_key');
    expect(await verified(letter)).toBe(true);
    expect(() => opened(letter.body)).toThrow();
  });

  it('one that is no JSON verifies, and cannot be read', async () => {
    const letter = await forged('not_json');
    expect(await verified(letter)).toBe(true);
    expect(() => JSON.parse(letter.body) as unknown).toThrow();
  });
});
