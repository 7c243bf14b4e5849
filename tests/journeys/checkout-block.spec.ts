import { expect, test } from '@playwright/test';
import { SHOPS, mainShop } from './support/network';
import { expectPaidOnce } from './support/paid';
import { Phone, pressOnPhone } from './support/phone';
import { PROVIDERS, alipay, weChatPay } from './support/providers';
import { Shopper } from './support/shopper';

for (const shop of SHOPS) {
  for (const provider of PROVIDERS) {
    const tag = shop === mainShop && provider === weChatPay ? ['@oldest'] : [];

    test(
      `${shop.name}: a guest scans ${provider.name}'s code, and the page moves on by itself`,
      { tag },
      async ({ page, browser }) => {
        const shopper = await Shopper.at(page, shop);
        const dialog = await shopper.buy(provider);
        await dialog.isOpen();
        await expect(dialog.code).toHaveAccessibleName(`QR code to pay ¥10.01 with ${provider.name}`);
        await expect(dialog.root.getByText(/^To \S/)).toBeVisible();
        await expect(dialog.timer).toHaveText(/^Time left to pay: (\d:)?\d\d:\d\d$/);
        await expect(dialog.iHavePaid).toBeVisible();
        await expect(dialog.payAnotherWay).toBeVisible();

        const payment = await shopper.payment();
        await new Phone(provider).scanAndPay(browser, payment.prompt!.code_url!);
        await shopper.seesOrderReceived();
        await expectPaidOnce(shopper, payment, provider.gateway);
      },
    );

    test(
      `${shop.name}: a guest on a phone pays in ${provider.name}'s app and comes back to a paid order`,
      { tag: '@phone' },
      async ({ page }) => {
        const shopper = await Shopper.at(page, shop);
        await shopper.buy(provider);
        await pressOnPhone(page, 'Pay');
        await shopper.seesOrderReceived();
        const payment = await shopper.payment();
        expect(payment.channel).toBe('mobile_web');
        await expectPaidOnce(shopper, payment, provider.gateway);
      },
    );
  }
}

test('a guest types an address, pays, and the cart is empty afterwards', async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  await shopper.putIntoCart(mainShop.products[0]!.id);
  await shopper.goToCheckout(alipay);
  await page.getByLabel('Email address').fill(shopper.email);
  const billing = page.getByRole('group', { name: 'Billing address' });
  await billing.getByLabel('Country/Region').selectOption({ label: 'China' });
  await billing.getByLabel('First name').fill('Ming');
  await billing.getByLabel('Last name').fill('Li');
  await billing.getByLabel('Address', { exact: true }).fill('1 Nanjing Road');
  await billing.getByLabel('City').fill('Beijing');
  await billing.getByLabel('Province').selectOption({ label: 'Beijing / 北京' });
  await billing.getByLabel('Postal code').fill('100000');
  await shopper.placeOrder();
  const payment = await shopper.payment();
  await shopper.dialog(alipay).isOpen();
  await new Phone(alipay).pay(payment.payment_id);
  await shopper.seesOrderReceived();
  await expectPaidOnce(shopper, payment, alipay.gateway);
  await page.goto(mainShop.checkout_url);
  await expect(page.getByText('Your cart is currently empty!')).toBeVisible();
});

test('"I have paid" finds money of which no notification has come', async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  const product = await shopper.wordPress.createProduct({ name: 'Never notified', price: '66.02' });
  const dialog = await shopper.buy(alipay, product.id);
  await dialog.isOpen();
  const payment = await shopper.payment();
  await new Phone(alipay).pay(payment.payment_id);
  await dialog.iHavePaid.click();
  await shopper.seesOrderReceived();
  await expectPaidOnce(shopper, payment, alipay.gateway);
});

test('"I have paid" without money says so, and the code stays', async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  const dialog = await shopper.buy(weChatPay);
  await dialog.isOpen();
  await dialog.iHavePaid.click();
  await expect(dialog.status).toHaveText(/No payment has arrived yet\./);
  await expect(dialog.code).toBeVisible();
});

test('the last piece is reserved for who is paying; the next shopper is told', async ({ page, browser }) => {
  const shopper = await Shopper.at(page, mainShop);
  const product = await shopper.wordPress.createProduct({ name: 'The last teapot', price: '20.00', stock: 1 });
  const second = await Shopper.at(await browser.newPage(), mainShop);
  await second.fillCart(product.id);

  const dialog = await shopper.buy(weChatPay, product.id);
  await dialog.isOpen();
  await second.page.goto(mainShop.checkout_url);
  await second.choose(alipay.name);
  await second.placeOrder();
  await expect(
    second.page
      .getByText(/The last teapot/)
      .and(second.page.getByText(/not available|not enough|held|out of stock/i))
      .first(),
  ).toBeVisible();
  expect(second.opened).toEqual([]);

  const payment = await shopper.payment();
  await new Phone(weChatPay).pay(payment.payment_id);
  await shopper.seesOrderReceived();
  await expectPaidOnce(shopper, payment, weChatPay.gateway);
  expect(await shopper.wordPress.stock(product.id)).toBe(0);
  await second.page.close();
});
