import { expect, test } from '@playwright/test';
import { mainShop, mainSite } from './support/network';
import { expectPaidOnce, moneyNotes } from './support/paid';
import { PayButton, visitPayPage } from './support/pay-button';
import { Phone, pressOnPhone } from './support/phone';
import { alipay, weChatPay } from './support/providers';
import { Shopper, orderNumber, type OpenedPayment } from './support/shopper';

/** The attempts that the provider would take money for. */
async function liveAttempts(shopper: Shopper, { order }: OpenedPayment): Promise<string[]> {
  const attempts = await shopper.payments({ order });
  const live = await Promise.all(
    attempts.map(async ({ id, provider }) => {
      const phone = new Phone(provider === alipay.simulator ? alipay : weChatPay);
      return (await phone.canBePaid(id)) ? [id] : [];
    }),
  );
  return live.flat();
}

test.describe('a shopper who left', () => {
  test('reloads the checkout, is offered the payment, and goes on with the same one', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await (await shopper.buy(weChatPay)).isOpen();
    const first = await shopper.payment();
    await page.reload();
    const notice = page.getByRole('region', { name: 'Unfinished payment' });
    await expect(notice).toContainText('¥10.01 with WeChat Pay');
    await notice.getByRole('button', { name: 'Go on' }).click();
    await shopper.dialog(weChatPay).isOpen();
    expect((await shopper.payment(2)).payment_id).toBe(first.payment_id);
    await new Phone(weChatPay).pay(first.payment_id);
    await shopper.seesOrderReceived();
    await expectPaidOnce(shopper, first, weChatPay.gateway);
  });

  test('places the same order again after a reload: the same payment', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await (await shopper.buy(alipay)).isOpen();
    const first = await shopper.payment();
    await page.reload();
    await shopper.choose(alipay.name);
    await shopper.placeOrder();
    await shopper.dialog(alipay).isOpen();
    const second = await shopper.payment(2);
    expect([second.payment_id, second.order]).toEqual([first.payment_id, first.order]);
    expect(await liveAttempts(shopper, first)).toEqual([first.payment_id]);
  });

  test('starts over: the payment is closed, and the button works', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await (await shopper.buy(weChatPay)).isOpen();
    const first = await shopper.payment();
    await page.reload();
    const notice = page.getByRole('region', { name: 'Unfinished payment' });
    await notice.getByRole('button', { name: 'Start over' }).click();
    await expect(notice).toBeHidden();
    await new Phone(weChatPay).isClosed(first.payment_id);
    await shopper.choose(weChatPay.name);
    await shopper.placeOrder();
    await shopper.dialog(weChatPay).isOpen();
    const next = await shopper.payment(2);
    expect(next.payment_id).not.toBe(first.payment_id);
    await expect.poll(() => liveAttempts(shopper, next)).toEqual([next.payment_id]);
  });

  test('closes the page and comes back from My account: the same payment goes on', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    const customer = await shopper.wordPress.createUser('customer');
    await shopper.logIn(customer);
    await shopper.putIntoCart(mainShop.products[0]!.id);
    await shopper.goToCheckout(weChatPay);
    await shopper.placeOrder();
    await shopper.dialog(weChatPay).isOpen();
    const first = await shopper.payment();

    const later = await shopper.otherTab();
    await page.close();
    await later.page.goto(`${mainShop.my_account_url}orders/`);
    const row = later.page.getByRole('row').filter({ hasText: `#${orderNumber(first)}` });
    await row.getByRole('link', { name: /^Pay/ }).click();
    await later.choose(weChatPay.name);
    await later.page.getByRole('button', { name: 'Pay for order' }).click();
    await later.dialog(weChatPay).isOpen();
    expect((await later.payment()).payment_id).toBe(first.payment_id);
    await new Phone(weChatPay).pay(first.payment_id);
    await later.seesOrderReceived();
    await expectPaidOnce(later, first, weChatPay.gateway);
  });

  test('comes back from the e-mail "Finish your payment", which is sent once, after five minutes', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await (await shopper.buy(alipay)).isOpen();
    const first = await shopper.payment();
    const dueInSeconds = await shopper.wordPress.remind(orderNumber(first));
    expect(dueInSeconds).toBeGreaterThan(240);
    expect(dueInSeconds).toBeLessThanOrEqual(300);
    const mails = (await shopper.wordPress.mails(shopper.email)).filter(({ subject }) => subject.includes('Finish'));
    expect(mails).toHaveLength(1);

    const [, link] = /href="([^"]*order-pay[^"]*)"/.exec(mails[0]!.body) ?? [];
    const later = await shopper.otherTab();
    await page.close();
    await later.page.goto(link!.replaceAll('&amp;', '&').replaceAll('&#038;', '&'));
    await later.dialog(alipay).isOpen();
    expect((await later.payment()).payment_id).toBe(first.payment_id);
    await new Phone(alipay).pay(first.payment_id);
    await later.seesOrderReceived();
    await expectPaidOnce(later, first, alipay.gateway);
  });

  test('is not reminded of what is paid', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await (await shopper.buy(alipay)).isOpen();
    const payment = await shopper.payment();
    await new Phone(alipay).pay(payment.payment_id);
    await shopper.seesOrderReceived();
    await shopper.wordPress.remind(orderNumber(payment));
    const mails = await shopper.wordPress.mails(shopper.email);
    expect(mails.filter(({ subject }) => subject.includes('Finish'))).toEqual([]);
  });

  test('sees an unfinished order in the payment-status block, and goes on there', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await (await shopper.buy(weChatPay)).isOpen();
    const first = await shopper.payment();
    await page.goto(mainShop.payment_status_url);
    const item = page.getByRole('listitem').filter({ hasText: `Order ${orderNumber(first)}` });
    await item.getByRole('button', { name: 'Go on paying' }).click();
    await shopper.dialog(weChatPay).isOpen();
    expect((await shopper.payment(2)).payment_id).toBe(first.payment_id);
    await new Phone(weChatPay).pay(first.payment_id);
    await expect(item).toContainText('Paid. Thank you.');
    await expectPaidOnce(shopper, first, weChatPay.gateway);
  });

  test("finds a pay button's payment in the payment-status block", { tag: '@nowoo' }, async ({ page }) => {
    const visitor = await Shopper.at(page, mainSite);
    await (await (await visitPayPage(visitor)).payWith(weChatPay)).isOpen();
    const first = await visitor.payment();
    await page.goto(mainSite.payment_status_url);
    const item = page.getByRole('listitem').filter({ hasText: 'A cup of tea' });
    await expect(item).toContainText('¥10.01');
    await item.getByRole('button', { name: 'Go on paying' }).click();
    await page.waitForURL(/multipay_order=/);
    await visitor.dialog(weChatPay).isOpen();
    expect((await visitor.payment(2)).payment_id).toBe(first.payment_id);
    await new Phone(weChatPay).pay(first.payment_id);
    await new PayButton(page).thanks('¥10.01');
    await page.goto(mainSite.payment_status_url);
    await expect(page.getByText('You have no unfinished payments.')).toBeVisible();
  });

  test('paid while the page was closed: the cart is empty, and the order is found paid', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await (await shopper.buy(alipay)).isOpen();
    const payment = await shopper.payment();
    await page.goto('about:blank');
    await new Phone(alipay).pay(payment.payment_id);
    await expect.poll(async () => (await shopper.order()).status).toBe('processing');
    await page.goto(mainShop.checkout_url);
    await expect(page.getByText('Your cart is currently empty!')).toBeVisible();
    await expectPaidOnce(shopper, payment, alipay.gateway);
  });
});

test.describe('when the time to pay has run out', () => {
  for (const provider of [weChatPay, alipay]) {
    test(`${provider.name}: the page says so, and a new code is another attempt, the only one that can be paid`, async ({
      page,
    }) => {
      const shopper = await Shopper.at(page, mainShop);
      const order = await shopper.wordPress.createOrder({ total: '30.00', gateway: provider.gateway });
      await page.goto(order.receipt_url);
      const dialog = shopper.dialog(provider);
      await dialog.isOpen();
      const first = await shopper.payment();
      await new Phone(provider).scan(first.payment_id);
      await shopper.wordPress.close(first.payment_id);
      await expect(dialog.status).toHaveText(/^The time to pay has run out\./);
      await expect(dialog.code).toBeHidden();
      await dialog.showNewCode.click();
      await dialog.isOpen();
      const second = await shopper.payment(2);
      expect(second.payment_id).not.toBe(first.payment_id);
      await expect.poll(() => liveAttempts(shopper, second)).toEqual([second.payment_id]);
      await new Phone(provider).pay(second.payment_id);
      await shopper.seesOrderReceived();
      await expectPaidOnce(shopper, second, provider.gateway);
    });
  }
});

test.describe('never two live attempts with the same terms', () => {
  test('two tabs show the same payment, and both move on when it is paid', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    const order = await shopper.wordPress.createOrder({ total: '31.00', gateway: weChatPay.gateway });
    const other = await shopper.otherTab();
    await Promise.all([page.goto(order.receipt_url), other.page.goto(order.receipt_url)]);
    await Promise.all([shopper.dialog(weChatPay).isOpen(), other.dialog(weChatPay).isOpen()]);
    const [here, there] = [await shopper.payment(), await other.payment()];
    expect(here.payment_id).toBe(there.payment_id);
    expect(await liveAttempts(shopper, here)).toEqual([here.payment_id]);
    await new Phone(weChatPay).pay(here.payment_id);
    await Promise.all([shopper.seesOrderReceived(), other.seesOrderReceived()]);
    await expectPaidOnce(shopper, here, weChatPay.gateway);
  });

  for (const provider of [weChatPay, alipay]) {
    test(`${provider.name} again after "Pay another way": one code can be paid`, async ({ page }) => {
      const shopper = await Shopper.at(page, mainShop);
      const order = await shopper.wordPress.createOrder({ total: '32.00', gateway: provider.gateway });
      await page.goto(order.receipt_url);
      const dialog = shopper.dialog(provider);
      await dialog.isOpen();
      const first = await shopper.payment();
      await dialog.payAnotherWay.click();
      await page.waitForURL(/pay_for_order/);
      await page.getByRole('radio', { name: provider.name }).check();
      await page.getByRole('button', { name: 'Pay for order' }).click();
      await dialog.isOpen();
      const payment = await shopper.payment(2);
      // Alipay cannot close a code that nobody has scanned: the shopper goes on with it.
      if (provider === alipay) expect(payment.payment_id).toBe(first.payment_id);
      await expect.poll(() => liveAttempts(shopper, payment)).toEqual([payment.payment_id]);
      await new Phone(provider).pay(payment.payment_id);
      await shopper.seesOrderReceived();
      await expectPaidOnce(shopper, payment, provider.gateway);
    });
  }

  test('a changed cart is another order with another payment, and neither is opened twice', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await (await shopper.buy(alipay)).isOpen();
    const first = await shopper.payment();
    await shopper.putIntoCart(mainShop.products[0]!.id);
    await shopper.goToCheckout(alipay);
    await shopper.placeOrder();
    await expect(shopper.dialog(alipay).code).toHaveAccessibleName('QR code to pay ¥20.02 with Alipay');
    const second = await shopper.payment(2);
    expect(second.payment_id).not.toBe(first.payment_id);
    const attempts = [...(await liveAttempts(shopper, first)), ...(await liveAttempts(shopper, second))];
    expect(attempts.filter((id) => id === second.payment_id)).not.toEqual([]);
    const payments = [...(await shopper.payments(first)), ...(await shopper.payments(second))];
    const liveTerms = payments.filter(({ id }) => attempts.includes(id)).map(({ amount }) => amount);
    expect(new Set(liveTerms).size).toBe(new Set(attempts).size);
    await new Phone(alipay).pay(second.payment_id);
    await shopper.seesOrderReceived();
    await expectPaidOnce(shopper, second, alipay.gateway);
  });
});

test.describe('the back button', () => {
  test('from the code leads to a checkout whose button works', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await (await shopper.buy(weChatPay)).isOpen();
    const first = await shopper.payment();
    await shopper.dialog(weChatPay).close.click();
    await page.waitForURL(/order-pay/);
    await page.goBack();
    await shopper.choose(weChatPay.name);
    await shopper.placeOrder();
    await shopper.dialog(weChatPay).isOpen();
    expect((await shopper.payment(2)).payment_id).toBe(first.payment_id);
  });

  for (const provider of [weChatPay, alipay]) {
    test(
      `on a phone, from ${provider.name}'s page without paying: the shop asks, and does not send the shopper away again`,
      { tag: ['@phone', '@nowoo'] },
      async ({ page }) => {
        const visitor = await Shopper.at(page, mainSite);
        const button = await visitPayPage(visitor);
        const address = page.url();
        await button.payWith(provider);
        await pressOnPhone(page, 'Cancel');
        await page.waitForURL((url) => url.href.startsWith(address));
        const panel = page.getByRole('group', { name: `Pay with ${provider.name}` });
        await expect(panel.getByRole('button', { name: 'Go on paying' })).toBeVisible();
        await expect(panel.getByRole('status')).toHaveText(/^No payment has arrived yet\./);
        await panel.getByRole('button', { name: 'Go on paying' }).click();
        await pressOnPhone(page, 'Pay');
        await button.thanks('¥10.01');
        expect(await visitor.payments(await visitor.payment())).toMatchObject([{ status: 'succeeded' }]);
      },
    );
  }
});

test("the same money in the provider's books, at the bridge and in the order", async ({ page }) => {
  const shopper = await Shopper.at(page, mainShop);
  const order = await shopper.wordPress.createOrder({ total: '45.67', gateway: alipay.gateway });
  await page.goto(order.receipt_url);
  const payment = await shopper.payment();
  await new Phone(alipay).pay(payment.payment_id);
  await shopper.seesOrderReceived();
  const paid = await expectPaidOnce(shopper, payment, alipay.gateway);
  expect(moneyNotes(paid)[0]).toContain('¥45.67');
  expect((await shopper.payments(payment))[0]?.paid_amount).toBe(4567);
  expect((await new Phone(alipay).payment(payment.payment_id)).paid_amount_minor).toBe(4567);
});
