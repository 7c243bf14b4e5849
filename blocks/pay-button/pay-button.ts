import { __, sprintf } from '@wordpress/i18n';
import { ApiError, openPayment, sentenceOf, settlePayment } from '../shared/api';
import { buttonPayments, forgetButtonPayment, rememberButtonPayment } from '../shared/browser-memory';
import { button, element } from '../shared/dom';
import { inReview } from '../shared/payment-scenes';
import type { Outcome } from '../shared/payment-session';
import type { PaymentView, Proof } from '../shared/payment-view';
import { isSettled } from '../shared/settle';
import { startPayment } from '../shared/start-payment';
import type { ButtonData } from './button-data';
import { buttonForm, type ButtonForm, type Wish } from './form';

/** One pay button: its form, its payment, and the thanks in the same place. */
export class PayButton {
  private readonly pay: HTMLButtonElement;
  private readonly form: ButtonForm;
  private readonly status = element('p', { class: 'multipay-notice__status', role: 'status', tabindex: -1 });
  /** One shopper, one purchase: another amount or provider is another attempt at it, which replaces the one before. */
  private begun: Proof | null = null;
  private paidAmount: string;

  constructor(
    private readonly container: HTMLElement,
    private readonly data: ButtonData,
  ) {
    this.paidAmount = data.amount_text ?? '';
    this.pay = container.querySelector('button') ?? button(__('Pay', 'multipay'), () => undefined);
    this.form = buttonForm(data);
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
    await this.go(() => this.open(wish), false);
    this.setBusy(false);
  }

  private async go(open: () => Promise<PaymentView>, returned: boolean): Promise<void> {
    try {
      const options = { returned, inlineHost: this.container, onOpened: (view: PaymentView) => this.opened(view) };
      this.after(await startPayment(open, options));
    } catch (error) {
      this.say(sentenceOf(error), 'bad');
      if (error instanceof ApiError && error.code === 'multipay_token_stale') this.offerReload();
    }
  }

  private async open(wish: Wish): Promise<PaymentView> {
    const { token, endpoint_base: endpointBase } = this.data;
    const view = await openPayment(endpointBase, { token, ...wish, ...this.begun });
    this.begun = { order: view.order, key: view.key };
    return view;
  }

  private opened(view: PaymentView): void {
    this.paidAmount = view.amount_text;
    rememberButtonPayment(view, this.data.description);
    this.say('');
  }

  private after(outcome: Outcome): void {
    if (outcome.kind === 'paid') this.thank();
    else if (outcome.kind === 'closed')
      this.say(__('This payment is not finished. You can go on with it.', 'multipay'));
    else if (outcome.kind === 'other_way') {
      if (this.begun) forgetButtonPayment(this.begun.order);
      this.say(__('This payment was not finished. Please choose how you want to pay.', 'multipay'));
    }
  }

  private async resume(proof: NonNullable<ButtonData['resume']>): Promise<void> {
    const kept = buttonPayments().find(({ order }) => order === proof.order);
    const paymentId = proof.payment_id ?? kept?.payment_id;
    const gateway = proof.gateway ?? kept?.gateway;
    this.begun = { order: proof.order, key: proof.key };
    this.paidAmount = kept?.amount_text ?? this.paidAmount;
    this.say(__('Looking for your payment…', 'multipay'));
    if (paymentId !== undefined && (await this.wasSettled(proof, `${this.data.endpoint_base}/${paymentId}`))) return;
    if (gateway !== undefined) await this.go(() => this.open({ gateway }), true);
    else this.say(__('Your payment has not arrived. If you have paid, it is noted as soon as it does.', 'multipay'));
  }

  /** Asked first: opening could begin another attempt for something that is paid already. */
  private async wasSettled({ order, key }: Proof, endpoint: string): Promise<boolean> {
    const answer = await settlePayment({ order, key, endpoint }).catch(() => null);
    if (answer?.paid) this.thank();
    else if (answer?.review) this.conclude(inReview(answer.message).message, 'plain');
    return answer !== null && isSettled(answer);
  }

  private thank(): void {
    if (this.begun) forgetButtonPayment(this.begun.order);
    // translators: %s: an amount of money.
    const received = sprintf(__('Thank you. Your payment of %s has been received.', 'multipay'), this.paidAmount);
    this.conclude(
      this.paidAmount === '' ? __('Thank you. Your payment has been received.', 'multipay') : received,
      'good',
    );
  }

  /** The form goes: nobody shall pay the same thing twice by accident. */
  private conclude(message: string, tone: 'plain' | 'good'): void {
    this.form.root.remove();
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
