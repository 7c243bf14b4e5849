/** The public listener: the doors for providers, and the streams for shoppers' pages. */
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import type { Payment } from '@multipay/contracts/schemas/payment';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { listenTo } from '../../testing/event-stream';
import { until } from '../../testing/until';
import type { RawNotification } from '../domain/provider';

const MINUTE_MS = 60_000;

const startBench = async (env: Record<string, string> = {}): Promise<TestBench> => {
  const bench = await testBench('sqlite', { env });
  for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { notify: 'manual' });
  return bench;
};

let bench: TestBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const publicUrl = (of: TestBench = bench): string => {
  if (of.bridge.publicUrl === null) throw new Error('the bench has a public listener');
  return of.bridge.publicUrl;
};

async function paid(
  provider: ProviderName,
  of: TestBench = bench,
): Promise<{ payment: Payment; raw: RawNotification }> {
  const { payment } = (await of.open({ provider })).body;
  await of.providers[provider].scan(payment.id);
  await of.providers[provider].pay(payment.id);
  return { payment, raw: await of.providers[provider].notification(payment.id, 'genuine') };
}

/** Comes to a door as a provider does. */
const bring = async (
  provider: string,
  merchant: string,
  { headers, body }: RawNotification,
  more: { of?: TestBench; headers?: Record<string, string> } = {},
) => {
  const answer = await fetch(`${publicUrl(more.of)}/notifications/${provider}/${merchant}`, {
    method: 'POST',
    headers: { ...headers, ...more.headers },
    body: new Uint8Array(body),
  });
  const retryAfter = Number(answer.headers.get('retry-after') ?? 0);
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    text: await answer.text(),
    retryAfter,
  };
};

describe.each(PROVIDERS)("the door of %s's notifications", (provider) => {
  const own = () => bench.merchants[provider];
  const accepted = provider === 'alipay' ? 'success' : '{"code":"SUCCESS","message":"成功"}';

  it("takes a genuine one, and answers in the provider's words", async () => {
    const { payment, raw } = await paid(provider);
    expect(await bring(provider, own(), raw)).toMatchObject({ status: 200, text: accepted });
    expect(await bench.payment(payment.id)).toMatchObject({ status: 'succeeded' });
  });

  it('takes the bytes as they are, whatever they call themselves', async () => {
    for (const type of ['text/plain', 'application/octet-stream', 'application/json; charset=GBK']) {
      const { payment, raw } = await paid(provider);
      expect(await bring(provider, own(), raw, { headers: { 'content-type': type } })).toMatchObject({ status: 200 });
      expect(await bench.payment(payment.id)).toMatchObject({ status: 'succeeded' });
    }
  });

  it('refuses one of which a single byte is another one', async () => {
    const { payment, raw } = await paid(provider);
    const body = Buffer.from(raw.body);
    body.writeUInt8(body.readUInt8(10) ^ 1, 10);
    const answer = await bring(provider, own(), { ...raw, body });
    expect([401, 429]).toContain(answer.status);
    expect(answer.text).not.toBe(accepted);
    expect((await bench.payment(payment.id)).status).toBe('pending');
  });

  it('of an account that is not here is like one with a wrong signature', async () => {
    const answer = await bring(provider, 'mch_01k00000000000000000000000', { headers: {}, body: Buffer.from('{}') });
    expect([401, 429]).toContain(answer.status);
  });

  it.each(['', 'x', 'mch_1', '../mch_01k00000000000000000000000'])('is not at "%s"', async (merchant) => {
    const answer = await bring(provider, merchant, { headers: {}, body: Buffer.from('{}') });
    expect(answer.status).toBe(404);
  });

  it('is for posting', async () => {
    expect((await fetch(`${publicUrl()}/notifications/${provider}/${own()}`)).status).toBe(404);
  });

  it('takes no more than 64 KB', async () => {
    const answer = await bring(provider, own(), { headers: {}, body: Buffer.alloc(65 * 1024) });
    expect(answer.status).toBe(413);
  });
});

describe('whoever brings wrong notifications', () => {
  const wrong: RawNotification = { headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') };
  const times = (count: number, of: TestBench, headers: Record<string, string> = {}) =>
    Promise.all(
      Array.from({ length: count }, () => bring('wechat_pay', of.merchants.wechat_pay, wrong, { of, headers })),
    );

  it('is slowed down after 20, and told for how long; a genuine one gets through all the same', async () => {
    const fresh = await startBench();
    onTestFinished(() => fresh.close());
    fresh.clock.stop();
    const answers = await times(30, fresh);
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(20);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { retryAfter } of refused) expect(retryAfter).toBeGreaterThan(0);
    const { raw } = await paid('wechat_pay', fresh);
    expect(await bring('wechat_pay', fresh.merchants.wechat_pay, raw, { of: fresh })).toMatchObject({ status: 200 });
  });

  it('is told apart by the address that a trusted proxy names, and by nothing else', async () => {
    const trusting = await startBench({ MULTIPAY_TRUSTED_PROXIES: '127.0.0.1' });
    onTestFinished(() => trusting.close());
    trusting.clock.stop();
    expect((await times(25, trusting, { 'x-forwarded-for': '198.51.100.1' })).at(-1)?.status).toBe(429);
    expect((await times(1, trusting, { 'x-forwarded-for': '198.51.100.2' })).at(-1)?.status).toBe(401);

    const careful = await startBench();
    onTestFinished(() => careful.close());
    careful.clock.stop();
    await times(25, careful, { 'x-forwarded-for': '198.51.100.1' });
    expect((await times(1, careful, { 'x-forwarded-for': '198.51.100.2' })).at(-1)?.status).toBe(429);
  });
});

describe("a payment's stream", () => {
  const opened = async () => {
    const { payment, stream } = (await bench.open()).body;
    if (!stream) throw new Error('the bench has a public address');
    return { payment, token: stream.token, url: `${publicUrl()}${new URL(stream.url).pathname}` };
  };
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
  const payNow = async ({ id, merchant_id: merchantId }: Payment): Promise<void> => {
    await bench.providers.wechat_pay.scan(id);
    await bench.providers.wechat_pay.pay(id);
    const raw = await bench.providers.wechat_pay.notification(id, 'genuine');
    await bench.bridge.useCases.receiveNotification({ provider: 'wechat_pay', merchantId }, raw);
  };

  it('says the status now, says it when it changes, and ends when it is over', async () => {
    const { payment, token, url } = await opened();
    const page = await listenTo(url, bearer(token));
    expect(await page.next()).toEqual({ status: 'pending' });
    await payNow(payment);
    expect(await page.rest()).toEqual([{ status: 'succeeded' }]);
  });

  it('tells everybody who listens, and says of a payment that is over only that', async () => {
    const { payment, token, url } = await opened();
    const pages = await Promise.all(Array.from({ length: 5 }, () => listenTo(url, bearer(token))));
    await payNow(payment);
    for (const page of pages) expect((await page.rest()).at(-1)).toEqual({ status: 'succeeded' });
    const late = await listenTo(url, bearer(token));
    expect(await late.rest()).toEqual([{ status: 'succeeded' }]);
  });

  it('is shown to eight at once; the ninth is told to wait until they have gone', async () => {
    const { payment, token, url } = await opened();
    const pages = await Promise.all(Array.from({ length: 8 }, () => listenTo(url, bearer(token))));
    const ninth = await fetch(url, { headers: bearer(token) });
    expect({ status: ninth.status, retryAfter: ninth.headers.get('retry-after') }).toEqual({
      status: 429,
      retryAfter: '30',
    });
    expect(await ninth.json()).toMatchObject({ code: 'rate_limited' });
    await payNow(payment);
    for (const page of pages) expect((await page.rest()).at(-1)).toEqual({ status: 'succeeded' });
    await until(async () => {
      const late = await fetch(url, { headers: bearer(token) });
      return (await late.text()).includes('succeeded') && late.status === 200;
    });
  });

  it('can neither be kept by a cache nor held back by a proxy', async () => {
    const { token, url } = await opened();
    const page = await listenTo(url, bearer(token));
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    await page.leave();
  });

  it.each<[string, (token: string) => Record<string, string>]>([
    ['no token', () => ({})],
    ['an empty token', () => bearer('')],
    ['another word than Bearer', (token) => ({ authorization: `Basic ${token}` })],
    ['a later end than was signed', (token) => bearer(token.replace(/^\d+/, (ms) => String(Number(ms) + 1)))],
    ['another signature', (token) => bearer(token.replace(/.{4}$/, 'AAAA'))],
    ['rubbish', () => bearer('x'.repeat(60))],
  ])('is not shown to %s', async (_name, headers) => {
    const { token, url } = await opened();
    const answer = await fetch(url, { headers: headers(token) });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'stream_token_invalid', next: 'retry_same_key' });
  });

  it("is not shown to another payment's token, nor with the token in the address", async () => {
    const one = await opened();
    const other = await opened();
    expect((await fetch(one.url, { headers: bearer(other.token) })).status).toBe(401);
    expect((await fetch(`${one.url}?token=${one.token}`)).status).toBe(401);
  });

  it('is not shown to a token of more than 15 minutes ago', async () => {
    const { token, url } = await opened();
    bench.clock.advance(15 * MINUTE_MS - 5_000);
    const page = await listenTo(url, bearer(token));
    expect(page.status).toBe(200);
    await page.leave();
    bench.clock.advance(5_000);
    expect((await fetch(url, { headers: bearer(token) })).status).toBe(401);
  });

  it('says nothing to HEAD', async () => {
    const { token, url } = await opened();
    expect((await fetch(url, { method: 'HEAD', headers: bearer(token) })).status).toBe(404);
  });

  describe('in a browser', () => {
    const allowed = async (origin: string): Promise<string | null> => {
      const { token, url } = await opened();
      const page = await listenTo(url, { ...bearer(token), origin });
      await page.leave();
      expect(page.headers.get('vary')).toBe('origin');
      expect(page.headers.get('access-control-allow-credentials')).toBeNull();
      return page.headers.get('access-control-allow-origin');
    };

    it("can be read by a paired site's pages", async () => {
      expect(await allowed(bench.host.url)).toBe(bench.host.url);
    });

    it.each(['https://evil.example', 'null', 'http://127.0.0.1', 'http://127.0.0.1:1', 'not an origin'])(
      'cannot be read by pages of %s',
      async (origin) => {
        expect(await allowed(origin)).toBeNull();
      },
    );

    it('cannot be read by pages of the same host under another scheme, or with more behind it', async () => {
      for (const origin of [
        bench.host.url.replace('http:', 'https:'),
        `${bench.host.url}/`,
        `${bench.host.url}.evil.example`,
      ]) {
        expect(await allowed(origin), origin).toBeNull();
      }
    });

    it('may be asked for with its token from there, and from nowhere else', async () => {
      const preflight = (origin: string) =>
        fetch(`${publicUrl()}/stream/pay_01k00000000000000000000000`, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'GET',
            'access-control-request-headers': 'authorization',
          },
        });
      const own = await preflight(bench.host.url);
      expect(own.status).toBe(204);
      expect(Object.fromEntries(own.headers)).toMatchObject({
        'access-control-allow-origin': bench.host.url,
        'access-control-allow-headers': 'authorization',
        'access-control-allow-methods': 'GET',
      });
      expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    });

    it('lets a page read why it was refused', async () => {
      const { url } = await opened();
      const answer = await fetch(url, { headers: { ...bearer('x'), origin: bench.host.url } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('access-control-allow-origin')).toBe(bench.host.url);
    });
  });
});

describe('a bridge that ends', () => {
  it('ends its streams, so that nobody keeps it from ending', async () => {
    const ending = await startBench();
    const { stream } = (await ending.open()).body;
    const url = `${publicUrl(ending)}${new URL(stream?.url ?? '').pathname}`;
    const page = await listenTo(url, { authorization: `Bearer ${stream?.token ?? ''}` });
    expect(await page.next()).toEqual({ status: 'pending' });
    await ending.close();
    expect(await page.rest()).toEqual([]);
  });
});

describe('what else there is', () => {
  it('is whether it lives, and nothing of the private listener', async () => {
    expect(await (await fetch(`${publicUrl()}/health`)).json()).toEqual({ status: 'ok' });
    for (const path of ['/v1/payments', '/metrics', '/docs', '/health/ready']) {
      const answer = await fetch(`${publicUrl()}${path}`);
      expect({ path, status: answer.status, code: ((await answer.json()) as Problem).code }).toEqual({
        path,
        status: 404,
        code: 'not_found',
      });
    }
  });

  it('is absent without a public address: polling suffices', async () => {
    const alone = await startBench({ MULTIPAY_PUBLIC_URL: '' });
    onTestFinished(() => alone.close());
    expect(alone.bridge.publicUrl).toBeNull();
    expect((await alone.open()).body.stream).toBeNull();
  });
});
