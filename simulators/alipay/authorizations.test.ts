import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../testing/alipay-calls';
import { authorizationCalls, type AuthorizationCalls } from '../testing/authorization-calls';
import { freshNumber } from '../testing/bench';

let calls: AuthorizationCalls;

beforeAll(async () => {
  calls = await authorizationCalls();
});
afterAll(() => calls.end());
afterEach(() => calls.shop.clear());

describe('freezing money by QR', () => {
  it('answers a QR, and freezes nothing until the shopper confirms on the phone', async () => {
    const wish = calls.wish(10_000);
    const { value, member, signature } = await calls.voucher(wish);
    expect(calls.client.verifies(member, signature ?? '')).toBe(true);
    expect(value).toMatchObject({
      code: '10000',
      code_type: 'qr_code',
      out_order_no: wish.out_order_no,
      out_request_no: wish.out_request_no,
    });
    const ids = { out_order_no: wish.out_order_no, out_request_no: wish.out_request_no };
    expect((await calls.detail(ids)).value).toMatchObject({ order_status: 'INIT', status: 'INIT' });

    const url = `${calls.simulator.phoneUrl}?code=${encodeURIComponent(String(value['code_value']))}`;
    const html = await (await fetch(url)).text();
    for (const text of ['¥100.00', '押金 deposit', '>Freeze</button>', '咖啡店']) expect(html).toContain(text);
    expect(await (await fetch(calls.simulator.phoneUrl)).text()).toContain('押金 deposit');
    const form = new URLSearchParams({ code: String(value['code_value']), action: 'confirm' });
    expect(await (await fetch(calls.simulator.phoneUrl, { method: 'POST', body: form })).text()).toContain('Frozen');
    await calls.tester.flush();
    expect((await calls.detail(ids)).value).toMatchObject({
      order_status: 'AUTHORIZED',
      status: 'SUCCESS',
      operation_type: 'FREEZE',
      auth_no: expect.stringMatching(/^\d{28}$/),
      total_freeze_amount: '100.00',
      rest_amount: '100.00',
      total_pay_amount: '0.00',
    });
    expect(calls.told()).toEqual([['fund_auth_freeze', '100.00']]);
  });

  it('can be asked for again before it is confirmed, with the same terms only', async () => {
    const wish = calls.wish(10_000);
    const first = (await calls.voucher(wish)).value['code_value'];
    expect((await calls.voucher(wish)).value['code_value']).not.toBe(first);
    expect(await codeOf(calls.voucher({ ...wish, amount: '100.01' }))).toBe('ACQ.CONTEXT_INCONSISTENT');
    await calls.confirm(wish.out_order_no);
    expect(await codeOf(calls.voucher(wish))).toBe('ORDER_ALREADY_FINISH');
  });

  it('ends after fifteen minutes, or when the shop says', async () => {
    const [usual, short] = [calls.wish(10_000), calls.wish(10_000, { pay_timeout: '2m' })];
    await calls.voucher(usual);
    await calls.voucher(short);
    await calls.tester.advance(121);
    expect([(await calls.books(usual.out_order_no)).state, (await calls.books(short.out_order_no)).state]).toEqual([
      'INIT',
      'CLOSED',
    ]);
    await calls.tester.advance(780);
    expect((await calls.confirm(usual.out_order_no)).status).toBe(409);
    expect(await codeOf(calls.voucher(usual))).toBe('ORDER_ALREADY_CLOSED');
  });

  it.each([
    [{ amount: '0' }, 'ACQ.INVALID_PARAMETER'],
    [{ amount: '1.001' }, 'ACQ.INVALID_PARAMETER'],
    [{ product_code: 'PRE_AUTH_ONLINE' }, 'ACQ.INVALID_PARAMETER'],
    [{ order_title: 'x'.repeat(101) }, 'ACQ.INVALID_PARAMETER'],
    [{ out_request_no: undefined }, 'ACQ.INVALID_PARAMETER'],
    [{ payee_user_id: '2088000000000000' }, 'ACQ.PARTNER_ERROR'],
  ])('is refused with %j', async (change, code) => {
    expect(await codeOf(calls.voucher(calls.wish(10_000, change)))).toBe(code);
  });
});

describe('freezing money otherwise', () => {
  it('by payment code it is frozen at once', async () => {
    const code = { auth_code: '281234567890123456', auth_code_type: 'bar_code' };
    const { value } = await calls.freeze(calls.wish(10_000, code));
    expect(value).toMatchObject({ code: '10000', status: 'SUCCESS', amount: '100.00', auth_no: expect.any(String) });
    expect(await codeOf(calls.freeze(calls.wish(10_000, { ...code, auth_code: '991' })))).toBe('ACQ.INVALID_PARAMETER');
  });

  it("from a shop's app, by a signed order string", async () => {
    const wish = calls.wish(10_000, { product_code: 'PRE_AUTH_ONLINE' });
    const order = calls.client.signed('alipay.fund.auth.order.app.freeze', wish);
    const open = async (text: string): Promise<string> =>
      (await fetch(`${calls.simulator.url}/phone/app?order=${encodeURIComponent(text)}`)).text();
    expect(await open(order)).toContain('>Freeze</button>');
    expect(await open(order.replace('100.00', '1.00'))).toContain('invalid-signature');
    await calls.confirm(wish.out_order_no);
    const { auth_no: authNo } = await calls.books(wish.out_order_no);
    expect(await codeOf(calls.capture(authNo ?? '', 100))).toBe('ACQ.PRE_AUTH_PROD_CODE_INCONSISTENT');
    expect(await codeOf(calls.capture(authNo ?? '', 100, { product_code: 'PRE_AUTH_ONLINE' }))).toBe('10000');
  });
});

describe('paying out of frozen money', () => {
  it('in part, several times, is an ordinary paid trade each time; the rest stays frozen', async () => {
    const { number, authNo } = await calls.frozen(10_000);
    calls.shop.clear();
    const out_trade_no = freshNumber();
    const { value } = await calls.capture(authNo, 3_000, { out_trade_no });
    expect(value).toMatchObject({ code: '10000', total_amount: '30.00', trade_no: expect.stringMatching(/^\d{28}$/) });
    expect((await calls.query(out_trade_no)).state).toBe('TRADE_SUCCESS');
    expect(await codeOf(calls.capture(authNo, 2_000, { auth_confirm_mode: 'NOT_COMPLETE' }))).toBe('10000');
    expect(await calls.books(number)).toMatchObject({ state: 'AUTHORIZED', rest_minor: 5_000, paid_minor: 5_000 });
    await calls.tester.flush();
    expect(calls.told()).toEqual([
      ['trade_status_sync', '30.00'],
      ['trade_status_sync', '20.00'],
    ]);
  });

  it('with COMPLETE releases the rest, which is notified', async () => {
    const { number, authNo } = await calls.frozen(10_000);
    calls.shop.clear();
    await calls.capture(authNo, 3_000, { auth_confirm_mode: 'COMPLETE' });
    await calls.tester.flush();
    expect(await calls.books(number)).toMatchObject({ state: 'FINISH', rest_minor: 0, released_minor: 7_000 });
    expect(calls.told()).toContainEqual(['fund_auth_unfreeze', '70.00']);
    expect(await codeOf(calls.capture(authNo, 1))).toBe('ACQ.AUTH_ORDER_HAS_FINISHED');
  });

  it('never pays more than is frozen, also by fifty captures at once', async () => {
    const { number, authNo } = await calls.frozen(10_000);
    expect(await codeOf(calls.capture(authNo, 10_001))).toBe('ACQ.AUTH_AMOUNT_NOT_ENOUGH');
    await Promise.all(Array.from({ length: 50 }, () => calls.capture(authNo, 999)));
    expect(await calls.books(number)).toMatchObject({ paid_minor: 9_990, rest_minor: 10 });
  });

  it('pays nothing twice for one number, and nothing for an unknown authorisation', async () => {
    const { number, authNo } = await calls.frozen(10_000);
    const out_trade_no = freshNumber();
    await calls.capture(authNo, 1_000, { out_trade_no });
    expect(await codeOf(calls.capture(authNo, 1_000, { out_trade_no }))).toBe('ACQ.TRADE_HAS_SUCCESS');
    expect(await calls.books(number)).toMatchObject({ paid_minor: 1_000 });
    expect(await codeOf(calls.capture('2020', 1_000))).toBe('ACQ.AUTH_NO_ERROR');
  });

  it('can be refunded like any trade', async () => {
    const { authNo } = await calls.frozen(10_000);
    const out_trade_no = freshNumber();
    await calls.capture(authNo, 1_000, { out_trade_no });
    expect((await calls.refund(out_trade_no, 'r', 400, 1_000)).code).toBe('OK');
  });
});

describe('releasing', () => {
  it('in part and whole; the same number is the same release', async () => {
    const { number, authNo } = await calls.frozen(10_000);
    calls.shop.clear();
    const first = await calls.release(authNo, 4_000, undefined, 'once');
    expect(first.value).toMatchObject({ code: '10000', status: 'SUCCESS', amount: '40.00' });
    const again = await calls.release(authNo, 4_000, undefined, 'once');
    expect(again.value['operation_id']).toBe(first.value['operation_id']);
    expect(await codeOf(calls.release(authNo, 4_001, undefined, 'once'))).toBe('ACQ.CONTEXT_INCONSISTENT');
    expect(await codeOf(calls.release(authNo, 6_001))).toBe('REQUEST_AMOUNT_EXCEED');
    await calls.release(authNo, 6_000);
    await calls.tester.flush();
    expect(calls.told()).toEqual([
      ['fund_auth_unfreeze', '40.00'],
      ['fund_auth_unfreeze', '60.00'],
    ]);
    expect(await calls.books(number)).toMatchObject({ state: 'CLOSED', rest_minor: 0 });
    expect(await codeOf(calls.release(authNo, 1))).toBe('ORDER_ALREADY_CLOSED');
    expect(await codeOf(calls.capture(authNo, 1))).toBe('ACQ.AUTH_ORDER_HAS_CLOSED');
  });

  it('happens by itself after thirty days', async () => {
    const { number } = await calls.frozen(10_000);
    await calls.tester.advance(30 * 86_400 - 60);
    expect((await calls.books(number)).state).toBe('AUTHORIZED');
    await calls.tester.advance(120);
    expect(await calls.books(number)).toMatchObject({ state: 'CLOSED', released_minor: 10_000 });
  });
});

describe('cancelling', () => {
  it('closes what nobody has confirmed', async () => {
    const wish = calls.wish(10_000);
    await calls.voucher(wish);
    const ids = { out_order_no: wish.out_order_no, out_request_no: wish.out_request_no, remark: 'r' };
    expect((await calls.cancel(ids)).value).toMatchObject({ code: '10000', action: 'close' });
    expect((await calls.confirm(wish.out_order_no)).status).toBe(409);
  });

  it('releases all that is frozen, and is repeatable', async () => {
    const { number, authNo, requestNo } = await calls.frozen(10_000);
    const ids = { auth_no: authNo, out_request_no: requestNo, remark: 'r' };
    for (let time = 0; time < 2; time++) expect((await calls.cancel(ids)).value).toMatchObject({ action: 'unfreeze' });
    expect(await calls.books(number)).toMatchObject({ state: 'CLOSED', released_minor: 10_000 });
  });

  it('is refused once something was paid', async () => {
    const { authNo, requestNo } = await calls.frozen(10_000);
    await calls.capture(authNo, 1);
    const ids = { auth_no: authNo, out_request_no: requestNo, remark: 'r' };
    expect(await codeOf(calls.cancel(ids))).toBe('ILLEGAL_STATUS');
  });
});

it.each([
  [{ out_order_no: 'nothing', out_request_no: 'x' }, 'AUTH_ORDER_NOT_EXIST'],
  [{ auth_no: 'nothing', operation_id: 'x' }, 'AUTH_ORDER_NOT_EXIST'],
  [{ out_order_no: 'nothing' }, 'ACQ.INVALID_PARAMETER'],
  [{ out_request_no: 'x' }, 'ACQ.INVALID_PARAMETER'],
])('asking with %j is refused', async (ids, code) => {
  expect(await codeOf(calls.detail(ids))).toBe(code);
});

it('asking for an operation that nobody made is refused', async () => {
  const { number } = await calls.frozen(10_000);
  expect(await codeOf(calls.detail({ out_order_no: number, out_request_no: 'x' }))).toBe('AUTH_OPERATION_NOT_EXIST');
});
