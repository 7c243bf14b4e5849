// @vitest-environment jsdom
import { cloneElement, createElement, createRoot } from '@wordpress/element';
import type { CheckoutSuccess, EmitResponse, ObserverAnswer, PaymentMethodProps } from '@woocommerce/blocks-registry';
import { act, type ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkoutMethod } from './checkout-method';
import { asCheckoutSettings, type CheckoutSettings } from './checkout-settings';

type Observer = (success: CheckoutSuccess) => Promise<ObserverAnswer>;

const settings = asCheckoutSettings({
  title: 'WeChat Pay',
  description: 'Pay with your phone.',
  icon: 'https://shop.example/wechat.svg',
  available: true,
  provider: 'wechat_pay',
  endpoint_base: 'https://shop.example/wp-json/multipay/v1/payments',
}) as CheckoutSettings;
const emitResponse: EmitResponse = {
  responseTypes: { SUCCESS: 'success', ERROR: 'error' },
  noticeContexts: { PAYMENTS: 'wc/checkout/payments' },
};

let container: HTMLElement;
let root: ReturnType<typeof createRoot>;
beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  container = document.createElement('div');
  root = createRoot(container);
});
afterEach(() => act(() => root.unmount()));

describe('a payment method of the Checkout block', () => {
  it('is named as PHP names it, for eyes and for screen readers', () => {
    const method = checkoutMethod('multipay_wechat', settings);
    expect(method).toMatchObject({
      name: 'multipay_wechat',
      ariaLabel: 'WeChat Pay',
      supports: { features: ['products'] },
    });
    act(() => root.render(method.label));
    expect(container.textContent).toBe('WeChat Pay');
    expect(container.querySelector('img')?.getAttribute('alt')).toBe('');
  });

  it('shows no picture where there is none', () => {
    act(() => root.render(checkoutMethod('multipay_wechat', { ...settings, icon: '' }).label));
    expect(container.querySelector('img')).toBeNull();
  });

  it.each([true, false])('can be paid with when PHP says so: %s', (available) => {
    expect(checkoutMethod('multipay_wechat', { ...settings, available }).canMakePayment()).toBe(available);
  });

  it('observes successful checkouts while it is chosen, and no longer', () => {
    const observers = new Set<Observer>();
    const onCheckoutSuccess = (observer: Observer) => {
      observers.add(observer);
      return () => observers.delete(observer);
    };
    const eventRegistration = { onCheckoutSuccess };
    const { content } = checkoutMethod('multipay_wechat', settings);
    act(() =>
      root.render(
        cloneElement(content as ReactElement<Partial<PaymentMethodProps>>, { emitResponse, eventRegistration }),
      ),
    );
    expect(container.textContent).toBe('Pay with your phone.');
    expect(observers.size).toBe(1);
    act(() => root.render(<p>Cash on delivery</p>));
    expect(observers.size).toBe(0);
  });

  it('has a preview for the editor, where nothing happens', () => {
    act(() => root.render(checkoutMethod('multipay_wechat', settings).edit));
    expect(container.textContent).toBe('Pay with your phone.');
  });
});

describe('what PHP says', () => {
  it.each([undefined, null, {}, 'text'])('is nothing when the gateway is off: %j', (data) => {
    expect(asCheckoutSettings(data)).toBeNull();
  });
});
