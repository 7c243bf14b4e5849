import { expect, type Page } from '@playwright/test';
import { dev, mainShop, mainSite, secondSite } from './network';
import { PayButton } from './pay-button';
import { Phone } from './phone';
import { alipay, weChatPay } from './providers';
import { Shopper } from './shopper';

/** A screen of the admin. `has`: what is there once everything that it asks for has come, in any language. */
export interface AdminScreen {
  readonly name: string;
  readonly url: string;
  readonly has: string;
}

const network = (page: string): string => `${dev.network.network_admin_url}admin.php?page=${page}`;
const site = (page: string): string => `${mainSite.admin_url}admin.php?page=${page}`;
const PLUGIN = '#multipay-network';

export const NETWORK_SCREENS: readonly AdminScreen[] = [
  { name: 'network-overview', url: network('multipay'), has: `${PLUGIN} table` },
  { name: 'network-merchants', url: network('multipay-merchants'), has: `${PLUGIN} h2` },
  { name: 'network-keys', url: network('multipay-keys'), has: `${PLUGIN} table` },
  { name: 'network-sites', url: network('multipay-sites'), has: `${PLUGIN} tbody tr` },
  { name: 'network-settings', url: network('multipay-settings'), has: `${PLUGIN} form` },
  { name: 'network-rollout', url: network('multipay-rollout'), has: `${PLUGIN} h2` },
  { name: 'network-audit', url: network('multipay-audit'), has: `${PLUGIN} tbody tr` },
  { name: 'setup', url: network('multipay-setup'), has: '.multipay-setup h3' },
];

const paymentScreen = (id: string): AdminScreen => ({
  name: 'payment-timeline',
  url: `${site('multipay')}&payment=${id}`,
  has: '.wrap h2',
});

/** @param payment whose timeline is shown */
export const siteScreens = (payment: string): readonly AdminScreen[] => [
  { name: 'payments-list', url: site('multipay'), has: '.wrap tbody tr' },
  paymentScreen(payment),
  { name: 'site-settings', url: site('multipay-setup'), has: '.multipay-setup table' },
  { name: 'doctor', url: site('multipay-doctor'), has: '.multipay-screen textarea' },
  {
    name: 'gateway-settings',
    url: `${mainShop.admin_url}admin.php?page=wc-settings&tab=checkout&section=${weChatPay.gateway}`,
    has: '.form-table',
  },
];

/** Opens a screen and waits until it stands still. */
export async function visit(page: Page, { url, has }: AdminScreen): Promise<void> {
  await page.goto(url);
  await expect(page.locator(has).first()).toBeVisible();
  await page.waitForLoadState('networkidle');
}

/**
 * Money for the overview, on both sites and with both providers.
 *
 * @returns the payment of an order whose first code was given up
 */
export async function takeSomeMoney(newPage: () => Promise<Page>): Promise<string> {
  for (const [where, provider] of [
    [mainSite, weChatPay],
    [secondSite, alipay],
  ] as const) {
    const visitor = await Shopper.at(await newPage(), where);
    await visitor.page.goto(where.pay_page_url);
    await (await new PayButton(visitor.page).payWith(provider)).isOpen();
    await new Phone(provider).pay((await visitor.payment()).payment_id);
    await expect(new PayButton(visitor.page).pay).toBeHidden();
    await visitor.page.close();
  }
  return payAnotherWay(await Shopper.at(await newPage(), mainShop));
}

async function payAnotherWay(shopper: Shopper): Promise<string> {
  const dialog = await shopper.buy(weChatPay);
  await dialog.isOpen();
  await shopper.payment();
  await dialog.payAnotherWay.click();
  await shopper.choose(alipay.name);
  await shopper.placeOrder();
  await shopper.dialog(alipay).isOpen();
  const { payment_id: id } = await shopper.payment(2);
  await new Phone(alipay).pay(id);
  await shopper.seesOrderReceived();
  await shopper.page.close();
  return id;
}
