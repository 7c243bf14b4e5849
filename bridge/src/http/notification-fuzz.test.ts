/** Ten thousand notifications that no provider has sent, at the public door of a bridge that is listening. */
import fc from 'fast-check';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import { Pool } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { rowsIn } from '../../testing/rows';
import type { RawNotification } from '../domain/provider';

const COUNT = 10_000;
const AT_ONCE = 16;
const SEED = Number(process.env['MULTIPAY_SEED'] ?? Date.now() % 2 ** 31);

let bench: TestBench;
let doors: Pool;
beforeAll(async () => {
  bench = await testBench('sqlite', { env: { MULTIPAY_TRUSTED_PROXIES: '127.0.0.1' } });
  for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { notify: 'manual' });
  doors = new Pool(bench.bridge.publicUrl ?? '', { connections: AT_ONCE });
});
afterAll(async () => {
  await doors.close();
  await bench.close();
});

interface Letter {
  readonly provider: ProviderName;
  readonly merchant: string;
  readonly raw: RawNotification;
}

const SIGNED_HEADERS = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-serial', 'wechatpay-signature'] as const;
const SIGNED_FIELDS = ['sign', 'sign_type', 'app_id', 'out_trade_no', 'total_amount', 'trade_status', 'notify_id'];

/** What can be sent as a header. */
const headerText = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });

const bytesAt = (body: Buffer, at: number, count: number, ...put: number[]): Buffer =>
  Buffer.concat([body.subarray(0, at), Buffer.from(put), body.subarray(at + count)]);

/** Ways to spoil the bytes. */
const spoiledBody = (body: Buffer): fc.Arbitrary<Buffer> => {
  const place = fc.nat(Math.max(body.length - 1, 0));
  const byte = fc.nat(255);
  return fc.oneof(
    fc.tuple(place, byte).map(([at, put]) => bytesAt(body, at, 1, put)),
    fc.tuple(place, byte).map(([at, put]) => bytesAt(body, at, 0, put)),
    fc.tuple(place, fc.nat(40)).map(([at, count]) => bytesAt(body, at, count + 1)),
    place.map((at) => body.subarray(0, at)),
    fc.uint8Array({ minLength: 1, maxLength: 64 }).map((more) => Buffer.concat([body, more])),
  );
};

const without = (headers: RawNotification['headers'], name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));

/** A genuine one of WeChat Pay with something changed. */
const spoiledWeChatPay = ({ headers, body }: RawNotification): fc.Arbitrary<RawNotification> => {
  const name = fc.constantFrom(...SIGNED_HEADERS);
  return fc.oneof(
    spoiledBody(body).map((spoiled) => ({ headers, body: spoiled })),
    name.map((one) => ({ headers: without(headers, one), body })),
    fc.tuple(name, headerText).map(([one, text]) => ({ headers: { ...headers, [one]: text }, body })),
    fc.tuple(name, fc.nat(40), headerText).map(([one, at, text]) => {
      const known = headers[one] ?? '';
      return { headers: { ...headers, [one]: known.slice(0, at) + text.slice(0, 1) + known.slice(at + 1) }, body };
    }),
    fc.tuple(name, name).map(([one, other]) => ({ headers: { ...headers, [one]: headers[other] ?? '' }, body })),
  );
};

/** A genuine one of Alipay with something changed. */
const spoiledAlipay = ({ headers, body }: RawNotification): fc.Arbitrary<RawNotification> => {
  const form = [...new URLSearchParams(body.toString())];
  const written = (fields: readonly (readonly [string, string])[]): RawNotification => ({
    headers,
    body: Buffer.from(new URLSearchParams(fields.map(([name, value]) => [name, value])).toString()),
  });
  const name = fc.oneof(fc.constantFrom(...SIGNED_FIELDS), fc.constantFrom(...form.map(([one]) => one)));
  const text = fc.oneof(fc.string(), fc.constantFrom('RSA', 'RSA2', 'TRADE_CLOSED', '0.01', '100.00'));
  return fc.oneof(
    spoiledBody(body).map((spoiled) => ({ headers, body: spoiled })),
    name.map((one) => written(form.filter(([field]) => field !== one))),
    fc.tuple(name, text).map(([one, put]) => written(form.map(([field, is]) => [field, field === one ? put : is]))),
    fc.tuple(name, text).map(([one, put]) => written([...form, [one, put]])),
    fc.tuple(fc.string({ minLength: 1 }), text).map((field) => written([...form, field])),
  );
};

const garbage: fc.Arbitrary<RawNotification> = fc.record({
  headers: fc.dictionary(
    fc.constantFrom(...SIGNED_HEADERS, 'user-agent', 'x-request-id'),
    headerText.filter((text) => text !== ''),
  ),
  body: fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc.dictionary(fc.constantFrom(...SIGNED_FIELDS, 'x'), fc.string()).map((fields) => {
      return Buffer.from(new URLSearchParams(fields).toString());
    }),
  ),
});

/**
 * What a provider has signed of a notification, written in one way: base64 and forms have several for the same thing,
 * and one that was only written differently is genuine.
 */
function meaningOf(provider: ProviderName, { headers, body }: RawNotification): string {
  const signature = (text = ''): string => Buffer.from(text, 'base64').toString('hex');
  if (provider === 'alipay') {
    const fields = [...new URLSearchParams(body.toString())].filter(([, value]) => value !== '');
    return JSON.stringify(fields.map(([name, value]) => [name, name === 'sign' ? signature(value) : value]).sort());
  }
  const [timestamp, nonce, serial, signed] = SIGNED_HEADERS.map((name) => (headers[name] ?? '').trim());
  return JSON.stringify([timestamp, nonce, serial, signature(signed), body.toString()]);
}

async function bring({ provider, merchant, raw: { headers, body } }: Letter, source: string): Promise<number> {
  const answer = await doors.request({
    method: 'POST',
    path: `/notifications/${provider}/${merchant}`,
    headers: { ...without(headers, 'content-length'), 'x-forwarded-for': source },
    body,
  });
  await answer.body.dump();
  return answer.statusCode;
}

/** How many notifications have been counted, by what became of them. */
async function counted(): Promise<Record<string, number>> {
  const page = await (await fetch(`${bench.bridge.privateUrl}/metrics`)).text();
  const counts: Record<string, number> = {};
  for (const [, outcome = '', count] of page.matchAll(/^multipay_notifications_total\{.*outcome="(\w+)"\} (\d+)/gm)) {
    counts[outcome] = (counts[outcome] ?? 0) + Number(count);
  }
  return counts;
}

/** The account's own door, that of the other provider's account, and one that is not there. */
const merchantAt = (): fc.Arbitrary<string> =>
  fc.constantFrom(bench.merchants.wechat_pay, bench.merchants.alipay, 'mch_01k00000000000000000000000');

/** Money that has been paid and not been told, so that any of these that were believed would be booked. */
async function paidAndUntold(provider: ProviderName): Promise<RawNotification> {
  const { payment } = (await bench.open({ provider })).body;
  await bench.providers[provider].scan(payment.id);
  await bench.providers[provider].pay(payment.id);
  return bench.providers[provider].notification(payment.id, 'genuine');
}

it(`${COUNT} forged notifications change nothing in the books and are each counted (seed ${SEED})`, async () => {
  const genuine = { wechat_pay: await paidAndUntold('wechat_pay'), alipay: await paidAndUntold('alipay') };
  const spoiled = { wechat_pay: spoiledWeChatPay(genuine.wechat_pay), alipay: spoiledAlipay(genuine.alipay) };
  const letters = fc.constantFrom(...PROVIDERS).chain((provider) =>
    fc.record({
      provider: fc.constant(provider),
      merchant: merchantAt(),
      raw: fc
        .oneof({ arbitrary: spoiled[provider], weight: 3 }, { arbitrary: garbage, weight: 1 })
        .filter((raw) => meaningOf(provider, raw) !== meaningOf(provider, genuine[provider])),
    }),
  );
  const forged: Letter[] = fc.sample(letters, { numRuns: COUNT, seed: SEED });

  bench.clock.stop();
  const rowsBefore = rowsIn(bench.bridge.config.databaseUrl);
  const countedBefore = await counted();
  const statuses: number[] = [];
  const waiting = forged.entries();
  const sender = async (): Promise<void> => {
    // A thousand sources, of which none sends more than the twenty that any may send.
    for (const [at, letter] of waiting)
      statuses[at] = await bring(letter, `198.51.${at % 10}.${((at / 10) % 100) | 0}`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));

  const believed = forged.filter((_letter, at) => statuses[at] !== 401);
  expect(believed.map(({ raw }) => ({ ...raw, body: raw.body.toString('latin1') }))).toEqual([]);
  const countedAfter = await counted();
  const refused = Object.keys(countedAfter).filter((outcome) => /^notification_(forged|stale)$/.test(outcome));
  const more = (outcome: string): number => (countedAfter[outcome] ?? 0) - (countedBefore[outcome] ?? 0);
  expect(refused.reduce((sum, outcome) => sum + more(outcome), 0)).toBe(COUNT);
  expect(Object.keys(countedAfter).filter((outcome) => !refused.includes(outcome) && more(outcome) > 0)).toEqual([]);
  expect(rowsIn(bench.bridge.config.databaseUrl)).toEqual(rowsBefore);
}, 120_000);

it('those that come too fast from one source are counted all the same, and a genuine one still gets through', async () => {
  const raw = await paidAndUntold('alipay');
  const letter: Letter = { provider: 'alipay', merchant: bench.merchants.alipay, raw };
  const flood = { ...letter, raw: { ...raw, body: Buffer.concat([raw.body, Buffer.from('&x=1')]) } };
  const before = await counted();
  const statuses = await Promise.all(Array.from({ length: 50 }, () => bring(flood, '203.0.113.9')));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  expect((await counted())['notification_forged']).toBe((before['notification_forged'] ?? 0) + 50);
  expect(await bring(letter, '203.0.113.9')).toBe(200);
});
