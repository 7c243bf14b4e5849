/** The private listener, whatever is sent to it. */
import { request } from 'node:http';
import { API } from '@multipay/contracts/api';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aWish, testBench, type TestBench } from '../../testing/bridge';
import { freshDatabase } from '../../testing/databases';
import { aNonce, send, type RequestParts } from '../../testing/site';
import { wireTo } from '../../testing/wire';

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
});
afterAll(() => bench.close());

const KEY = '5e3c1b1e-7f0a-4c53-9d2f-0f6a6c0b7a11';
const signedSend = (parts: RequestParts) => send<Problem>(bench.bridge.privateUrl, bench.site, parts);
const openWith = (parts: Partial<RequestParts>) =>
  signedSend({
    method: 'POST',
    target: '/v1/payments',
    ...parts,
    headers: { 'content-type': 'application/json', 'idempotency-key': KEY, ...parts.headers },
  });
const plain = (target: string, init: RequestInit = {}) => fetch(`${bench.bridge.privateUrl}${target}`, init);

/** Sends an address as it is, which `fetch` would tidy up. */
const rawGet = (path: string) =>
  new Promise<{ status: number; type: string; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(bench.bridge.privateUrl);
    const asking = request({ hostname, port, path }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (body += chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', body }),
      );
    });
    asking.on('error', reject);
    asking.end();
  });

describe('a body', () => {
  it('that is not JSON, by its own word, is not taken', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense']) {
      const { status, body } = await openWith({ raw: '{}', headers: { 'content-type': type } });
      expect({ status, code: body.code }, type).toEqual({ status: 415, code: 'unsupported_media_type' });
    }
  });

  it('may say which letters it is written in', async () => {
    const { status } = await openWith({
      body: aWish(bench.host.url),
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    expect(status).toBe(201);
  });

  it.each(['{"order_ref":', 'not JSON', '{} {}', '\u0000'])('that is broken JSON (%j) is refused', async (raw) => {
    const { status, body } = await openWith({ raw });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
  });

  it.each(['null', '[]', '"text"', '7'])('that is no object (%s) is refused', async (raw) => {
    const { status, body } = await openWith({ raw });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
  });

  it('that is missing is refused', async () => {
    const { status, body } = await openWith({});
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
  });

  it.each<[string, Partial<RequestParts>]>([
    ['neither body nor type', {}],
    ['the type of a body that is empty', { headers: { 'content-type': 'application/json' } }],
    ['the type and the letters of one', { headers: { 'content-type': 'application/json; charset=utf-8' } }],
    ['an empty object', { body: {} }],
  ])('is not needed where none is asked for: %s', async (_name, parts) => {
    const { payment } = (await bench.open()).body;
    for (const action of ['refresh', 'close']) {
      const { status, body } = await signedSend({
        method: 'POST',
        target: `/v1/payments/${payment.id}/${action}`,
        ...parts,
      });
      expect({ status, id: (body as unknown as { id?: string }).id }, action).toEqual({ status: 200, id: payment.id });
    }
  });

  it('cannot bring fields that reach into the program', async () => {
    const wish = JSON.stringify(aWish(bench.host.url));
    for (const field of ['"__proto__":{"x":1}', '"constructor":{}']) {
      const { status, body } = await openWith({ raw: `{${field},${wish.slice(1)}` });
      expect({ status, code: body.code }, field).toEqual({ status: 400, code: 'invalid_request' });
    }
  });

  it('of more than 256 KB is not read', async () => {
    const { status, body } = await openWith({ raw: JSON.stringify({ description: 'x'.repeat(257 * 1024) }) });
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'payload_too_large' });
  });
});

describe('an address', () => {
  it.each([
    ['GET', '/v1/nothing'],
    ['DELETE', '/v1/payments'],
    ['GET', '/'],
    ['GET', '/stream/pay_01k00000000000000000000000'],
    ['POST', '/notifications/alipay/mch_01k00000000000000000000000'],
  ])('that there is not (%s %s) is said, signed or not', async (method, target) => {
    const answer = await plain(`${target}?secret=1`, { method });
    const problem = (await answer.json()) as Problem;
    expect({ status: answer.status, code: problem.code }).toEqual({ status: 404, code: 'not_found' });
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it.each(['not-an-id', 'PAY_01K00000000000000000000000', 'pay_01k0', "pay_' OR 1=1"])(
    'with an id that is none (%s) is refused',
    async (id) => {
      const { status, body } = await signedSend({ method: 'GET', target: `/v1/payments/${encodeURIComponent(id)}` });
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
    },
  );

  it.each(['/v1/payments/%zz', `/v1/payments/${'x'.repeat(600)}`, '/%', '//'])(
    'that cannot be read (%s) is a problem like any other, not a defect',
    async (path) => {
      const { status, type, body } = await rawGet(path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(type).toContain('application/problem+json');
      expect((JSON.parse(body) as Problem).request_id).toMatch(/^req_/);
    },
  );
});

describe('a query', () => {
  it.each([
    'limit=0',
    'limit=101',
    'limit=1.5',
    'limit=x',
    'status=paid',
    'kind=cart',
    'cursor=' + 'x'.repeat(201),
    'other=1',
  ])('that asks for what there is not (%s) is refused', async (query) => {
    const { status, body } = await signedSend({ method: 'GET', target: `/v1/payments?${query}` });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
  });
});

describe('a problem', () => {
  it('says so in its content type, and is never kept by a cache', async () => {
    const answer = await plain('/v1/payments');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it("bears the request's id: the site's own, if it sent a plain one", async () => {
    const withId = async (id: string) =>
      ((await (await plain('/v1/payments', { headers: { 'x-request-id': id } })).json()) as Problem).request_id;
    expect(await withId('site-request-1')).toBe('site-request-1');
    for (const id of ['short', 'with blanks in it', 'x'.repeat(65), '<script>alert(1)</script>']) {
      expect(await withId(id)).toMatch(/^req_[0-9a-f]{24}$/);
    }
  });

  it('has an id of its own each time', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => ((await (await plain('/v1/nothing')).json()) as Problem).request_id),
    );
    expect(new Set(ids).size).toBe(20);
  });
});

describe('a key that asks more often than it may', () => {
  let limited: TestBench;
  beforeAll(async () => {
    limited = await testBench('sqlite', { env: { MULTIPAY_REQUESTS_PER_MINUTE: '30' } });
  });
  afterAll(() => limited.close());

  const useUp = async (): Promise<Problem & { retryAfter: number }> => {
    for (;;) {
      const { status, body, headers } = await limited.call<Problem>('GET', '/v1/settings');
      if (status !== 200) return { ...body, status, retryAfter: Number(headers.get('retry-after')) };
    }
  };

  it('hears 429 and when to come back, is let in then, and holds nobody else up', async () => {
    const refusal = await useUp();
    expect(refusal).toMatchObject({ status: 429, code: 'rate_limited', retryable: true, next: 'wait_and_retry' });
    expect(refusal.retryAfter).toBeGreaterThan(0);
    expect(await limited.call('GET', '/v1/settings', undefined, { key: limited.sibling })).toMatchObject({
      status: 200,
    });
    limited.clock.advance(refusal.retryAfter * 1000);
    expect(await limited.call('GET', '/v1/settings')).toMatchObject({ status: 200 });
  });

  it('can still hand over notifications: those of providers must not suffer for it', async () => {
    await useUp();
    const relayed = await limited.call('POST', '/v1/notifications', {
      provider: 'alipay',
      headers: {},
      body_base64: '',
      source_ip: '198.51.100.1',
    });
    expect(relayed).toMatchObject({ status: 200, body: { status: 401 } });
  });

  it('is not used up by requests that somebody else forged in its name', async () => {
    limited.clock.advance(60_000);
    const stranger = { ...limited.site, key: Buffer.alloc(32) };
    for (let at = 0; at < 40; at++) await limited.call('GET', '/v1/settings', undefined, { key: stranger });
    expect(await limited.call('GET', '/v1/settings')).toMatchObject({ status: 200 });
  });
});

describe('the documentation', () => {
  it('is a page, and an OpenAPI 3.1 file with every route', async () => {
    const page = await plain('/docs/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    const { openapi, paths } = (await (await plain('/docs/json')).json()) as { openapi: string; paths: object };
    expect(openapi).toMatch(/^3\.1/);
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = Object.values(API).map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(documented.sort()).toEqual(served.sort());
  });
});

describe('health', () => {
  it('is live and ready', async () => {
    expect(await (await plain('/health/live')).json()).toMatchObject({ status: 'ok', version: '1.0.0' });
    const ready = await plain('/health/ready');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ok', checks: { database: 'ok' } });
  });
});

describe('a bridge whose database went away', () => {
  const cutOff = async () => {
    const database = await freshDatabase('mariadb');
    const wire = await wireTo(new URL(database.url));
    const alone = await testBench('sqlite', { env: { DATABASE_URL: wire.url } });
    onTestFinished(async () => {
      await alone.close();
      await database.drop();
    });
    return { alone, wire };
  };

  it('is live and not ready, says "try again" to clients and to providers, and still shows its metrics', async () => {
    const { alone, wire } = await cutOff();
    wire.cut();
    const ask = (target: string) => fetch(`${alone.bridge.privateUrl}${target}`);
    expect((await ask('/health/live')).status).toBe(200);
    const ready = await ask('/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: 'not_ready', checks: { database: 'does not answer' } });
    alone.clock.advance(2_000);
    const { status, body } = await alone.call<Problem>('GET', `/v1/payments?limit=1&cursor=${aNonce()}`);
    expect({ status, code: body.code, retryable: body.retryable }).toEqual({
      status: 503,
      code: 'store_unavailable',
      retryable: true,
    });
    const metrics = await ask('/metrics');
    expect(metrics.status).toBe(200);
    expect(await metrics.text()).toContain('multipay_store_up 0');
  });
});

describe('metrics', () => {
  it('count payments, calls to providers and waiting work', async () => {
    await bench.open();
    const text = await (await plain('/metrics')).text();
    expect(text).toMatch(/^multipay_payments_total\{provider="wechat_pay",status="created"\} [1-9]/m);
    expect(text).toMatch(
      /^multipay_provider_call_seconds_count\{provider="wechat_pay",call="open",outcome="ok"\} [1-9]/m,
    );
    expect(text).toMatch(/^multipay_outbox_jobs\{state="waiting"\} [1-9]/m);
    expect(text).toContain('multipay_store_up 1');
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('name no merchant, site, payment or address', async () => {
    const text = await (await plain('/metrics')).text();
    for (const word of [bench.networkId, bench.merchants.alipay, 'pay_0', '203.0.113.7', 'Tea House']) {
      expect(text).not.toContain(word);
    }
  });
});
