import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeShop, problem, Refusal, SILENCE } from '../testing/fake-shop';
import { ApiError, closePayment, openPayment, readStatus, sentenceOf, settlePayment } from './api';

let shop: FakeShop;
beforeEach(async () => {
  shop = await FakeShop.start();
});
afterEach(async () => {
  vi.useRealTimers();
  await shop.stop();
});

const open = () => openPayment(shop.base, { order: 'order_123', key: 'wc_order_abc', gateway: 'multipay_wechat' });

describe('what is sent', () => {
  it('opens an order’s payment with its proof', async () => {
    expect((await open()).payment_id).toBe(shop.view().payment_id);
    expect(shop.asked[0]).toMatchObject({
      url: '/wp-json/multipay/v1/payments',
      body: { order: 'order_123', key: 'wc_order_abc', gateway: 'multipay_wechat' },
    });
  });

  it('settles and closes with the proof, below the payment’s own address', async () => {
    await settlePayment(shop.view());
    await closePayment(shop.view());
    const proof = { order: 'order_123', key: 'wc_order_abc' };
    expect(shop.asked.map(({ what, body }) => [what, body])).toEqual([
      ['settle', proof],
      ['close', proof],
    ]);
  });

  it('finds the way below plain permalinks', async () => {
    const endpoint = `${shop.origin}/?rest_route=/multipay/v1/payments/pay_1`;
    await settlePayment({ ...shop.view(), endpoint });
    expect(shop.asked[0]?.url).toBe('/?rest_route=/multipay/v1/payments/pay_1/settle');
  });
});

describe('what a shopper reads when there is no answer', () => {
  const faultOf = async (work: Promise<unknown>): Promise<ApiError> => {
    const error: unknown = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ApiError);
    return error as ApiError;
  };

  it('the shop’s own sentence', async () => {
    shop.answers.open = () => problem(503, 'multipay_bridge_down', 'Please try again in a moment.', true);
    const { code, message, status, retryable } = await faultOf(open());
    expect({ code, message, status, retryable }).toEqual({
      code: 'multipay_bridge_down',
      message: 'Please try again in a moment.',
      status: 503,
      retryable: true,
    });
  });

  it.each([
    ['a firewall’s page', new Refusal(403, '<title>Attention required</title>')],
    [
      'WordPress’s own words',
      new Refusal(404, { code: 'rest_no_route', message: 'No route was found', data: { status: 404 } }),
    ],
    ['a page where JSON belongs', new Refusal(200, '<h1>Maintenance</h1>')],
  ])('a sentence of ours instead of %s', async (_name, refusal) => {
    shop.answers.open = () => refusal;
    const { code, message } = await faultOf(open());
    expect(code).toBe('not_understood');
    expect(message).toBe('The shop gave an answer that this page does not understand. Please try again.');
  });

  it('that the connection was lost', async () => {
    const gone = shop.view();
    await shop.stop();
    expect((await faultOf(readStatus(gone))).code).toBe('connection_lost');
    shop = await FakeShop.start();
  });

  it('that the shop is too slow', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    shop.answers.open = () => SILENCE;
    const fault = faultOf(open());
    await shop.wasAsked('open');
    vi.advanceTimersByTime(20_000);
    expect((await fault).code).toBe('timed_out');
  });

  it('that this page has a fault, for anything else', () => {
    expect(sentenceOf(new TypeError('x is undefined'))).toBe('Something went wrong on this page. Please try again.');
  });
});

describe('an answer that is not a payment', () => {
  it('is an error, not an empty dialog', async () => {
    shop.answers.open = () => ({ ...shop.view(), retry_url: undefined }) as never;
    await expect(open()).rejects.toThrow('retry_url is missing');
  });
});
