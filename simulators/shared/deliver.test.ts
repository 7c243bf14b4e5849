import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../testing/shop';
import { post, Turnstile } from './deliver';

const LETTER = { headers: { 'content-type': 'text/plain' }, body: '中文' };
const never = new AbortController().signal;

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open({ status: 200, body: 'fine' });
});
afterAll(() => shop.close());

describe('a delivery', () => {
  it('brings the bytes, and back what was answered', async () => {
    const reply = await post(`${shop.url}/here`, LETTER, 5_000, never);
    expect(reply).toMatchObject({ status: 200, body: 'fine', error: null });
    expect(shop.received[0]).toMatchObject({ path: '/here', body: '中文', headers: { 'content-length': '6' } });
    shop.clear();
  });

  it('follows no redirection', async () => {
    shop.answers(() => ({ status: 307, body: '' }));
    expect((await post(shop.url, LETTER, 5_000, never)).status).toBe(307);
    expect(shop.received).toHaveLength(1);
    shop.clear();
  });

  it('keeps the beginning of a long answer only', async () => {
    shop.answers(() => ({ status: 200, body: 'x'.repeat(100_000) }));
    expect((await post(shop.url, LETTER, 5_000, never)).body).toHaveLength(2_000);
    shop.clear();
  });

  it.each([
    ['nobody listens', 'http://127.0.0.1:1/'],
    ['the address is none', 'not an address'],
    ['the scheme is another', 'ftp://127.0.0.1/'],
  ])('tells that %s', async (_name, url) => {
    const reply = await post(url, LETTER, 5_000, never);
    expect(reply.status).toBeNull();
    expect(reply.error).toMatch(/./);
  });
});

describe('a turnstile', () => {
  it('lets only so many in at once, and everybody in the end, also past those who fail', async () => {
    const turnstile = new Turnstile(() => 3);
    let inside = 0;
    let most = 0;
    const work = async (fails: boolean): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((done) => setImmediate(done));
      inside--;
      if (fails) throw new Error('failed');
    };
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => turnstile.pass(() => work(n % 4 === 0))),
    );
    expect(most).toBe(3);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(5);
    expect(results).toHaveLength(20);
  });
});
