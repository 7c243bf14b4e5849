import { expect, type Page } from '@playwright/test';
import { dev as theNetwork, type Dev, type DevSite, type Shop } from './network';
import { PaymentDialog } from './payment-dialog';
import type { Provider } from './providers';
import { WordPress, type BridgePayment, type OrderFacts } from './wordpress';

/** What the shop's page is told when a payment is opened. */
export interface OpenedPayment {
  readonly payment_id: string;
  /** `order_123` or `button_…` */
  readonly order: string;
  readonly key: string;
  readonly status: string;
  readonly channel: string;
  readonly prompt: {
    readonly type: 'qr_code' | 'redirect';
    readonly code_url?: string;
    readonly redirect_url?: string;
  } | null;
}

const ADDRESS = {
  first_name: 'Ming',
  last_name: 'Li',
  address_1: '1 Nanjing Road',
  city: 'Beijing',
  state: 'CN2',
  postcode: '100000',
  country: 'CN',
  phone: '13800000000',
};

/** The browser forgets an answer when the page goes on: the page tells it before it reads it. */
const TELL_WHAT_IS_OPENED = `
  const realFetch = window.fetch.bind(window);
  const opens = /\\/wc\\/store\\/v1\\/checkout|\\/multipay\\/v1\\/payments\\/?(\\?|$)/;
  window.fetch = async (...request) => {
    const response = await realFetch(...request);
    if (request[1]?.method === 'POST' && response.ok && opens.test(decodeURIComponent(response.url))) {
      await window.tellTheJourney(await response.clone().text());
    }
    return response;
  };
`;

let guests = 0;

/** Somebody in front of a browser, on one site. */
export class Shopper {
  readonly wordPress: WordPress;
  /** Every payment that was opened or resumed for this page, the latest last. */
  readonly opened: OpenedPayment[] = [];
  readonly email = `guest-${process.pid}-${Date.now()}-${++guests}@example.test`;

  private constructor(
    readonly page: Page,
    readonly site: DevSite,
    readonly dev: Dev,
  ) {
    this.wordPress = new WordPress(site, dev);
  }

  /** Sits down in front of a page, before anything is opened on it. */
  static async at(page: Page, site: DevSite, dev: Dev = theNetwork): Promise<Shopper> {
    const shopper = new Shopper(page, site, dev);
    await page.exposeFunction('tellTheJourney', (answer: string) =>
      shopper.notice(JSON.parse(answer) as OpenedPayment),
    );
    await page.addInitScript({ content: TELL_WHAT_IS_OPENED });
    return shopper;
  }

  /** A page of the same site as in the same browser's other tab. */
  async otherTab(): Promise<Shopper> {
    return Shopper.at(await this.page.context().newPage(), this.site, this.dev);
  }

  private get shop(): Shop {
    return this.site as Shop;
  }

  async putIntoCart(product: number): Promise<void> {
    const answer = await this.page.request.get(`${this.site.url}?add-to-cart=${product}`);
    expect(answer.ok()).toBe(true);
  }

  /** A guest whose address the shop knows from before, as the checkout keeps it. */
  async fillCart(product = this.site.products[0]!.id): Promise<void> {
    await this.putIntoCart(product);
    const store = `${this.site.url}wp-json/wc/store/v1/cart`;
    const nonce = (await this.page.request.get(store)).headers()['nonce'] ?? '';
    const answer = await this.page.request.post(`${store}/update-customer`, {
      headers: { nonce },
      data: { billing_address: { ...ADDRESS, email: this.email } },
    });
    expect(answer.ok()).toBe(true);
  }

  /** Opens the Checkout block and chooses how to pay. */
  async goToCheckout(provider: Provider): Promise<void> {
    await this.page.goto(this.shop.checkout_url);
    await this.choose(provider.name);
  }

  async choose(method: string): Promise<void> {
    const radio = this.page.getByRole('radio', { name: method });
    await radio.check();
    await expect(radio).toBeChecked();
  }

  async placeOrder(): Promise<void> {
    await this.page.getByRole('button', { name: 'Place order' }).click();
  }

  /** From an empty cart to the QR code in the Checkout block. */
  async buy(provider: Provider, product?: number): Promise<PaymentDialog> {
    await this.fillCart(product);
    await this.goToCheckout(provider);
    await this.placeOrder();
    return this.dialog(provider);
  }

  dialog(provider: Provider): PaymentDialog {
    return new PaymentDialog(this.page, provider);
  }

  /** The latest payment, once there are so many. */
  async payment(count = 1): Promise<OpenedPayment> {
    await expect.poll(() => this.opened.length, { message: 'payments that were opened' }).toBeGreaterThanOrEqual(count);
    return this.opened.at(-1)!;
  }

  /** The order of the latest payment. */
  async order(): Promise<OrderFacts> {
    return this.wordPress.order(orderNumber(await this.payment()));
  }

  /** The bridge's payments for an order, the newest first. */
  payments({ order }: Pick<OpenedPayment, 'order'>): Promise<readonly BridgePayment[]> {
    return this.wordPress.payments(order);
  }

  async seesOrderReceived(): Promise<void> {
    await this.page.waitForURL(/order-received/);
    await expect(this.page.getByText('Thank you. Your order has been received.')).toBeVisible();
  }

  async logIn({ login, password }: { login: string; password: string }): Promise<void> {
    await logIn(this.page, this.site, login, password);
  }

  private notice(answer: OpenedPayment | CheckoutAnswer): void {
    const view = 'payment_id' in answer ? answer : checkoutsView(answer);
    if (view) this.opened.push(view);
  }
}

interface CheckoutAnswer {
  readonly payment_result?: { readonly payment_details: readonly { readonly key: string; readonly value: string }[] };
}

function checkoutsView({ payment_result: result }: CheckoutAnswer): OpenedPayment | null {
  const text = result?.payment_details.find(({ key }) => key === 'multipay')?.value;
  return text === undefined ? null : (JSON.parse(text) as OpenedPayment);
}

/** @param order the reference of a payment of an order */
export const orderNumber = ({ order }: Pick<OpenedPayment, 'order'>): number => Number(order.replace('order_', ''));

/**
 * Logs in by WordPress's own page. A fifth of a second after it has loaded, that page moves the focus to the name and
 * selects it; a password that is being typed in that moment would land in the name. So it waits for the focus.
 */
export async function logIn(page: Page, site: DevSite, login: string, password: string): Promise<void> {
  await page.goto(site.login_url);
  const name = page.getByLabel('Username or Email Address');
  await expect(name).toBeFocused();
  await name.fill(login);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('wp-login.php'));
}
