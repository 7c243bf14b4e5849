import { expect, it } from 'vitest';
import { atEachBench } from '../testing/at-each-bench';

atEachBench('steered in paying and notifying', (at) => {
  it('any other amount: pays and notifies once', async () => {
    const number = await at.paid(1001);
    expect(await at.told()).toEqual([
      {
        genuine: true,
        event: expect.any(String),
        state: at.bench.words.paid,
        outTradeNo: number,
        merchant: at.bench.merchantId,
        amountMinor: 1001,
        currency: 'CNY',
      },
    ]);
    expect(await at.bench.query(number)).toMatchObject({ code: 'OK', verified: true, state: at.bench.words.paid });
  });

  it('66.01 takes the money, notifies twice', async () => {
    const number = await at.paid(6601);
    expect((await at.told()).map(({ genuine, outTradeNo }) => [genuine, outTradeNo])).toEqual([
      [true, number],
      [true, number],
    ]);
  });

  it('66.02 takes the money, never notifies, not even after days; a person can still send it', async () => {
    const number = await at.paid(6602);
    await at.bench.tester.advance(200_000);
    expect(at.bench.shop.received).toEqual([]);
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.paid });
    await at.bench.tester.resend(number);
    expect(await at.told()).toMatchObject([{ genuine: true, outTradeNo: number }]);
  });

  it('66.04 takes and notifies another amount, and its books say so too', async () => {
    const number = await at.paid(6604);
    expect(await at.told()).toMatchObject([{ genuine: true, amountMinor: 6504 }]);
    expect(await at.books(number)).toMatchObject({ amount_minor: 6604, paid_amount_minor: 6504 });
  });

  it('66.06 takes the money after the expiry', async () => {
    const number = await at.opened(6606);
    expect((await at.bench.tester.pay(number)).outcome).toBe('processing');
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.waiting });
    const { expires_at } = await at.bench.tester.expire(number);
    await at.bench.tester.advance(6);
    const { paid_at } = await at.books(number);
    expect(Date.parse(paid_at ?? '')).toBeGreaterThan(Date.parse(expires_at ?? ''));
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.paid });
  });

  it('66.06 takes the money after the expiry, even when the shop has closed it', async () => {
    const number = await at.opened(6606);
    await at.bench.tester.pay(number);
    expect((await at.bench.close(number)).code).toBe('OK');
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.closed });
    await at.bench.tester.advance(8 * 86_400);
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.paid });
  });

  it('66.08 sends a probe and a forged notification first, then the genuine one', async () => {
    await at.paid(6608);
    expect((await at.told()).map(({ genuine }) => genuine)).toEqual([false, false, true]);
  });

  it('66.09 notifies the refund before the payment', async () => {
    const number = await at.paid(6609);
    await at.bench.tester.advance(10);
    const [first, second, ...more] = await at.told();
    expect(first).toMatchObject({ genuine: true, outTradeNo: number, amountMinor: 100 });
    expect(second).toMatchObject({ genuine: true, outTradeNo: number, amountMinor: 6609, state: at.bench.words.paid });
    expect(more).toEqual([]);
    expect(await at.books(number)).toMatchObject({
      refunds: [{ by: 'console', state: 'succeeded', amount_minor: 100 }],
    });
  });

  it('66.10 says closed, then paid', async () => {
    const number = await at.opened(6610);
    expect((await at.bench.tester.pay(number)).outcome).toBe('processing');
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.closed });
    await at.bench.tester.advance(31);
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.paid });
    expect((await at.told()).at(-1)).toMatchObject({ genuine: true, state: at.bench.words.paid });
  });

  it('66.10 can be paid after the shop has closed it', async () => {
    const number = await at.opened(6610);
    await at.bench.close(number);
    expect((await at.bench.tester.pay(number)).outcome).toBe('paid');
  });

  it('66.13 takes and notifies another currency, and its books say so too', async () => {
    const number = await at.paid(6613);
    expect(await at.told()).toMatchObject([{ genuine: true, currency: 'USD', amountMinor: 6613 }]);
    expect(await at.books(number)).toMatchObject({ currency: 'CNY', paid_currency: 'USD' });
  });

  it('66.18 fails at first; the shopper can try again', async () => {
    const number = await at.opened(6618);
    expect((await at.bench.tester.pay(number)).outcome).toBe('failed');
    const state = (await at.bench.query(number)).state;
    expect(state).toBe(at.bench.name === 'Alipay' ? 'WAIT_BUYER_PAY' : 'PAYERROR');
    expect((await at.bench.tester.pay(number)).outcome).toBe('paid');
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.paid });
  });

  it('66.27 loses its first notifications: the second resend is the first that arrives', async () => {
    const number = await at.paid(6627);
    const [first = 0, second = 0] = at.bench.schedule;
    await at.bench.tester.advance(first + second - 5);
    expect(at.bench.shop.received).toEqual([]);
    await at.bench.tester.advance(10);
    expect(await at.told()).toMatchObject([{ genuine: true, outTradeNo: number }]);
  });

  it('66.28 names another merchant, properly signed', async () => {
    await at.paid(6628);
    const [only] = await at.told();
    expect(only?.genuine).toBe(true);
    expect(only?.merchant).not.toBe(at.bench.merchantId);
  });

  it('66.29 notifies a status word that nobody knows; queries say paid', async () => {
    const number = await at.paid(6629);
    const [only] = await at.told();
    expect(only?.genuine).toBe(true);
    expect([at.bench.words.paid, at.bench.words.closed, at.bench.words.waiting]).not.toContain(only?.state);
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.paid });
  });

  it('66.30 notifies the payment five times at the same moment', async () => {
    const arrived: (() => void)[] = [];
    // Nobody is answered before all five are there: one after the other would never get past the first.
    at.bench.shop.answers(
      () =>
        new Promise((answer) => {
          arrived.push(() => answer({ status: 200, body: at.bench.name === 'Alipay' ? 'success' : '{}' }));
          if (arrived.length === 5) arrived.forEach((go) => go());
        }),
    );
    const number = await at.paid(6630);
    expect((await at.told()).map(({ outTradeNo }) => outTradeNo)).toEqual(Array(5).fill(number));
  });
});
