import { expect, it } from 'vitest';
import { atEachBench } from '../testing/at-each-bench';

atEachBench('bills', (at) => {
  const billOf = async (minor: number) => {
    const number = await at.paid(minor);
    const day = await at.tomorrow(10);
    return { number, day, bill: await at.bench.bill(day) };
  };
  const isAlipay = (): boolean => at.bench.name === 'Alipay';

  it('list payments and refunds with their fees, on the days on which they happened', async () => {
    const number = await at.paid(10_001);
    await at.bench.refund(number, 'today', 5_000, 10_001);
    await at.bench.tester.advance(2);
    const first = await at.tomorrow(10);
    await at.bench.refund(number, 'tomorrow', 5_001, 10_001);
    await at.bench.tester.advance(2);
    const second = await at.tomorrow(10);
    expect(await at.bench.bill(first)).toMatchObject({
      code: 'OK',
      whole: true,
      rows: [
        { number, refundNumber: null, minor: 10_001, feeMinor: 60 },
        { number, refundNumber: 'today', minor: 5_000, feeMinor: -30 },
      ],
    });
    expect((await at.bench.bill(second)).rows).toMatchObject([
      { number, refundNumber: 'tomorrow', minor: 5_001, feeMinor: -30 },
    ]);
  });

  it('are ready at ten the next morning, in China, or when a setting says; days without payments have none', async () => {
    await at.paid(1001);
    const day = await at.tomorrow(9.5);
    expect((await at.bench.bill(day)).code).toBe(at.bench.words.billCreating);
    await at.bench.tester.settings({ bill_ready_hour: 9 });
    expect((await at.bench.bill(day)).code).toBe('OK');
    await at.bench.tester.settings({ bill_ready_hour: 10 });
    await at.bench.tester.advance(1_801);
    expect((await at.bench.bill(day)).code).toBe('OK');
    const empty = await at.tomorrow(10);
    expect((await at.bench.bill(empty)).code).toBe(at.bench.words.billMissing);
  });

  it('say the same each time', async () => {
    const { day, bill } = await billOf(1001);
    expect(await at.bench.bill(day)).toEqual(bill);
  });

  it('hold as many made-up payments as a tester wants', async () => {
    const number = await at.paid(1001);
    const day = await at.tomorrow(10);
    const wish = { merchant: at.bench.merchantId, date: day, count: 10_000, prefix: 'filler_' };
    await at.bench.tester.ask('POST', '/bills/filler', wish);
    const { rows, whole } = await at.bench.bill(day);
    expect([rows.length, whole, rows[0]?.number]).toEqual([10_001, true, number]);
    expect(rows[10_000]).toMatchObject({ number: 'filler_9999', minor: 10_000, feeMinor: 60 });
    for (const wrong of [{ count: -1 }, { count: 1.5 }, { prefix: 'a b' }, { date: 'today' }, { merchant: 'nobody' }]) {
      expect((await at.bench.tester.call('POST', '/bills/filler', { ...wish, ...wrong })).status).toBe(422);
    }
  });

  it('66.40 is missing', async () => {
    const other = await at.paid(1001);
    const { bill } = await billOf(6640);
    expect(bill.rows.map(({ number }) => number)).toEqual([other]);
  });

  it('66.41 is listed with 1.00 less', async () => {
    const { number, bill } = await billOf(6641);
    expect(bill.rows).toMatchObject([{ number, minor: 6541 }]);
    expect(await at.books(number)).toMatchObject({ paid_amount_minor: 6641 });
  });

  it('66.42 is listed with a fee that is 0.10 higher', async () => {
    expect((await billOf(6642)).bill.rows).toMatchObject([{ minor: 6642, feeMinor: 40 + 10 }]);
  });

  it('66.43 is listed twice', async () => {
    const { number, bill } = await billOf(6643);
    expect(bill.rows).toMatchObject([{ number }, { number }]);
  });

  it("66.44 is listed in the next day's bill", async () => {
    const { number, bill } = await billOf(6644);
    expect(bill.code).toBe(at.bench.words.billMissing);
    const nextDay = await at.tomorrow(10);
    expect((await at.bench.bill(nextDay)).rows).toMatchObject([{ number, time: `${nextDay} 00:00:30` }]);
  });

  it('66.45 keeps the whole bill back until eight in the evening', async () => {
    await at.paid(1001);
    const { day, bill } = await billOf(6645);
    expect(bill.code).toBe(at.bench.words.billCreating);
    await at.bench.tester.advance(10 * 3_600);
    expect((await at.bench.bill(day)).rows).toHaveLength(2);
  });

  it('66.46 comes with a payment that nobody has made', async () => {
    const { number, bill } = await billOf(6646);
    expect(bill.rows).toMatchObject([{ number }, { number: expect.stringMatching(/^nobody_\d+$/), minor: 6646 }]);
    expect((await at.bench.query(bill.rows[1]!.number)).code).toBe(at.bench.words.missing);
  });

  it('66.47 comes with a refund that nobody has asked for', async () => {
    const { number, bill } = await billOf(6647);
    const stray = { number, refundNumber: expect.stringMatching(/^unasked_\d+$/), minor: 100 };
    expect(bill.rows).toMatchObject([{ number, refundNumber: null }, stray]);
    expect(await at.books(number)).toMatchObject({ refunded_minor: 0 });
  });

  it('66.48 spoils the bill once', async () => {
    const { day, bill } = await billOf(6648);
    expect([bill.code, bill.whole]).toEqual(['OK', false]);
    expect(await at.bench.bill(day)).toMatchObject({ code: 'OK', whole: true, rows: [{ minor: 6648 }] });
  });

  it('66.49 is listed with a word that nobody knows', async () => {
    const word = isAlipay() ? '争议处理' : 'UNDER_REVIEW';
    expect((await billOf(6649)).bill.rows).toMatchObject([{ minor: 6649, word }]);
  });

  it("66.80 is listed in the next merchant's bill, not in its own", async () => {
    const neighbour = await at.bench.secondBill({ name: 'neighbour' });
    const { number, day, bill } = await billOf(6680);
    expect(bill.code).toBe(at.bench.words.billMissing);
    expect((await neighbour(day)).rows).toMatchObject([{ number, minor: 6680 }]);
  });

  it('66.81 is listed in another currency, where the bill names one', async () => {
    expect((await billOf(6681)).bill.rows).toMatchObject([{ minor: 6681, currency: isAlipay() ? null : 'USD' }]);
  });
});
