import { expect, type Locator, type Page } from '@playwright/test';
import type { Provider } from './providers';

/** The dialog with the QR code. */
export class PaymentDialog {
  readonly root: Locator;
  readonly code: Locator;
  readonly timer: Locator;
  readonly status: Locator;
  readonly iHavePaid: Locator;
  readonly payAnotherWay: Locator;
  readonly showNewCode: Locator;
  readonly tryAgain: Locator;
  readonly goOn: Locator;
  readonly close: Locator;

  constructor(
    readonly page: Page,
    provider: Provider,
  ) {
    const button = (name: string): Locator => this.root.getByRole('button', { name, exact: true });
    this.root = page.getByRole('dialog', { name: `Pay with ${provider.name}` });
    this.code = this.root.getByRole('img', { name: /^QR code to pay / });
    this.timer = this.root.getByRole('timer');
    this.status = this.root.getByRole('status');
    this.iHavePaid = button('I have paid');
    this.payAnotherWay = button('Pay another way');
    this.showNewCode = button('Show a new code');
    this.tryAgain = button('Try again');
    this.goOn = button('Continue');
    this.close = button('Close');
  }

  /** Waits until the code can be scanned. */
  async isOpen(): Promise<void> {
    await expect(this.code).toBeVisible();
  }
}
