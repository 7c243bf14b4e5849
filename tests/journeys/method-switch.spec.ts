import { expect, test } from '@playwright/test';
import { withTheClocks } from './support/clock-lock';
import { mainShop } from './support/network';
import { expectPaidOnce, moneyNotes } from './support/paid';
import { Phone } from './support/phone';
import { alipay, weChatPay, type Provider } from './support/providers';
import { Shopper, orderNumber, type OpenedPayment } from './support/shopper';

/** Sees WeChat Pay's code at the checkout and presses "Pay another way". */
async function givesUpACode(shopper: Shopper): Promise<OpenedPayment> {
  const dialog = await shopper.buy(weChatPay);
  await dialog.isOpen();
  const first = await shopper.payment();
  await dialog.payAnotherWay.click();
  await expect(
    shopper.page.getByText('This payment was not finished. Please choose how you want to pay.').first(),
  ).toBeVisible();
  return first;
}

test('paying another way closes the first code, and the same order is paid with the second', async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  const first = await givesUpACode(shopper);
  await new Phone(weChatPay).isClosed(first.payment_id);

  await shopper.choose(alipay.name);
  await shopper.placeOrder();
  await shopper.dialog(alipay).isOpen();
  const second = await shopper.payment(2);
  expect(second.order).toBe(first.order);
  await new Phone(alipay).pay(second.payment_id);
  await shopper.seesOrderReceived();
  await expectPaidOnce(shopper, second, alipay.gateway);
});

test('cash on delivery after a code: the order goes on, and the code can no longer be paid', async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  const first = await givesUpACode(shopper);
  await shopper.choose('Cash on delivery');
  await shopper.placeOrder();
  await shopper.seesOrderReceived();
  await new Phone(weChatPay).isClosed(first.payment_id);
  expect(await shopper.order()).toMatchObject({ status: 'processing', payment_method: 'cod' });
});

/** Both were paid: the second completed the order, the first came late and is kept for a person. */
async function expectLateMoneyIsKept(shopper: Shopper, first: OpenedPayment, second: OpenedPayment): Promise<void> {
  await expect
    .poll(async () => (await shopper.wordPress.order(orderNumber(first))).reviews)
    .toEqual([`${first.payment_id} duplicate`]);
  const paid = await shopper.wordPress.order(orderNumber(first));
  expect(paid.status).toBe('processing');
  expect(moneyNotes(paid)).toEqual([
    expect.stringContaining(second.payment_id),
    expect.stringContaining(first.payment_id),
  ]);
  const books = await shopper.payments(first);
  expect(books.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  expect(books.find(({ id }) => id === first.payment_id)?.flags).toContain('duplicate');
}

async function switchTo(shopper: Shopper, provider: Provider): Promise<OpenedPayment> {
  await shopper.page.waitForURL(/pay_for_order/);
  await shopper.page.getByRole('radio', { name: provider.name }).check();
  await shopper.page.getByRole('button', { name: 'Pay for order' }).click();
  await shopper.dialog(provider).isOpen();
  return shopper.payment(2);
}

test('money that comes late with WeChat Pay after Alipay has paid is kept and noted', async ({ page }) => {
  await withTheClocks(async () => {
    const shopper = await Shopper.at(page, mainShop);
    // 66.10 says closed, and takes the money half a minute after the shopper has pressed Pay.
    const order = await shopper.wordPress.createOrder({ total: '66.10', gateway: weChatPay.gateway });
    await page.goto(order.receipt_url);
    await shopper.dialog(weChatPay).isOpen();
    const first = await shopper.payment();
    expect(await new Phone(weChatPay).pay(first.payment_id)).toBe('processing');
    await shopper.dialog(weChatPay).payAnotherWay.click();

    const second = await switchTo(shopper, alipay);
    await new Phone(alipay).pay(second.payment_id);
    await new Phone(alipay).letPass(31);
    await expect.poll(async () => (await shopper.wordPress.order(order.id)).status).toBe('processing');
    await new Phone(weChatPay).letPass(31);
    await expectLateMoneyIsKept(shopper, first, second);
  });
});

test("money that comes late with Alipay's old code after WeChat Pay has paid is kept and noted", async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  const order = await shopper.wordPress.createOrder({ total: '67.00', gateway: alipay.gateway });
  await page.goto(order.receipt_url);
  await shopper.dialog(alipay).isOpen();
  const first = await shopper.payment();
  // Nobody has scanned it, so Alipay does not know it yet and cannot close it.
  await shopper.dialog(alipay).payAnotherWay.click();

  const second = await switchTo(shopper, weChatPay);
  await new Phone(weChatPay).pay(second.payment_id);
  await shopper.seesOrderReceived();
  await new Phone(alipay).pay(first.payment_id);
  await expectLateMoneyIsKept(shopper, first, second);
});
