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
      `${shop.name}: a customer pays an order that an admin made, from My account, with ${provider.name}`,
      { tag },
      async ({ page, browser }) => {
        const shopper = await Shopper.at(page, shop);
        const customer = await shopper.wordPress.createUser('customer');
        const order = await shopper.wordPress.createOrder({
          total: '88.00',
          customer: customer.id,
          email: customer.email,
        });
        await shopper.logIn(customer);
        await page.goto(`${shop.my_account_url}orders/`);
        await page
          .getByRole('row')
          .filter({ hasText: `#${order.id}` })
          .getByRole('link', { name: /^Pay/ })
          .click();
        await page.getByRole('radio', { name: provider.name }).check();
        await page.getByRole('button', { name: 'Pay for order' }).click();

        const dialog = shopper.dialog(provider);
        await dialog.isOpen();
        await expect(dialog.code).toHaveAccessibleName(`QR code to pay ¥88.00 with ${provider.name}`);
        const payment = await shopper.payment();
        await new Phone(provider).scanAndPay(browser, payment.prompt!.code_url!);
        await shopper.seesOrderReceived();
        await expectPaidOnce(shopper, payment, provider.gateway);
      },
    );

    test(
      `${shop.name}: a guest on a phone opens the link that the shop sent and pays with ${provider.name}`,
      { tag: '@phone' },
      async ({ page }) => {
        const shopper = await Shopper.at(page, shop);
        const order = await shopper.wordPress.createOrder({ total: '88.00', email: shopper.email });
        await page.goto(order.pay_url);
        await page.getByRole('radio', { name: provider.name }).check();
        await page.getByRole('button', { name: 'Pay for order' }).click();
        await pressOnPhone(page, 'Pay');
        await shopper.seesOrderReceived();
        const [payment] = await shopper.wordPress.payments(`order_${order.id}`);
        await expectPaidOnce(shopper, { order: `order_${order.id}`, payment_id: payment!.id }, provider.gateway);
      },
    );
  }
}

test('an order that is paid already leads to the thanks, not to another code', async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  const order = await shopper.wordPress.createOrder({ total: '12.00', gateway: weChatPay.gateway });
  await page.goto(order.receipt_url);
  const payment = await shopper.payment();
  await new Phone(weChatPay).pay(payment.payment_id);
  await shopper.seesOrderReceived();
  await page.goto(order.receipt_url);
  await expect(page).toHaveURL(/order-received/);
  expect(await shopper.wordPress.payments(payment.order)).toHaveLength(1);
});

test("somebody else's key opens nothing", async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  const order = await shopper.wordPress.createOrder({ total: '12.00', gateway: alipay.gateway });
  const answer = await page.request.post(`${mainShop.url}wp-json/multipay/v1/payments`, {
    data: { order: `order_${order.id}`, key: 'wc_order_guessed', gateway: alipay.gateway },
  });
  expect([answer.status(), ((await answer.json()) as { code: string }).code]).toEqual([404, 'multipay_not_yours']);
  expect(await shopper.wordPress.payments(`order_${order.id}`)).toEqual([]);
});
