// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { webAddress, wentBack } from './leave-page';

afterEach(() => vi.restoreAllMocks());

describe('an address to go to', () => {
  it.each([
    ['https://shop.example/thank-you/?key=1', 'https://shop.example/thank-you/?key=1'],
    ['/order-pay/', `${location.origin}/order-pay/`],
  ])('can be %s', (address, whole) => expect(webAddress(address)).toBe(whole));

  it.each(['javascript:alert(1)', 'data:text/html,<script>', 'weixin://wap/pay', ' JavaScript:alert(1)'])(
    'cannot be %s',
    (address) => expect(() => webAddress(address)).toThrow('not a web address'),
  );
});

describe('the way here', () => {
  it.each([
    ['back_forward', true],
    ['reload', false],
    ['navigate', false],
  ])('by %s was a way back: %s', (type, was) => {
    performance.getEntriesByType = () => [{ type } as PerformanceNavigationTiming];
    expect(wentBack()).toBe(was);
  });

  it('is unknown to old browsers', () => {
    performance.getEntriesByType = () => [];
    expect(wentBack()).toBe(false);
  });
});
