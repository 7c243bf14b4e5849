import { expect, type Locator, type Page } from '@playwright/test';
import { PaymentDialog } from './payment-dialog';
import type { Provider } from './providers';
import type { Shopper } from './shopper';

export interface ButtonTerms {
  readonly description: string;
  readonly currency: 'CNY';
  readonly amount?: string;
  readonly openAmount?: true;
  readonly minimumAmount?: string;
  readonly maximumAmount?: string;
  readonly email?: 'required';
}

export const A_CUP_OF_TEA: ButtonTerms = { amount: '10.01', currency: 'CNY', description: 'A cup of tea' };
export const A_DONATION: ButtonTerms = {
  openAmount: true,
  minimumAmount: '0.01',
  maximumAmount: '5000.00',
  currency: 'CNY',
  description: 'A donation',
};

const blockOf = (terms: ButtonTerms): string => `<!-- wp:multipay/pay-button ${JSON.stringify(terms)} /-->`;

/** Opens a page with a pay button that nobody else uses: a site counts what is started with each. */
export async function visitPayPage({ page, wordPress }: Shopper, terms = A_CUP_OF_TEA): Promise<PayButton> {
  const { url } = await wordPress.createPost('Pay here', blockOf(terms));
  await page.goto(url);
  return new PayButton(page);
}

/** What an editor does to such a page. */
export const changeTerms = ({ wordPress }: Shopper, url: string, terms: ButtonTerms): Promise<void> =>
  wordPress.changePost(url, blockOf(terms));

/** A page's pay button with its form. */
export class PayButton {
  readonly root: Locator;
  readonly amount: Locator;
  readonly email: Locator;
  readonly pay: Locator;
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.root = page.locator('[data-multipay-button]');
    this.amount = this.root.getByLabel('Amount in CNY');
    this.email = this.root.getByLabel(/^E-mail address/);
    this.pay = this.root.getByRole('button', { name: 'Pay', exact: true });
    this.status = this.root.getByRole('status');
  }

  async choose(provider: Provider): Promise<void> {
    await this.root.getByRole('radio', { name: provider.name }).check();
  }

  /** Chooses, presses, and answers with the dialog. */
  async payWith(provider: Provider): Promise<PaymentDialog> {
    await this.choose(provider);
    await this.pay.click();
    return new PaymentDialog(this.page, provider);
  }

  async thanks(amount: string): Promise<void> {
    await expect(this.status).toHaveText(`Thank you. Your payment of ${amount} has been received.`);
    await expect(this.pay).toBeHidden();
  }
}
