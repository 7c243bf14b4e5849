import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tester } from '../testing/tester';
import { startWeChatPay, type Simulator } from '../index';

interface App {
  readonly id: string;
  readonly secret: string;
}

let simulator: Simulator;
let tester: Tester;
let app: App;
let mini: App;

const IN_WECHAT = { 'user-agent': 'Mozilla/5.0 MicroMessenger/8.0.49' };
const BACK = 'https://shop.example/back?order=1';

beforeAll(async () => {
  simulator = await startWeChatPay();
  tester = new Tester(simulator.controlUrl);
  const made = (await tester.ask('POST', '/merchants', { oauth_domains: ['shop.example'] })) as {
    credentials: { app_id: string };
    app_secret: string;
    mini_program: { app_id: string; app_secret: string };
  };
  app = { id: made.credentials.app_id, secret: made.app_secret };
  mini = { id: made.mini_program.app_id, secret: made.mini_program.app_secret };
});
afterAll(() => simulator.close());

const visit = (change: Record<string, string> = {}, headers: Record<string, string> = IN_WECHAT) => {
  const query = {
    appid: app.id,
    redirect_uri: BACK,
    response_type: 'code',
    scope: 'snsapi_base',
    state: 's',
    ...change,
  };
  const url = `${simulator.url}/connect/oauth2/authorize?${new URLSearchParams(query).toString()}`;
  return fetch(url, { headers, redirect: 'manual' });
};

const codeOf = (response: Response): string =>
  new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';

const get = async (path: string, query: Record<string, string>): Promise<Record<string, unknown>> => {
  const response = await fetch(`${simulator.url}${path}?${new URLSearchParams(query).toString()}`);
  return (await response.json()) as Record<string, unknown>;
};

const exchange = (code: string, change: Record<string, string> = {}) =>
  get('/sns/oauth2/access_token', {
    ...{ appid: app.id, secret: app.secret, code, grant_type: 'authorization_code' },
    ...change,
  });

describe('the page that asks who the shopper is', () => {
  it('goes back at once with code and state, for snsapi_base', async () => {
    const response = await visit();
    expect(response.status).toBe(302);
    const back = new URL(response.headers.get('location') ?? '');
    expect([back.origin, back.searchParams.get('order'), back.searchParams.get('state')]).toEqual([
      'https://shop.example',
      '1',
      's',
    ]);
    expect(codeOf(response)).toMatch(/^0\w{31}$/);
  });

  it('asks first, for snsapi_userinfo', async () => {
    const asked = await visit({ scope: 'snsapi_userinfo' });
    expect(await asked.text()).toContain('>Allow</button>');
    const allowed = await visit({ scope: 'snsapi_userinfo', allowed: '1' });
    expect(await exchange(codeOf(allowed))).toMatchObject({ scope: 'snsapi_userinfo', unionid: expect.any(String) });
  });

  it.each([
    ['outside WeChat', {}, { 'user-agent': 'Mozilla/5.0' }, 'Open this page in WeChat'],
    ['for an unknown app', { appid: 'wx0' }, IN_WECHAT, '10013'],
    ['to a domain of somebody else', { redirect_uri: 'https://other.example/' }, IN_WECHAT, '10003'],
    ['to no address', { redirect_uri: 'javascript:alert(1)' }, IN_WECHAT, '10003'],
    ['with an unknown scope', { scope: 'everything' }, IN_WECHAT, '10005'],
  ])('does not open %s', async (_name, change, headers, said) => {
    const response = await visit(change, headers);
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining(said)]);
  });
});

describe('a code', () => {
  it('tells the same openid each time, another in another app, and once only', async () => {
    const code = codeOf(await visit());
    const first = await exchange(code);
    expect(first).toMatchObject({ openid: expect.stringMatching(/^o\w{27}$/), expires_in: 7200, scope: 'snsapi_base' });
    expect(await exchange(code)).toMatchObject({ errcode: 40163 });
    expect((await exchange(codeOf(await visit())))['openid']).toBe(first['openid']);
    expect((await exchange(codeOf(await visit({ user: 'somebody else' }))))['openid']).not.toBe(first['openid']);
    const { code: loginCode } = await tester.ask('POST', '/login-codes', { app_id: mini.id });
    const session = await get('/sns/jscode2session', {
      ...{ appid: mini.id, secret: mini.secret, js_code: String(loginCode), grant_type: 'authorization_code' },
    });
    expect(session).toMatchObject({ openid: expect.any(String), session_key: expect.any(String) });
    expect(session['openid']).not.toBe(first['openid']);
    expect(session['unionid']).toBe((await tester.ask('POST', '/openids', { app_id: app.id }))['unionid']);
  });

  it('lives for five minutes', async () => {
    const code = codeOf(await visit());
    await tester.advance(301);
    expect(await exchange(code)).toMatchObject({ errcode: 40029 });
  });

  it.each([
    [{ code: 'nonsense' }, 40029],
    [{ secret: 'x' }, 40125],
    [{ appid: 'wx0' }, 40013],
    [{ grant_type: 'x' }, 40002],
  ])('is refused with %j', async (change, errcode) => {
    expect(await exchange(codeOf(await visit()), change)).toMatchObject({ errcode });
  });

  it("is refused in another app's name", async () => {
    const other = { appid: mini.id, secret: mini.secret };
    expect(await exchange(codeOf(await visit()), other)).toMatchObject({ errcode: 40029 });
  });

  it.each([
    ['code_used', 40163],
    ['code_ended', 40029],
    ['busy', -1],
  ] as const)('fails as a tester wishes: %s', async (oauth_trouble, errcode) => {
    await tester.settings({ oauth_trouble });
    expect(await exchange(codeOf(await visit()))).toMatchObject({ errcode });
    await tester.settings({ oauth_trouble: 'none' });
  });
});

describe('access tokens', () => {
  const own = () => ({ grant_type: 'client_credential', appid: app.id, secret: app.secret });
  const fresh = async (): Promise<string> => String((await get('/cgi-bin/token', own()))['access_token']);
  const ticket = async (token: string): Promise<unknown> =>
    (await get('/cgi-bin/ticket/getticket', { access_token: token, type: 'jsapi' }))['errcode'];
  const stable = async (change: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
    const body = JSON.stringify({ ...own(), ...change });
    const response = await fetch(`${simulator.url}/cgi-bin/stable_token`, { method: 'POST', body });
    return (await response.json()) as Record<string, unknown>;
  };

  it('end five minutes after somebody asked for another one; the calls are counted', async () => {
    const before = (await tester.ask('GET', `/access-tokens/${app.id}`))['calls'];
    const first = await fresh();
    const second = await fresh();
    expect([await ticket(first), await ticket(second)]).toEqual([0, 0]);
    await tester.advance(301);
    expect([await ticket(first), await ticket(second)]).toEqual([40001, 0]);
    await tester.advance(7_200);
    expect(await ticket(second)).toBe(40001);
    expect(await tester.ask('GET', `/access-tokens/${app.id}`)).toEqual({ calls: Number(before) + 2 });
  });

  it('are the same each time from stable_token, until they are about to end or a new one is forced', async () => {
    const first = await stable({ force_refresh: true });
    await tester.advance(60);
    const again = await stable();
    expect(again).toMatchObject({ access_token: first['access_token'], expires_in: expect.any(Number) });
    expect(Number(again['expires_in'])).toBeLessThanOrEqual(7_140);
    await tester.advance(6_900);
    expect((await stable())['access_token']).not.toBe(first['access_token']);
  });

  it('are refused with a wrong secret', async () => {
    expect(await get('/cgi-bin/token', { ...own(), secret: 'x' })).toMatchObject({ errcode: 40125 });
    expect(await stable({ grant_type: 'x' })).toMatchObject({ errcode: 40002 });
    expect(await ticket('nonsense')).toBe(40001);
  });
});
