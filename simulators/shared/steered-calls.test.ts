import { expect, it } from 'vitest';
import { atEachBench } from '../testing/at-each-bench';
import { freshNumber } from '../testing/bench';

atEachBench('steered in its calls', (at) => {
  it('66.03 answers "system busy" three times, then works', async () => {
    const number = freshNumber();
    const codes = [];
    for (let attempt = 0; attempt < 4; attempt++) codes.push((await at.bench.open(number, 6603)).code);
    expect(codes).toEqual([at.bench.words.busy, at.bench.words.busy, at.bench.words.busy, 'OK']);
  });

  it('66.05 notifies before the create call has answered', async () => {
    const number = freshNumber();
    const happened: string[] = [];
    at.bench.shop.answers(() => {
      happened.push('notified');
      return { status: 200, body: 'success' };
    });
    await at.bench.open(number, 6605).then(() => happened.push('answered'));
    expect(happened).toEqual(['notified', 'answered']);
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.paid });
  });

  it('66.07 answers the create call only after the time-out, but the order exists', async () => {
    const number = freshNumber();
    const exists = async (): Promise<boolean> =>
      (await at.bench.tester.call('GET', `/payments/${number}`)).status === 200;
    await at.abandon((signal) => at.bench.open(number, 6607, signal), exists);
    expect((await at.bench.open(number, 6607)).code).toBe('OK');
  });

  it('66.11 definitely refuses to open it, each time', async () => {
    const number = freshNumber();
    expect((await at.bench.open(number, 6611)).code).toBe(at.bench.words.refused);
    expect((await at.bench.open(number, 6611)).code).toBe(at.bench.words.refused);
  });

  it('66.12 answers queries with a word that nobody knows, until it is paid', async () => {
    const number = await at.opened(6612);
    const known = [at.bench.words.waiting, at.bench.words.paid, at.bench.words.closed];
    expect(known).not.toContain((await at.bench.query(number)).state);
    await at.bench.tester.pay(number);
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.paid });
  });

  it('66.14 says "does not exist" to the first three queries, although it does', async () => {
    const number = await at.opened(6614);
    const codes = [];
    for (let attempt = 0; attempt < 4; attempt++) codes.push((await at.bench.query(number)).code);
    expect(codes).toEqual([at.bench.words.missing, at.bench.words.missing, at.bench.words.missing, 'OK']);
  });

  it('66.15 signs its create answers wrongly', async () => {
    const number = freshNumber();
    expect(await at.bench.open(number, 6615)).toMatchObject({ code: 'OK', verified: false });
    expect(await at.bench.open(number, 6615)).toMatchObject({ code: 'OK', verified: false });
  });

  it('66.16 answers the first create call with a page of HTML, then works', async () => {
    const number = freshNumber();
    expect(await at.bench.open(number, 6616)).toMatchObject({ code: 'HTML', verified: null });
    expect((await at.bench.open(number, 6616)).code).toBe('OK');
  });

  it('66.17 answers the first create call with the rate limit, then works', async () => {
    const number = freshNumber();
    expect((await at.bench.open(number, 6617)).code).toBe(at.bench.words.limited);
    expect((await at.bench.open(number, 6617)).code).toBe('OK');
  });

  it('66.19 cuts the first create call before doing anything, then works', async () => {
    const number = freshNumber();
    expect((await at.bench.open(number, 6619)).code).toBe('CUT');
    expect((await at.bench.tester.call('GET', `/payments/${number}`)).status).toBe(404);
    expect((await at.bench.open(number, 6619)).code).toBe('OK');
  });

  it('66.20 is paid at the very moment of closing', async () => {
    const number = await at.opened(6620);
    expect((await at.bench.close(number)).code).toBe(at.bench.words.paidWhileClosing);
    await at.bench.tester.flush();
    expect(await at.told()).toMatchObject([{ genuine: true, outTradeNo: number, state: at.bench.words.paid }]);
  });

  it('66.31 signs its first query answer wrongly', async () => {
    const number = await at.opened(6631);
    expect(await at.bench.query(number)).toMatchObject({ code: 'OK', verified: false });
    expect(await at.bench.query(number)).toMatchObject({ code: 'OK', verified: true });
  });

  it('66.32 answers the close call only after the time-out, but it did close', async () => {
    const number = await at.opened(6632);
    const closed = async (): Promise<boolean> => (await at.books(number)).state === 'closed';
    await at.abandon((signal) => at.bench.close(number, signal), closed);
    expect(await at.bench.query(number)).toMatchObject({ state: at.bench.words.closed });
  });

  it('does nothing odd for a merchant whose steering is switched off', async () => {
    await at.bench.tester.ask('PUT', `/settings?merchant=${at.bench.merchantId}`, { steering: false });
    try {
      await at.paid(6601);
      expect(await at.told()).toHaveLength(1);
      expect((await at.bench.open(freshNumber(), 6611)).code).toBe('OK');
    } finally {
      await at.bench.tester.ask('PUT', `/settings?merchant=${at.bench.merchantId}`, { steering: true });
    }
  });
});
