import { expect, it } from 'vitest';
import { atEachBench } from '../testing/at-each-bench';

atEachBench('steered in refunds', (at) => {
  it('66.21 refuses two refunds, because the balance is too short, then works', async () => {
    const number = await at.paid(6621);
    const codes = [];
    for (let attempt = 0; attempt < 3; attempt++) codes.push((await at.bench.refund(number, 'r21', 6621, 6621)).code);
    expect(codes).toEqual([at.bench.words.balanceShort, at.bench.words.balanceShort, 'OK']);
    expect(await at.books(number)).toMatchObject({ refunded_minor: 6621 });
  });

  it('66.22 cannot pay the refund out', async () => {
    const number = await at.paid(6622);
    const answer = await at.bench.refund(number, 'r22', 6622, 6622);
    await at.bench.tester.advance(60);
    const later = await at.bench.queryRefund(number, 'r22');
    if (at.bench.name === 'Alipay') expect(answer.code).toBe('ACQ.BUYER_ERROR');
    else expect([answer.state, later.state]).toEqual(['PROCESSING', 'ABNORMAL']);
  });

  it('66.23 keeps the refund in process for ten minutes, then notifies', async () => {
    const number = await at.paid(6623);
    expect((await at.bench.refund(number, 'r23', 6623, 6623)).code).toBe('OK');
    at.bench.shop.clear();
    await at.bench.tester.advance(590);
    expect(String((await at.bench.queryRefund(number, 'r23')).state)).not.toMatch(/SUCCESS/);
    expect(at.bench.shop.received).toEqual([]);
    await at.bench.tester.advance(15);
    expect((await at.bench.queryRefund(number, 'r23')).state).toMatch(/SUCCESS/);
    expect(await at.told()).toMatchObject([{ genuine: true, outTradeNo: number, amountMinor: 6623 }]);
  });

  it('66.24 answers the refund call only after the time-out, but the refund exists', async () => {
    const number = await at.paid(6624);
    const exists = async (): Promise<boolean> => (await at.books(number)).refunds.length === 1;
    await at.abandon((signal) => at.bench.refund(number, 'r24', 6624, 6624, signal), exists);
    expect((await at.bench.refund(number, 'r24', 6624, 6624)).code).toBe('OK');
    expect(await at.books(number)).toMatchObject({ refunded_minor: 6624, refunds: [{ out_refund_no: 'r24' }] });
  });

  it('66.25 is refunded in the console ten minutes after the payment', async () => {
    const number = await at.paid(6625);
    at.bench.shop.clear();
    await at.bench.tester.advance(590);
    expect(await at.books(number)).toMatchObject({ refunds: [] });
    await at.bench.tester.advance(15);
    expect(await at.books(number)).toMatchObject({ refunded_minor: 6625, refunds: [{ by: 'console' }] });
    expect(await at.told()).toMatchObject([{ genuine: true, outTradeNo: number, amountMinor: 6625 }]);
  });

  it('66.26 closes the refund without paying it out', async () => {
    const number = await at.paid(6626);
    expect((await at.bench.refund(number, 'r26', 6626, 6626)).code).toBe('OK');
    await at.bench.tester.advance(60);
    expect((await at.bench.queryRefund(number, 'r26')).state).toBe(at.bench.name === 'Alipay' ? null : 'CLOSED');
    expect(await at.books(number)).toMatchObject({ refunded_minor: 0, refunds: [{ state: 'closed' }] });
  });
});
