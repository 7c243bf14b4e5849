import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../testing/alipay-calls';
import { authorizationCalls, type AuthorizationCalls } from '../testing/authorization-calls';

let calls: AuthorizationCalls;

beforeAll(async () => {
  calls = await authorizationCalls();
});
afterAll(() => calls.end());
afterEach(async () => {
  await calls.tester.flush();
  await calls.tester.reset();
  calls.shop.clear();
});

describe('frozen money, steered', () => {
  /** Starts a call that is held back, and gives it up once Alipay has done its work. */
  const abandon = async (call: (signal: AbortSignal) => Promise<unknown>, done: () => Promise<boolean>) => {
    const caller = new AbortController();
    const calling = call(caller.signal).catch((error: unknown) => error);
    await expect.poll(done).toBe(true);
    caller.abort();
    expect(await calling).toHaveProperty('name', 'AbortError');
  };

  it('66.50 is released by itself after ten minutes, which is notified', async () => {
    const { number, authNo } = await calls.frozen(6650);
    await calls.tester.advance(590);
    expect((await calls.books(number)).state).toBe('AUTHORIZED');
    calls.shop.clear();
    await calls.tester.advance(15);
    expect(await calls.books(number)).toMatchObject({ state: 'CLOSED', rest_minor: 0 });
    expect(calls.told()).toEqual([['fund_auth_unfreeze', '66.50']]);
    expect(await codeOf(calls.capture(authNo, 100))).toBe('ACQ.AUTH_ORDER_HAS_CLOSED');
  });

  it('66.51 answers the first capture after the time-out, but has paid it', async () => {
    const { number, authNo } = await calls.frozen(6651);
    const paid = async (): Promise<boolean> => (await calls.books(number)).paid_minor === 1_000;
    await abandon((signal) => calls.capture(authNo, 1_000, {}, signal), paid);
    expect(await codeOf(calls.capture(authNo, 1_000))).toBe('10000');
  });

  it('66.52 refuses captures of more than 50.00', async () => {
    const { authNo } = await calls.frozen(6652);
    expect(await codeOf(calls.capture(authNo, 5_001))).toBe('ACQ.AUTH_AMOUNT_NOT_ENOUGH');
    expect(await codeOf(calls.capture(authNo, 5_000))).toBe('10000');
  });

  it('66.53 fails to release once', async () => {
    const { number, authNo } = await calls.frozen(6653);
    expect(await codeOf(calls.release(authNo, 1_000))).toBe('ACQ.SYSTEM_ERROR');
    expect((await calls.books(number)).rest_minor).toBe(6653);
    expect(await codeOf(calls.release(authNo, 1_000))).toBe('10000');
  });

  it('66.54 is frozen and never notified', async () => {
    const { number } = await calls.frozen(6654);
    await calls.tester.advance(2 * 86_400);
    expect((await calls.books(number)).state).toBe('AUTHORIZED');
    expect(calls.told()).toEqual([]);
  });

  it('66.55 is frozen only thirty seconds after the shopper confirmed', async () => {
    const code = { auth_code: '281234567890123456', auth_code_type: 'bar_code' };
    const wish = calls.wish(6655, code);
    expect((await calls.freeze(wish)).value).toMatchObject({ code: '10003', status: 'INIT' });
    await calls.tester.advance(25);
    expect((await calls.books(wish.out_order_no)).state).toBe('INIT');
    await calls.tester.advance(10);
    expect((await calls.books(wish.out_order_no)).state).toBe('AUTHORIZED');
    const { number } = await calls.frozen(6655);
    expect((await calls.books(number)).state).toBe('INIT');
  });

  it('66.56 is released in part in the console', async () => {
    const { number } = await calls.frozen(6656);
    calls.shop.clear();
    await calls.tester.advance(605);
    expect(await calls.books(number)).toMatchObject({ state: 'AUTHORIZED', rest_minor: 5656, released_minor: 1_000 });
    expect(calls.told()).toEqual([['fund_auth_unfreeze', '10.00']]);
  });

  it('66.57 refuses each capture, but can be released', async () => {
    const { authNo } = await calls.frozen(6657);
    for (let time = 0; time < 2; time++) expect(await codeOf(calls.capture(authNo, 1))).toBe('ACQ.BUYER_ERROR');
    expect(await codeOf(calls.release(authNo, 6657))).toBe('10000');
  });

  it('66.58 answers the first release after the time-out, but has released', async () => {
    const { number, authNo } = await calls.frozen(6658);
    const released = async (): Promise<boolean> => (await calls.books(number)).released_minor === 1_000;
    await abandon((signal) => calls.release(authNo, 1_000, signal, 'r58'), released);
    expect(await codeOf(calls.release(authNo, 1_000, undefined, 'r58'))).toBe('10000');
    expect((await calls.books(number)).released_minor).toBe(1_000);
  });

  it('66.59 notifies the freeze twice', async () => {
    await calls.frozen(6659);
    expect(calls.told()).toEqual([
      ['fund_auth_freeze', '66.59'],
      ['fund_auth_freeze', '66.59'],
    ]);
  });
});
