import { __ } from '@wordpress/i18n';
import { ApiError, openPayment, readStatus, sentenceOf, settlePayment } from '../shared/api';
import { forgetButtonPayment, type ButtonPayment } from '../shared/browser-memory';
import { button, element } from '../shared/dom';
import { leavePage } from '../shared/leave-page';
import { providerName } from '../shared/names';
import type { GatewayId, PaymentReference, Proof } from '../shared/payment-view';
import { isSettled } from '../shared/settle';
import { startPayment } from '../shared/start-payment';

/** What PHP says about the visitor's orders, in `data-multipay-status`. */
export interface StatusData {
  readonly payments: readonly OrderPayment[];
}

export interface OrderPayment extends Proof {
  readonly gateway: GatewayId;
  /** What is paid, as the shopper knows it. */
  readonly title: string;
  readonly amount_text: string;
  /** Absolute address of `multipay/v1/payments`. */
  readonly endpoint_base: string;
  /** The order's own page. */
  readonly retry_url: string;
  /** The attempt that the server knew of, whose state can be asked without opening another. */
  readonly payment_id?: string;
}

/** A line of the list. */
interface Row {
  readonly root: HTMLElement;
  readonly status: HTMLElement;
  readonly goOn: HTMLButtonElement;
}

let rows = 0;

/** Unfinished payments: each with its state as it is now, and a way to go on. */
export class PaymentList {
  private readonly list = element('ul', { class: 'multipay-payments' });
  private readonly empty = element('p', { hidden: true }, __('You have no unfinished payments.', 'multipay'));

  constructor(
    private readonly container: HTMLElement,
    private readonly orders: readonly OrderPayment[],
    private readonly buttons: readonly ButtonPayment[],
  ) {}

  async start(): Promise<void> {
    this.container.replaceChildren(this.list, this.empty);
    const asked = [
      ...this.orders.map((order) => this.addOrder(order)),
      ...this.buttons.map((payment) => this.addButton(payment)),
    ];
    await Promise.all(asked);
    this.sayWhenEmpty();
  }

  private async addOrder(order: OrderPayment): Promise<void> {
    const row = this.row(order, () => void this.pay(order, row));
    if (order.payment_id !== undefined) {
      await this.refresh({ ...order, endpoint: `${order.endpoint_base}/${order.payment_id}` }, row);
    }
  }

  private async addButton(payment: ButtonPayment): Promise<void> {
    const row = this.row(payment, () => leavePage(payment.return_url));
    const isOver = await this.refresh(payment, row);
    if (isOver) forgetButtonPayment(payment.order);
  }

  private row({ title, amount_text: amount, gateway }: OrderPayment | ButtonPayment, onGoOn: () => void): Row {
    const id = `multipay-payment-${++rows}`;
    const what = element(
      'div',
      { id, class: 'multipay-payments__what' },
      element('span', { class: 'multipay-payments__title' }, title),
      ' ',
      element('span', { class: 'multipay-payments__amount' }, amount),
      ' ',
      element('span', { class: 'multipay-payments__provider' }, providerName(gateway)),
    );
    const status = element('p', { class: 'multipay-notice__status', role: 'status' });
    const goOn = button(__('Go on paying', 'multipay'), onGoOn);
    // Which of them, for those who hear the buttons and do not see the line.
    goOn.setAttribute('aria-describedby', id);
    const root = element('li', { class: 'multipay-payments__item' }, what, goOn, status);
    this.list.append(root);
    return { root, status, goOn };
  }

  /** @returns whether the payment needs nothing more from the shopper */
  private async refresh(payment: PaymentReference, row: Row): Promise<boolean> {
    try {
      const { status } = await readStatus(payment);
      if (status !== 'succeeded') {
        if (status === 'expired' || status === 'failed')
          row.status.textContent = __('The time to pay has run out.', 'multipay');
        return false;
      }
      const answer = await settlePayment(payment);
      if (isSettled(answer)) this.done(row, answer.message);
      return isSettled(answer);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        row.root.remove();
        return true;
      }
      row.status.textContent = sentenceOf(error);
      return false;
    }
  }

  private async pay(order: OrderPayment, row: Row): Promise<void> {
    row.goOn.disabled = true;
    row.status.textContent = __('Opening the payment…', 'multipay');
    try {
      const { endpoint_base: endpointBase, key, gateway } = order;
      const open = () => openPayment(endpointBase, { order: order.order, key, gateway });
      const outcome = await startPayment(open, { inlineHost: row.root, onOpened: () => (row.status.textContent = '') });
      if (outcome.kind === 'paid') this.done(row, null);
      if (outcome.kind === 'other_way') leavePage(order.retry_url);
    } catch (error) {
      row.status.textContent = sentenceOf(error);
    }
    row.goOn.disabled = false;
  }

  private done(row: Row, message: string | null): void {
    row.goOn.remove();
    row.status.textContent = message ?? __('Paid. Thank you.', 'multipay');
  }

  private sayWhenEmpty(): void {
    this.empty.hidden = this.list.children.length > 0;
    this.list.hidden = !this.empty.hidden;
  }
}
