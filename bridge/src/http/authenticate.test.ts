/** Who may ask what: every part of a request is signed, with the key of whoever asks, once, and now. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { SIGNATURE_SCHEME } from '@multipay/contracts/signing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aWish, testBench, type TestBench } from '../../testing/bridge';
import {
  addressOf,
  aNonce,
  registerSubsite,
  send,
  signed,
  type RequestParts,
  type SigningKey,
} from '../../testing/site';

let bench: TestBench;
beforeAll(async () => {
  bench = await testBench('sqlite');
});
afterAll(() => bench.close());

const MINUTE_S = 60;
const nowSeconds = (): number => Math.floor(bench.clock.now() / 1000);

/** Signs one request and sends another. */
async function forged(
  parts: RequestParts,
  sent: Partial<RequestParts> & { readonly raw?: string } = {},
  key: SigningKey = bench.site,
): Promise<{ status: number; code: string | undefined }> {
  const raw = parts.body === undefined ? '' : JSON.stringify(parts.body);
  const { authorization } = signed(key, { timestamp: nowSeconds(), ...parts }, raw);
  const request = {
    ...parts,
    ...sent,
    headers: { ...parts.headers, authorization: authorization ?? '', ...sent.headers },
  };
  const { status, body } = await send<Problem>(bench.bridge.privateUrl, null, request);
  return { status, code: body.code };
}

const LIST = { method: 'GET', target: '/v1/payments' };
const withHeader = (authorization: string) =>
  send<Problem>(bench.bridge.privateUrl, null, { ...LIST, headers: { authorization } });

describe('a signed request', () => {
  it('is let in', async () => {
    expect(await forged(LIST)).toEqual({ status: 200, code: undefined });
  });

  it.each<[string, RequestParts, Partial<RequestParts>]>([
    ['method', { method: 'GET', target: '/v1/settings' }, { method: 'PUT', body: { values: [] } }],
    ['path', LIST, { target: '/v1/settings' }],
    ['query', LIST, { target: '/v1/payments?limit=100' }],
    [
      'order in the query',
      { method: 'GET', target: '/v1/payments?limit=1&kind=order' },
      { target: '/v1/payments?kind=order&limit=1' },
    ],
    ['way of writing the path', LIST, { target: '/v1/%70ayments' }],
  ])('is refused when its %s is another one than was signed', async (_part, parts, sent) => {
    expect(await forged(parts, sent)).toEqual({ status: 401, code: 'signature_invalid' });
  });

  it('is refused when its body is another one than was signed', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const wish = aWish(bench.host.url, { amount: 1001 });
    const parts = { method: 'POST', target: '/v1/payments', body: wish, headers };
    for (const body of [{ ...wish, amount: 1 }, undefined, {}]) {
      expect(await forged(parts, { body })).toEqual({ status: 401, code: 'signature_invalid' });
    }
  });

  it.each([
    [
      'timestamp',
      (header: string) =>
        header.replace(/timestamp="(\d+)"/, (_all, time: string) => `timestamp="${Number(time) + 1}"`),
    ],
    ['nonce', (header: string) => header.replace(/nonce="[^"]*"/, `nonce="${aNonce()}"`)],
    [
      'signature',
      (header: string) => header.replace(/signature="[^"]*"/, `signature="${randomBytes(32).toString('base64')}"`),
    ],
    ['signature, left out,', (header: string) => header.replace(/signature="[^"]*"/, 'signature=""')],
    [
      'signature, cut short,',
      (header: string) =>
        header.replace(/signature="([^"]*)"/, (_all, text: string) => `signature="${text.slice(0, 20)}"`),
    ],
  ])('is refused when its %s was changed', async (_part, change) => {
    const { authorization = '' } = signed(bench.site, { ...LIST, timestamp: nowSeconds() }, '');
    expect(await withHeader(change(authorization))).toMatchObject({ status: 401, body: { code: 'signature_invalid' } });
  });

  it("is refused under another's name", async () => {
    const { authorization = '' } = signed(bench.site, { ...LIST, timestamp: nowSeconds() }, '');
    const asSibling = authorization.replace(bench.site.keyId, bench.sibling.keyId);
    expect(await withHeader(asSibling)).toMatchObject({ status: 401, body: { code: 'signature_invalid' } });
  });

  it('is worth nothing at another bridge', async () => {
    const elsewhere = { ...bench.site, audience: 'bridge_01k00000000000000000000000' };
    expect(await forged(LIST, {}, elsewhere)).toEqual({ status: 401, code: 'signature_invalid' });
  });

  it.each([
    ['pairing code', 'pairing'],
    ['nobody', ''],
  ])('is not let in with the audience of %s', async (_name, audience) => {
    expect(await forged(LIST, {}, { ...bench.site, audience })).toEqual({ status: 401, code: 'signature_invalid' });
  });
});

describe('a clock', () => {
  it.each([
    ['five minutes slow', -5 * MINUTE_S + 2],
    ['five minutes fast', 5 * MINUTE_S - 2],
  ])('that is almost %s is good enough', async (_name, seconds) => {
    expect(await forged({ ...LIST, timestamp: nowSeconds() + seconds })).toMatchObject({ status: 200 });
  });

  it.each([
    ['slow', -5 * MINUTE_S - 2],
    ['fast', 5 * MINUTE_S + 2],
    ['ten years slow', -315_360_000],
  ])("that is %s is told so, with the bridge's time", async (_name, seconds) => {
    const { authorization = '' } = signed(bench.site, { ...LIST, timestamp: nowSeconds() + seconds }, '');
    const { status, body } = await withHeader(authorization);
    expect({ status, code: body.code, next: body.next }).toEqual({
      status: 401,
      code: 'clock_skew',
      next: 'set_clock',
    });
    expect(body.detail).toMatch(/bridge's says \d{4}-\d\d-\d\dT/);
  });
});

describe('a request that was seen before', () => {
  it('is refused, byte for byte the same or with the same nonce', async () => {
    const nonce = aNonce();
    expect(await forged({ ...LIST, nonce })).toMatchObject({ status: 200 });
    expect(await forged({ ...LIST, nonce })).toEqual({ status: 401, code: 'replay_attack' });
    expect(await forged({ method: 'GET', target: '/v1/settings', nonce })).toEqual({
      status: 401,
      code: 'replay_attack',
    });
  });

  it('is let in once when it comes ten times at once', async () => {
    const nonce = aNonce();
    const timestamp = nowSeconds();
    const all = await Promise.all(Array.from({ length: 10 }, () => forged({ ...LIST, nonce, timestamp })));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ code }) => code === 'replay_attack')).toHaveLength(9);
  });

  it('does not use up the nonce of another site', async () => {
    const nonce = aNonce();
    expect(await forged({ ...LIST, nonce })).toMatchObject({ status: 200 });
    expect(await forged({ ...LIST, nonce }, {}, bench.sibling)).toMatchObject({ status: 200 });
  });

  it('cannot use up a nonce by being forged', async () => {
    const nonce = aNonce();
    expect(await forged({ ...LIST, nonce }, {}, { ...bench.site, key: randomBytes(32) })).toMatchObject({
      status: 401,
    });
    expect(await forged({ ...LIST, nonce })).toMatchObject({ status: 200 });
  });
});

describe('a key', () => {
  it.each([
    ['of an unknown network', (keyId: string) => keyId.replace(/^[^.]+/, 'net_01k00000000000000000000000')],
    ['of an unknown site', (keyId: string) => keyId.replace(/\.\d+\.(\d+)$/, '.99.$1')],
    ['of an epoch to come', (keyId: string) => keyId.replace(/\d+$/, '2')],
    ['of no epoch', (keyId: string) => keyId.replace(/\.\d+$/, '')],
    ['with a second way of writing its epoch', (keyId: string) => keyId.replace(/\d+$/, '01')],
    ['with an epoch in words of a number', (keyId: string) => keyId.replace(/\d+$/, '1e0')],
    ['with something behind it', (keyId: string) => `${keyId}.1`],
  ])('%s is unknown, whoever signs with it', async (_name, change) => {
    const key = { ...bench.site, keyId: change(bench.site.keyId) };
    expect(await forged(LIST, {}, key)).toEqual({ status: 401, code: 'key_unknown' });
  });

  it('of a pairing code opens nothing but pairing', async () => {
    expect(await forged(LIST, {}, { ...bench.site, keyId: 'pair.01234567' })).toEqual({
      status: 401,
      code: 'key_unknown',
    });
    expect(await forged({ method: 'POST', target: '/v1/pairings', body: {} })).toEqual({
      status: 401,
      code: 'key_unknown',
    });
  });

  it('that was revoked is unknown from then on, and a newer one of the same site is not', async () => {
    const key = await registerSubsite(bench.bridge.privateUrl, bench.network, bench.host.url, '7');
    expect(await forged(LIST, {}, key)).toMatchObject({ status: 200 });
    await bench.call('POST', '/v1/sites/7/revoke', undefined, { key: bench.network });
    expect(await forged(LIST, {}, key)).toEqual({ status: 401, code: 'key_unknown' });
    const fresh = await registerSubsite(bench.bridge.privateUrl, bench.network, bench.host.url, '7');
    expect(fresh.keyId).not.toBe(key.keyId);
    expect(await forged(LIST, {}, fresh)).toMatchObject({ status: 200 });
    expect(await forged(LIST, {}, key)).toEqual({ status: 401, code: 'key_unknown' });
  });
});

describe('what is no signature', () => {
  it.each<[string, string]>([
    ['nothing', ''],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['only the scheme', SIGNATURE_SCHEME],
    ['a scheme in other letters', `${SIGNATURE_SCHEME.toLowerCase()} key="a",timestamp="1",nonce="b",signature="c"`],
    ['no key', `${SIGNATURE_SCHEME} timestamp="1790000000",nonce="0123456789abcdef",signature="c"`],
    [
      'a key that no key is called',
      `${SIGNATURE_SCHEME} key="a b",timestamp="1790000000",nonce="0123456789abcdef",signature="c"`,
    ],
    [
      'milliseconds',
      `${SIGNATURE_SCHEME} key="a.1.1",timestamp="1790000000000",nonce="0123456789abcdef",signature="c"`,
    ],
    ['a short nonce', `${SIGNATURE_SCHEME} key="a.1.1",timestamp="1790000000",nonce="short",signature="c"`],
    ['a long nonce', `${SIGNATURE_SCHEME} key="a.1.1",timestamp="1790000000",nonce="${'x'.repeat(65)}",signature="c"`],
  ])('%s is refused, with how to sign', async (_name, header) => {
    const { status, body } = await withHeader(header);
    expect({ status, code: body.code, next: body.next }).toEqual({
      status: 401,
      code: 'signature_missing',
      next: 'sign_again',
    });
  });

  it('is refused before anything that was sent is looked at', async () => {
    const { status, body } = await send<Problem>(bench.bridge.privateUrl, null, {
      method: 'POST',
      target: '/v1/payments',
      body: { amount: 'rubbish' },
    });
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'signature_missing' });
  });
});

describe("a site's own key", () => {
  it.each([
    ['PUT', '/v1/sites/8'],
    ['POST', '/v1/sites/2/revoke'],
  ])('may not %s %s: that is for the network', async (method, target) => {
    const body = method === 'PUT' ? addressOf(bench.host.url, '8', '/shop8/') : undefined;
    expect(await bench.call(method, target, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it.each([
    ['GET', '/v1/payments?site_id=2'],
    ['GET', '/v1/settings?site_id=2'],
    ['GET', '/v1/settings?site_id=0'],
    ['GET', '/v1/merchants?site_id=2'],
    ['GET', '/v1/sites/2'],
    ['GET', '/v1/sites/1?site_id=2'],
  ])('may not %s %s: that is another one’s', async (method, target) => {
    expect(await bench.call(method, target)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('may name itself', async () => {
    expect(await bench.call('GET', '/v1/sites/1?site_id=1')).toMatchObject({ status: 200, body: { site_id: '1' } });
  });
});

describe("the network's key", () => {
  it('speaks for each of its sites', async () => {
    for (const siteId of ['1', '2']) {
      const answer = await bench.call('GET', `/v1/sites/${siteId}`, undefined, { key: bench.network });
      expect(answer).toMatchObject({ status: 200, body: { site_id: siteId } });
    }
  });

  it.each(['x', '-1', '1,2', '../2', '9'.repeat(20)])('does not speak for "%s", which is no site', async (siteId) => {
    const target = `/v1/payments?site_id=${encodeURIComponent(siteId)}`;
    const answer = await bench.call('GET', target, undefined, { key: bench.network });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('does not speak for two sites at once', async () => {
    const answer = await bench.call('GET', '/v1/payments?site_id=1&site_id=2', undefined, { key: bench.network });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});
