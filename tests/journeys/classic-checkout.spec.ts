import { expect, test } from '@playwright/test';
import { SHOPS, mainShop, type Shop } from './support/network';
import { expectPaidOnce } from './support/paid';
import { Phone, pressOnPhone } from './support/phone';
import { PROVIDERS, weChatPay, type Provider } from './support/providers';
import { Shopper } from './support/shopper';

async function placeClassicOrder(shopper: Shopper, shop: Shop, provider: Provider): Promise<void> {
  await shopper.fillCart();
  await shopper.page.goto(shop.classic_checkout_url);
  await shopper.page.getByRole('radio', { name: provider.name }).check();
  await shopper.page.getByRole('button', { name: 'Place order' }).click();
}

for (const shop of SHOPS) {
  for (const provider of PROVIDERS) {
    const tag = shop === mainShop && provider === weChatPay ? ['@oldest'] : [];

    test(
      `${shop.name}: a guest of the classic checkout scans ${provider.name}'s code`,
      { tag },
      async ({ page, browser }) => {
        const shopper = await Shopper.at(page, shop);
        await placeClassicOrder(shopper, shop, provider);
        await page.waitForURL(/order-pay/);
        await shopper.dialog(provider).isOpen();
        const payment = await shopper.payment();
        await new Phone(provider).scanAndPay(browser, payment.prompt!.code_url!);
        await shopper.seesOrderReceived();
        await expectPaidOnce(shopper, payment, provider.gateway);
      },
    );

    test(
      `${shop.name}: a guest of the classic checkout on a phone pays in ${provider.name}'s app`,
      { tag: '@phone' },
      async ({ page }) => {
        const shopper = await Shopper.at(page, shop);
        await placeClassicOrder(shopper, shop, provider);
        await pressOnPhone(page, 'Pay');
        await shopper.seesOrderReceived();
        const order = Number(/order-received\/(\d+)/.exec(page.url())?.[1]);
        const [payment] = await shopper.wordPress.payments(`order_${order}`);
        await expectPaidOnce(shopper, { order: `order_${order}`, payment_id: payment!.id }, provider.gateway);
      },
    );
  }
}

test('paying another way leads to the choice, and the code can no longer be paid', async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  await placeClassicOrder(shopper, mainShop, weChatPay);
  const dialog = shopper.dialog(weChatPay);
  await dialog.isOpen();
  const payment = await shopper.payment();
  await dialog.payAnotherWay.click();
  await page.waitForURL(/pay_for_order/);
  await expect(page.getByRole('radio', { name: 'Alipay' })).toBeVisible();
  await new Phone(weChatPay).isClosed(payment.payment_id);
});
