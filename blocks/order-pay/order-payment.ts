import { __ } from '@wordpress/i18n';
import { ApiError, openPayment, sentenceOf } from '../shared/api';
import { button, element } from '../shared/dom';
import { leavePage } from '../shared/leave-page';
import type { GatewayId, PaymentView, Proof } from '../shared/payment-view';
import { startPayment } from '../shared/start-payment';

/** What PHP says about the order, in `data-multipay-payment`. */
export interface OrderPaymentData extends Proof {
  readonly gateway: GatewayId;
  /** Absolute address of `multipay/v1/payments`. */
  readonly endpoint_base: string;
  readonly success_url: string;
  /** Where another way to pay can be chosen. */
  readonly retry_url: string;
  /** The provider sent the shopper back here; that proves nothing. */
  readonly returned: boolean;
  readonly auto_open: boolean;
}

/** Opens an order's payment or takes it up again. Whatever happens, something can be pressed. */
export class OrderPayment {
  private readonly status = element('p', { class: 'multipay-notice__status', role: 'status' });
  private readonly goOn = button(__('Go on paying', 'multipay'), () => void this.open(false));
  private readonly otherWay = button(__('Pay another way', 'multipay'), () => leavePage(this.data.retry_url), 'plain');
  private readonly actions = element('div', { class: 'multipay-notice__actions' }, this.goOn, this.otherWay);

  constructor(
    private readonly container: HTMLElement,
    private readonly data: OrderPaymentData,
  ) {
    container.append(this.status, this.actions);
  }

  async start(): Promise<void> {
    if (this.data.auto_open || this.data.returned) await this.open(this.data.returned);
  }

  private async open(returned: boolean): Promise<void> {
    this.actions.hidden = true;
    this.say(returned ? __('Looking for your payment…', 'multipay') : __('Opening the payment…', 'multipay'));
    try {
      const address = await this.pay(returned);
      if (address !== null) leavePage(address);
    } catch (error) {
      this.say(sentenceOf(error), 'bad');
    }
    this.actions.hidden = false;
  }

  /** @returns where the shopper belongs now; null for here, or when the browser is on its way already */
  private async pay(returned: boolean): Promise<string | null> {
    try {
      const outcome = await startPayment(() => this.request(), {
        returned,
        inlineHost: this.container,
        staysUntilNextPage: true,
        onOpened: () => this.say(''),
      });
      if (outcome.kind === 'closed') this.say(__('This payment is not finished. You can go on with it.', 'multipay'));
      if (outcome.kind === 'other_way') return this.data.retry_url;
      return outcome.kind === 'paid' ? outcome.redirectUrl : null;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'order_already_paid') return this.data.success_url;
      throw error;
    }
  }

  private request(): Promise<PaymentView> {
    const { endpoint_base: endpointBase, order, key, gateway } = this.data;
    return openPayment(endpointBase, { order, key, gateway });
  }

  private say(message: string, tone: 'plain' | 'bad' = 'plain'): void {
    this.status.textContent = message;
    this.status.dataset['tone'] = tone;
  }
}
