import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alipayCalls, codeOf, type AlipayCalls } from '../testing/alipay-calls';
import { press } from '../testing/browser';

let calls: AlipayCalls;

beforeAll(async () => {
  calls = await alipayCalls();
});
afterAll(() => calls.end());

const visit = (change: Record<string, string> = {}) => {
  const appId = calls.client.credentials.app_id;
  const query = { app_id: appId, scope: 'auth_base', redirect_uri: 'https://shop.example/?a=1', state: 's', ...change };
  const url = `${calls.simulator.url}/oauth2/publicAppAuthorize.htm?${new URLSearchParams(query).toString()}`;
  return fetch(url, { redirect: 'manual' });
};

const backOf = (response: Response): URLSearchParams => new URL(response.headers.get('location') ?? '').searchParams;
const freshCode = async (user = 'shopper'): Promise<string> => backOf(await visit({ user })).get('auth_code') ?? '';

const token = (parameters: Record<string, string>) =>
  calls.client.call('alipay.system.oauth.token', undefined, { parameters: { biz_content: undefined, ...parameters } });
const exchange = (code: string) => token({ grant_type: 'authorization_code', code });

describe('who the shopper is', () => {
  it('comes back at once for auth_base, after a button for auth_user', async () => {
    const back = backOf(await visit());
    expect(Object.fromEntries(back)).toMatchObject({ a: '1', state: 's', scope: 'auth_base', source: 'alipay_wallet' });
    expect(await (await visit({ scope: 'auth_user' })).text()).toContain('>Allow</button>');
    expect(backOf(await visit({ scope: 'auth_user', allowed: '1' })).get('auth_code')).toMatch(/^\w{32}$/);
  });

  it.each([
    [{ app_id: '1' }, 'app_id is wrong'],
    [{ scope: 'all' }, 'scope is wrong'],
    [{ redirect_uri: 'javascript:alert(1)' }, 'redirect_uri is wrong'],
  ])('is not asked with %j', async (change, said) => {
    expect(await (await visit(change)).text()).toContain(said);
  });

  it('is told once for a code, without a code member, and signed', async () => {
    const code = await freshCode();
    const { text, value, member, signature } = await exchange(code);
    expect(text).toContain('"alipay_system_oauth_token_response"');
    expect(value).toMatchObject({ user_id: expect.stringMatching(/^2088\d{12}$/), open_id: expect.any(String) });
    expect(value).not.toHaveProperty('code');
    expect(calls.client.verifies(member, signature ?? '')).toBe(true);
    const again = await exchange(code);
    expect(again.text).toContain('"error_response"');
    expect(again.value).toMatchObject({ code: '40002', sub_code: 'isv.code-invalid' });
    const refreshed = await token({ grant_type: 'refresh_token', refresh_token: String(value['refresh_token']) });
    expect(refreshed.value['user_id']).toBe(value['user_id']);
  });

  it('is told for five minutes, and to the right application only', async () => {
    const code = await freshCode();
    await calls.tester.advance(301);
    expect(await codeOf(exchange(code))).toBe('isv.code-invalid');
    expect(await codeOf(token({ grant_type: 'x' }))).toBe('isv.grant-type-invalid');
    expect(await codeOf(token({ grant_type: 'refresh_token', refresh_token: 'x' }))).toBe('isv.refresh-token-invalid');
  });

  it('fails as a tester wishes', async () => {
    await calls.tester.settings({ oauth_trouble: 'busy' });
    expect(await codeOf(exchange(await freshCode()))).toBe('isp.unknow-error');
    await calls.tester.settings({ oauth_trouble: 'code_used' });
    expect(await codeOf(exchange(await freshCode()))).toBe('isv.code-invalid');
    await calls.tester.settings({ oauth_trouble: 'none' });
  });
});

describe('an open id', () => {
  const create = (change: Record<string, unknown>) =>
    calls.client.call('alipay.trade.create', calls.trade({ product_code: 'JSAPI_PAY', ...change }));

  it('is good in the application that it was given for', async () => {
    const { value } = await exchange(await freshCode());
    expect(await codeOf(create({ buyer_open_id: value['open_id'] }))).toBe('10000');
    const other = await calls.tester.alipayMerchant();
    const theirs = await calls.tester.ask('POST', '/openids', { app_id: other.id });
    expect(await codeOf(create({ buyer_open_id: theirs['openid'] }))).toBe('ACQ.INVALID_PARAMETER');
    expect(await codeOf(create({ buyer_open_id: 'nobody' }))).toBe('ACQ.INVALID_PARAMETER');
  });

  it('66.70 is refused once', async () => {
    const { value } = await exchange(await freshCode());
    const wish = { out_trade_no: `o70_${Date.now()}`, total_amount: '66.70', buyer_open_id: value['open_id'] };
    expect(await codeOf(create(wish))).toBe('ACQ.INVALID_PARAMETER');
    expect(await codeOf(create(wish))).toBe('10000');
  });
});

it('66.74 never goes back to the shop', async () => {
  const content = calls.trade({ total_amount: '66.74', product_code: 'FAST_INSTANT_TRADE_PAY' });
  const parameters = { return_url: 'https://shop.example/thanks' };
  const query = calls.client.signed('alipay.trade.page.pay', content, { parameters });
  const html = await (await fetch(`${calls.client.gatewayUrl}?${query}`)).text();
  expect((await press(calls.simulator, html, 'pay')).status).toBe(200);
});
