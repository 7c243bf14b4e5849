import { expect, type Browser, type Page } from '@playwright/test';
import { dev as theNetwork, type Dev } from './network';
import type { Provider } from './providers';

/** A payment in the provider's own books. Amounts are minor units. */
export interface BookedPayment {
  readonly state: string;
  readonly paid: boolean;
  readonly transaction_id: string | null;
  readonly paid_amount_minor: number | null;
  readonly notifications: readonly { readonly state: string }[];
}

/** The shopper's phone, which knows payments by the bridge's ids: they are the providers' `out_trade_no`. */
export class Phone {
  private readonly control: string;
  private readonly pageUrl: string;

  constructor(provider: Provider, dev: Dev = theNetwork) {
    this.control = dev.simulators[provider.simulator].control_url;
    this.pageUrl = dev.simulators[provider.simulator].phone_url;
  }

  /** Reads the code; only then does Alipay know the payment. */
  async scan(paymentId: string): Promise<void> {
    await this.ask('POST', `/payments/${paymentId}/scan`);
  }

  /** Scans and pays, as the provider's app does. */
  async pay(paymentId: string): Promise<string> {
    await this.scan(paymentId);
    const { outcome } = await this.ask<{ outcome: string }>('POST', `/payments/${paymentId}/pay`);
    return outcome;
  }

  /** Whether the provider would still take money for it; it is not taken. */
  async canBePaid(paymentId: string): Promise<boolean> {
    return (await this.payment(paymentId)).state === 'open';
  }

  /** Waits until the provider has closed it: the shop's page does not. */
  async isClosed(paymentId: string): Promise<void> {
    await expect.poll(() => this.canBePaid(paymentId), { message: 'can be paid', timeout: 30_000 }).toBe(false);
  }

  /** The provider takes no money for it any more. */
  async expire(paymentId: string): Promise<void> {
    await this.ask('POST', `/payments/${paymentId}/expire`);
  }

  payment(paymentId: string): Promise<BookedPayment> {
    return this.ask('GET', `/payments/${paymentId}`);
  }

  /** What falls due meanwhile happens before the answer comes. */
  async letPass(seconds: number): Promise<void> {
    await this.ask('POST', '/clock', { advance_seconds: seconds });
  }

  async setClockRight(): Promise<void> {
    await this.ask('POST', '/clock', { offset_seconds: 0 });
  }

  /** Brings every notification that is still to come. */
  async deliverEverything(): Promise<void> {
    await this.ask('POST', '/notifications/flush', { all: true });
  }

  /** Reads a QR with the phone's own page and presses Pay there. */
  async scanAndPay(browser: Browser, codeText: string): Promise<void> {
    const page = await browser.newPage();
    await page.goto(`${this.pageUrl}?code=${encodeURIComponent(codeText)}`);
    await pressOnPhone(page, 'Pay');
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    await page.close();
  }

  private async ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.control}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }
}

/** Presses a button on the provider's page. */
export const pressOnPhone = (page: Page, button: 'Pay' | 'Cancel' | 'Let it expire'): Promise<void> =>
  page.getByRole('button', { name: button, exact: true }).click();
