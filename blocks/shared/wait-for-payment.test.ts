// @vitest-environment jsdom
import type { PaymentStatus } from '@multipay/contracts/payment-rules';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeShop, problem, Refusal } from '../testing/fake-shop';
import type { ApiError } from './api';
import type { PaymentView } from './payment-view';
import { waitForPayment, type Wait } from './wait-for-payment';
import type { Waiting } from './waiting';

let shop: FakeShop;
let hidden = false;
let wait: Wait | null = null;

beforeEach(async () => {
  hidden = false;
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
  // The page's own timers stand still; the network's go on.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  shop = await FakeShop.start();
});
afterEach(async () => {
  wait?.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  await shop.stop();
});

function waitFor(view: PaymentView) {
  const changes: Waiting[] = [];
  let changed = (): void => undefined;
  let known = 0;
  const over = new Promise<PaymentStatus>((resolveOver, reject) => {
    wait = waitForPayment(view, {
      onChange: (waiting) => {
        changes.push(waiting);
        changed();
      },
      onOver: resolveOver,
      onRefused: (error) => reject(error),
    });
  });
  over.catch(() => undefined);
  known = changes.length;
  /** Lets one thing more happen. */
  const nextChange = async (): Promise<Waiting> => {
    if (changes.length === known) await new Promise<void>((resolve) => (changed = resolve));
    return changes[known++] as Waiting;
  };
  return { over, nextChange };
}

function turnPage(away: boolean): void {
  hidden = away;
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('a page that polls', () => {
  it('asks after two seconds and ends when the payment has succeeded', async () => {
    const { over } = waitFor(shop.view());
    shop.answers.status = () => shop.state('succeeded');
    expect(shop.count('status')).toBe(0);
    vi.advanceTimersByTime(2_000);
    expect(await over).toBe('succeeded');
    expect(shop.asked[0]?.url).toBe(
      `/wp-json/multipay/v1/payments/${shop.view().payment_id}?order=order_123&key=wc_order_abc`,
    );
  });

  it('asks with plain permalinks too', async () => {
    const { over } = waitFor(
      shop.view({ endpoint: `${shop.origin}/index.php?rest_route=/multipay/v1/payments/pay_1` }),
    );
    shop.answers.status = () => shop.state('expired');
    vi.advanceTimersByTime(2_000);
    expect(await over).toBe('expired');
    expect(shop.asked[0]?.url).toContain('?rest_route=/multipay/v1/payments/pay_1&order=order_123&key=');
  });

  it('waits longer after each answer', async () => {
    const { nextChange } = waitFor(shop.view());
    vi.advanceTimersByTime(2_000);
    expect((await nextChange()).delayMs).toBe(2_600);
    vi.advanceTimersByTime(2_599);
    expect(shop.count('status')).toBe(1);
    vi.advanceTimersByTime(1);
    expect((await nextChange()).delayMs).toBe(3_380);
    expect(shop.count('status')).toBe(2);
  });

  it('asks nothing while nobody looks, and at once when somebody does', async () => {
    const { over } = waitFor(shop.view());
    turnPage(true);
    vi.advanceTimersByTime(600_000);
    expect(shop.count('status')).toBe(0);
    shop.answers.status = () => shop.state('succeeded');
    turnPage(false);
    vi.advanceTimersByTime(0);
    expect(await over).toBe('succeeded');
  });

  it('takes a word that it does not know for "nothing is decided yet"', async () => {
    const { nextChange } = waitFor(shop.view());
    shop.answers.status = () => shop.state('frozen');
    vi.advanceTimersByTime(2_000);
    expect((await nextChange()).status).toBe('pending');
  });

  it('learns the server’s clock', async () => {
    const { nextChange } = waitFor(shop.view());
    const serverMs = Date.now() + 7_200_000;
    shop.answers.status = () => ({ ...shop.state('pending'), server_time: new Date(serverMs).toISOString() });
    vi.advanceTimersByTime(2_000);
    const { clockOffsetMs } = await nextChange();
    expect(Math.round(clockOffsetMs / 60_000)).toBe(120);
  });

  it.each([
    ['a broken web server', new Refusal(502, '<h1>Bad gateway</h1>')],
    ['a busy shop', problem(429, 'rate_limited', 'Please wait.', true)],
    ['a bridge that is down', problem(503, 'multipay_bridge_down', 'Please try again.', true)],
  ])('goes on asking %s', async (_name, refusal) => {
    const { nextChange, over } = waitFor(shop.view());
    shop.answers.status = () => refusal;
    vi.advanceTimersByTime(2_000);
    const { unanswered, delayMs } = await nextChange();
    expect(unanswered).toBe(1);
    shop.answers.status = () => shop.state('succeeded');
    vi.advanceTimersByTime(delayMs);
    expect(await over).toBe('succeeded');
  });

  it('ends when the shop says that this payment is not the shopper’s', async () => {
    const { over } = waitFor(shop.view());
    shop.answers.status = () => problem(404, 'multipay_not_yours', 'There is no such payment.');
    vi.advanceTimersByTime(2_000);
    await expect(over).rejects.toMatchObject({
      code: 'multipay_not_yours',
      message: 'There is no such payment.',
    } satisfies Partial<ApiError>);
    vi.advanceTimersByTime(600_000);
    expect(shop.count('status')).toBe(1);
  });

  it('asks nothing any more once it is stopped', () => {
    waitFor(shop.view());
    wait?.stop();
    turnPage(false);
    vi.advanceTimersByTime(600_000);
    expect(shop.count('status')).toBe(0);
  });
});

describe('a page that listens to the bridge', () => {
  it('hears at once that the payment has succeeded, and never asks WordPress', async () => {
    const { over, nextChange } = waitFor(shop.streamedView());
    shop.answers.stream = () => ['pending'];
    await nextChange();
    shop.say('succeeded');
    expect(await over).toBe('succeeded');
    expect(shop.count('status')).toBe(0);
    expect(shop.asked[0]).toMatchObject({ authorization: 'Bearer secret-token' });
    expect(shop.asked[0]?.url).not.toContain('secret-token');
  });

  it('polls when the stream cannot be had', async () => {
    shop.answers.stream = () => problem(401, 'stream_token_invalid', 'Ask for a fresh token.');
    const { over, nextChange } = waitFor(shop.streamedView());
    expect((await nextChange()).stream).toBe('none');
    shop.answers.status = () => shop.state('succeeded');
    vi.advanceTimersByTime(2_000);
    expect(await over).toBe('succeeded');
  });

  it('polls when the stream breaks off, and listens again when the shopper comes back', async () => {
    shop.answers.stream = () => ['pending'];
    const { over, nextChange } = waitFor(shop.streamedView());
    expect((await nextChange()).stream).toBe('heard');
    shop.breakStreams();
    expect((await nextChange()).stream).toBe('none');
    vi.advanceTimersByTime(2_000);
    await shop.wasAsked('status');
    await nextChange();
    turnPage(true);
    turnPage(false);
    await shop.wasAsked('stream', 2);
    shop.say('succeeded');
    expect(await over).toBe('succeeded');
  });

  it('polls when the stream is silent for 40 seconds', async () => {
    shop.answers.stream = () => [];
    const { nextChange } = waitFor(shop.streamedView());
    await shop.wasAsked('stream');
    vi.advanceTimersByTime(2_000);
    await nextChange();
    shop.say('pending');
    expect((await nextChange()).stream).toBe('heard');
    vi.advanceTimersByTime(40_000);
    expect((await nextChange()).stream).toBe('none');
    vi.advanceTimersByTime(2_000);
    await shop.wasAsked('status', 2);
  });
});
