import { expect, type Page } from '@playwright/test';
import type { RunningNetwork } from '../../../tools/dev/start-network';
import type { Shop } from '../support/network';
import { test } from '../support/own-network';
import { expectPaidOnce } from '../support/paid';
import { pressOnPhone } from '../support/phone';
import { alipay } from '../support/providers';
import { Shopper, logIn } from '../support/shopper';

test.describe.configure({ timeout: 120_000 });

const QR_CODE = "A QR code on the shop's own page";
const ALIPAYS_PAGE = "Alipay's page, where one can also log in";

/** On the network's settings screen, where an admin has logged in. */
async function setAlipayAtAComputer(page: Page, { dev }: RunningNetwork, way: string): Promise<void> {
  await page.goto(`${dev.network.network_admin_url}admin.php?page=multipay-settings`);
  const choice = page.getByRole('radio', { name: way });
  await choice.check();
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByRole('button', { name: 'Save settings' })).toBeDisabled();
  await page.reload();
  await expect(choice).toBeChecked();
}

test("the network chooses Alipay's page for computers: a shopper goes there, pays and comes back", async ({
  page,
  browser,
  network,
}) => {
  const shop = network.dev.sites[0] as Shop;
  const admin = network.dev.accounts.find(({ role }) => role === 'network_admin')!;
  await logIn(page, shop, admin.login, admin.password);
  await setAlipayAtAComputer(page, network, ALIPAYS_PAGE);
  try {
    const shopper = await Shopper.at(await browser.newPage(), shop, network.dev);
    await shopper.fillCart();
    await shopper.goToCheckout(alipay);
    await shopper.placeOrder();
    await pressOnPhone(shopper.page, 'Pay');
    await shopper.seesOrderReceived();
    const order = `order_${/order-received\/(\d+)/.exec(shopper.page.url())?.[1] ?? ''}`;
    const [payment, ...others] = await shopper.payments({ order });
    expect(others).toEqual([]);
    expect(payment).toMatchObject({ channel: 'desktop_web' });
    await expectPaidOnce(shopper, { order, payment_id: payment!.id }, alipay.gateway);
  } finally {
    // The other journeys of this network expect a QR code.
    await setAlipayAtAComputer(page, network, QR_CODE);
  }
});
