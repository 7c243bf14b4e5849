// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  buttonPayments,
  forgetButtonPayment,
  hasVisited,
  rememberButtonPayment,
  rememberVisit,
} from './browser-memory';
import type { PaymentView } from './payment-view';

const HOUR_MS = 3_600_000;
const view = (order: string): PaymentView => ({
  payment_id: 'pay_1',
  order,
  key: 'returnkey',
  gateway: 'multipay_alipay',
  provider: 'alipay',
  channel: 'mobile_web',
  status: 'pending',
  merchant_name: 'Tea House',
  amount_text: '¥10.01',
  payable_until: '2026-01-01T00:30:00Z',
  server_time: '2026-01-01T00:00:00Z',
  prompt: { type: 'redirect', redirect_url: 'https://openapi.alipay.example/?secret' },
  stream: { url: 'https://bridge.example/stream', token: 'secret-token', expires_at: '2026-01-01T00:15:00Z' },
  endpoint: 'https://shop.example/wp-json/multipay/v1/payments/pay_1',
  success_url: 'https://shop.example/pay/?multipay_order=x',
  retry_url: 'https://shop.example/pay/',
});

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => vi.restoreAllMocks());

describe('a pay button’s payments', () => {
  it('are remembered for 24 hours, one entry a purchase', () => {
    rememberButtonPayment(view('button_a'), 'Tea', '1 a', 0);
    rememberButtonPayment(view('button_b'), 'Cake', '1 b', HOUR_MS);
    rememberButtonPayment({ ...view('button_b'), payment_id: 'pay_2' }, 'Cake', '1 b', 2 * HOUR_MS);
    expect(buttonPayments(3 * HOUR_MS).map(({ order, payment_id }) => [order, payment_id])).toEqual([
      ['button_a', 'pay_1'],
      ['button_b', 'pay_2'],
    ]);
    expect(buttonPayments(25 * HOUR_MS).map(({ order }) => order)).toEqual(['button_b']);
  });

  it('are forgotten when they are paid', () => {
    rememberButtonPayment(view('button_a'), 'Tea', '1 a');
    forgetButtonPayment('button_a');
    expect(buttonPayments()).toEqual([]);
  });

  it('are kept without tokens and providers’ addresses', () => {
    rememberButtonPayment(view('button_a'), 'Tea', '1 a');
    expect(localStorage.getItem('multipay_button_payments')).not.toContain('secret');
  });

  it('do not grow without end', () => {
    for (let count = 0; count < 50; count++) rememberButtonPayment(view(`button_${count}`), 'Tea', '1 a');
    expect(buttonPayments()).toHaveLength(20);
    expect(buttonPayments().at(-1)?.order).toBe('button_49');
  });
});

describe('visits to the provider', () => {
  it('are known in the same tab', () => {
    rememberVisit('pay_1');
    expect([hasVisited('pay_1'), hasVisited('pay_2')]).toEqual([true, false]);
  });
});

describe('a browser that keeps nothing', () => {
  it.each(['getItem', 'setItem'] as const)('works as well when %s is forbidden', (method) => {
    vi.spyOn(Storage.prototype, method).mockImplementation(() => {
      throw new DOMException('forbidden', 'SecurityError');
    });
    rememberVisit('pay_1');
    rememberButtonPayment(view('button_a'), 'Tea', '1 a');
    expect(buttonPayments()).toEqual([]);
    expect(hasVisited('pay_1')).toBe(false);
  });

  it.each(['not json', '{"a":1}', 'null'])('or has nonsense there: %s', (kept) => {
    localStorage.setItem('multipay_button_payments', kept);
    expect(buttonPayments()).toEqual([]);
  });
});
