import { __, sprintf } from '@wordpress/i18n';
import { ApiError, openPayment, sentenceOf, settlePayment } from '../shared/api';
import { buttonPayments, forgetButtonPayment, rememberButtonPayment } from '../shared/browser-memory';
import { button, element } from '../shared/dom';
import { inReview } from '../shared/payment-scenes';
import type { Outcome } from '../shared/payment-session';
import type { PaymentView, Proof } from '../shared/payment-view';
import { isSettled } from '../shared/settle';
import { startPayment } from '../shared/start-payment';
import type { ButtonData, Resume } from './button-data';
import { buttonForm, type ButtonForm, type Wish } from './form';

/** One pay button: its form, its payment, and the thanks in the same place. */
export class PayButton {
  private readonly pay: HTMLButtonElement;
  private readonly form: ButtonForm;
  private readonly status = element('p', { class: 'multipay-notice__status', role: 'status', tabindex: -1 });
  /** One shopper, one purchase: another amount or provider is another attempt at it, which replaces the one before. */
  private begun: (Proof & { readonly endpoint: string | null }) | null = null;
  private paidAmount: string;

  constructor(
    private readonly container: HTMLElement,
    private readonly data: ButtonData,
  ) {
    this.paidAmount = data.amount_text ?? '';
    this.pay = container.querySelector('button') ?? button(__('Pay', 'multipay'), () => undefined);
    this.form = buttonForm(data);
    if (data.gateways.length === 0) {
      container.append(this.status);
      return;
    }
    if (this.pay.isConnected) this.pay.before(this.form.root);
    else container.append(this.form.root);
    this.form.root.append(this.pay);
    this.form.root.after(this.status);
    this.pay.type = 'submit';
    this.form.root.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
  }

  /** Takes up a payment that the shopper comes back with; only then may another begin. */
  async start(): Promise<void> {
    if (this.data.resume) {
      this.form.root.hidden = true;
      await this.resume(this.data.resume);
      this.form.root.hidden = false;
    }
    this.setBusy(false);
  }

  private async submit(): Promise<void> {
    const wish = this.pay.getAttribute('aria-disabled') === 'true' ? null : this.form.wish();
    if (!wish) return;
    this.setBusy(true);
    this.say(__('Opening the payment…', 'multipay'));
    this.remember();
    await this.trying(() => this.goOn(wish, false));
    this.setBusy(false);
  }

  /** Takes up what this browser began before a reload or in another tab: two codes for one purchase could both be paid. */
  private remember(): void {
    const { button: name, endpoint_base: endpointBase } = this.data;
    // Sites of one network can share a browser's memory.
    const own = buttonPayments().filter((one) => one.button === name && one.endpoint.startsWith(`${endpointBase}/`));
    const kept = own.pop();
    if (!kept) return;
    this.begun = kept;
    this.paidAmount = kept.amount_text;
  }

  private async trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.say(sentenceOf(error), 'bad');
      const isStale = error instanceof ApiError && error.code === 'multipay_token_stale';
      if (isStale || this.data.gateways.length === 0) this.offerReload();
    }
  }

  private async goOn(wish: Wish | null, returned: boolean): Promise<void> {
    if (await this.wasSettled()) return;
    if (wish) {
      const options = { returned, inlineHost: this.container, onOpened: (view: PaymentView) => this.opened(view) };
      this.after(await startPayment(() => this.open(wish), options));
    } else this.say(__('Your payment has not arrived. If you have paid, it is noted as soon as it does.', 'multipay'));
  }

  private async open(wish: Wish): Promise<PaymentView> {
    const { token, endpoint_base: endpointBase } = this.data;
    const proof = this.begun && { order: this.begun.order, key: this.begun.key };
    const view = await openPayment(endpointBase, { token, ...wish, ...proof });
    this.begun = view;
    return view;
  }

  private opened(view: PaymentView): void {
    this.paidAmount = view.amount_text;
    rememberButtonPayment(view, this.data.description, this.data.button);
    this.say('');
  }

  private after(outcome: Outcome): void {
    if (outcome.kind === 'paid') this.thank();
    else if (outcome.kind === 'closed')
      this.say(__('This payment is not finished. You can go on with it.', 'multipay'));
    else if (outcome.kind === 'other_way')
      this.say(__('This payment was not finished. Please choose how you want to pay.', 'multipay'));
  }

  private async resume({
    order,
    key,
    payment_id,
    gateway,
    amount_text,
    terms_changed: changed,
  }: Resume): Promise<void> {
    const kept = buttonPayments().find((one) => one.order === order);
    const paymentId = payment_id || kept?.payment_id;
    this.begun = { order, key, endpoint: paymentId === undefined ? null : `${this.data.endpoint_base}/${paymentId}` };
    this.paidAmount = kept?.amount_text ?? amount_text;
    this.say(__('Looking for your payment…', 'multipay'));
    const canGoOn = !changed && this.data.gateways.some(({ id }) => id === gateway);
    await this.trying(() => this.goOn(canGoOn ? { gateway } : null, true));
  }

  /**
   * Asked first: opening could begin another attempt for something that is paid already.
   *
   * @throws ApiError while nobody can say
   */
  private async wasSettled(): Promise<boolean> {
    const { begun } = this;
    if (!begun || begun.endpoint === null) return false;
    try {
      const answer = await settlePayment({ order: begun.order, key: begun.key, endpoint: begun.endpoint });
      if (answer.paid) this.thank();
      else if (answer.review) this.conclude(inReview(answer.message).message, 'plain');
      return isSettled(answer);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      this.forget();
      return false;
    }
  }

  private forget(): void {
    if (this.begun) forgetButtonPayment(this.begun.order);
    this.begun = null;
  }

  private thank(): void {
    // translators: %s: an amount of money.
    const received = sprintf(__('Thank you. Your payment of %s has been received.', 'multipay'), this.paidAmount);
    this.conclude(
      this.paidAmount === '' ? __('Thank you. Your payment has been received.', 'multipay') : received,
      'good',
    );
  }

  /** The form goes: nobody shall pay the same thing twice by accident. */
  private conclude(message: string, tone: 'plain' | 'good'): void {
    this.forget();
    this.form.root.remove();
    this.container.querySelector('.multipay-pay-button__closed')?.remove();
    this.say(message, tone);
    this.status.focus();
  }

  private offerReload(): void {
    const reload = button(__('Reload the page', 'multipay'), () => location.reload(), 'plain');
    this.status.append(' ', reload);
  }

  private say(message: string, tone: 'plain' | 'good' | 'bad' = 'plain'): void {
    this.status.textContent = message;
    this.status.dataset['tone'] = tone;
  }

  private setBusy(busy: boolean): void {
    this.pay.disabled = false;
    this.pay.setAttribute('aria-disabled', String(busy));
  }
}
