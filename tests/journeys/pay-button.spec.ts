import { expect, test } from '@playwright/test';
import { account, dev, mainSite } from './support/network';
import { A_CUP_OF_TEA, A_DONATION, PayButton, changeTerms, visitPayPage, type ButtonTerms } from './support/pay-button';
import { Phone, pressOnPhone } from './support/phone';
import { PROVIDERS, alipay, weChatPay } from './support/providers';
import { Shopper } from './support/shopper';

const A_TICKET: ButtonTerms = { amount: '25.50', currency: 'CNY', description: 'A concert ticket', email: 'required' };

for (const site of dev.sites) {
  for (const provider of PROVIDERS) {
    const tag = ['@nowoo', ...(site === mainSite && provider === weChatPay ? ['@oldest'] : [])];

    test(`${site.name}: a visitor pays a fixed price with ${provider.name}`, { tag }, async ({ page, browser }) => {
      const visitor = await Shopper.at(page, site);
      const button = await visitPayPage(visitor);
      await expect(button.root.getByText('A cup of tea')).toBeVisible();
      const dialog = await button.payWith(provider);
      await dialog.isOpen();
      await expect(dialog.code).toHaveAccessibleName(`QR code to pay ¥10.01 with ${provider.name}`);
      const payment = await visitor.payment();
      await new Phone(provider).scanAndPay(browser, payment.prompt!.code_url!);
      await button.thanks('¥10.01');
      expect(await visitor.wordPress.payments(payment.order)).toMatchObject([
        { id: payment.payment_id, status: 'succeeded', amount: 1001 },
      ]);
    });

    test(
      `${site.name}: a visitor on a phone pays an amount of their own with ${provider.name} and is thanked`,
      { tag: ['@phone', '@nowoo'] },
      async ({ page }) => {
        const visitor = await Shopper.at(page, site);
        const button = await visitPayPage(visitor, A_DONATION);
        const address = page.url();
        await button.amount.fill('12.5');
        await button.payWith(provider);
        await pressOnPhone(page, 'Pay');
        await page.waitForURL((url) => url.href.startsWith(address));
        await button.thanks('¥12.50');
        const { order, payment_id: id } = await visitor.payment();
        expect(await visitor.wordPress.payments(order)).toMatchObject([{ id, status: 'succeeded', amount: 1250 }]);
      },
    );
  }
}

test('an amount out of bounds is refused with words, and nothing is opened', { tag: '@nowoo' }, async ({ page }) => {
  const visitor = await Shopper.at(page, mainSite);
  const button = await visitPayPage(visitor, A_DONATION);
  for (const [typed, sentence] of [
    ['', 'Please type an amount such as 12.50.'],
    ['a lot', 'Please type an amount such as 12.50.'],
    ['12.505', 'Please type an amount such as 12.50.'],
    ['0', 'Please type an amount from ¥0.01 to ¥5000.00.'],
    ['5000.01', 'Please type an amount from ¥0.01 to ¥5000.00.'],
  ] as const) {
    await button.amount.fill(typed);
    await button.pay.click();
    await expect(button.amount).toHaveAccessibleDescription(new RegExp(sentence.replace('.', '\\.')));
    await expect(button.amount).toBeFocused();
  }
  expect(visitor.opened).toEqual([]);
  await button.amount.fill('１２。５０');
  await (await button.payWith(alipay)).isOpen();
  expect((await visitor.wordPress.payments((await visitor.payment()).order))[0]?.amount).toBe(1250);
});

test('a receipt is mailed to whom asked for it', { tag: '@nowoo' }, async ({ page }) => {
  const visitor = await Shopper.at(page, mainSite);
  const button = await visitPayPage(visitor, A_TICKET);
  await button.pay.click();
  await expect(button.email).toHaveAccessibleDescription(/Please type your e-mail address\./);
  await button.email.fill('ming at example');
  await expect(button.email).toHaveAccessibleDescription(/This does not look like an e-mail address\./);
  await button.email.fill(visitor.email);
  await (await button.payWith(weChatPay)).isOpen();
  await new Phone(weChatPay).pay((await visitor.payment()).payment_id);
  await button.thanks('¥25.50');
  await expect.poll(() => visitor.wordPress.mails(visitor.email)).toHaveLength(1);
  const [mail] = await visitor.wordPress.mails(visitor.email);
  expect(mail?.body).toContain('A concert ticket');
  expect(mail?.body).toContain('¥25.50');
});

test('what was paid is listed in the admin', { tag: '@nowoo' }, async ({ page, browser }) => {
  const visitor = await Shopper.at(page, mainSite);
  const button = await visitPayPage(visitor);
  await (await button.payWith(alipay)).isOpen();
  const payment = await visitor.payment();
  await new Phone(alipay).pay(payment.payment_id);
  await button.thanks('¥10.01');

  const owner = await Shopper.at(await browser.newPage(), mainSite);
  await owner.logIn(account('site_admin', mainSite));
  await owner.page.goto(`${mainSite.admin_url}admin.php?page=multipay&status=succeeded`);
  const row = owner.page.getByRole('row').filter({ hasText: payment.payment_id });
  await expect(row).toContainText('¥10.01');
  await expect(row).toContainText('Alipay');
  await expect(row).toContainText('Paid');
  await owner.page.close();
});

test('a visitor closes the code and goes on with the same payment', { tag: '@nowoo' }, async ({ page }) => {
  const visitor = await Shopper.at(page, mainSite);
  const button = await visitPayPage(visitor);
  const dialog = await button.payWith(weChatPay);
  await dialog.isOpen();
  const first = await visitor.payment();
  await dialog.close.click();
  await expect(button.status).toHaveText('This payment is not finished. You can go on with it.');
  await button.pay.click();
  await dialog.isOpen();
  expect((await visitor.payment(2)).payment_id).toBe(first.payment_id);
});

test(
  'a visitor reloads the page, or opens it twice, and pays the same payment',
  { tag: '@nowoo' },
  async ({ page }) => {
    const visitor = await Shopper.at(page, mainSite);
    const button = await visitPayPage(visitor);
    const dialog = await button.payWith(weChatPay);
    await dialog.isOpen();
    const first = await visitor.payment();
    const second = await visitor.otherTab();
    await second.page.goto(page.url());
    await (await new PayButton(second.page).payWith(weChatPay)).isOpen();
    expect((await second.payment()).payment_id).toBe(first.payment_id);

    await page.reload();
    await button.payWith(weChatPay);
    await dialog.isOpen();
    expect((await visitor.payment(2)).payment_id).toBe(first.payment_id);
    await new Phone(weChatPay).pay(first.payment_id);
    await Promise.all([button.thanks('¥10.01'), new PayButton(second.page).thanks('¥10.01')]);
    expect(await visitor.wordPress.payments(first.order)).toMatchObject([
      { id: first.payment_id, status: 'succeeded' },
    ]);
  },
);

test('a visitor comes back paid after the editor has changed the price', { tag: '@nowoo' }, async ({ page }) => {
  const visitor = await Shopper.at(page, mainSite);
  const button = await visitPayPage(visitor);
  const address = page.url();
  await (await button.payWith(alipay)).isOpen();
  const { order, key, payment_id: id } = await visitor.payment();
  await page.goto('about:blank');
  await changeTerms(visitor, address, { ...A_CUP_OF_TEA, amount: '20.00' });
  await new Phone(alipay).pay(id);
  const back = new URL(address);
  back.searchParams.set('multipay_order', order);
  back.searchParams.set('multipay_key', key);
  await page.goto(back.href);
  await expect(button.root.getByText('¥20.00')).toBeVisible();
  await button.thanks('¥10.01');
  expect(visitor.opened).toHaveLength(1);
});

test('another method replaces the attempt before: only one can be paid', { tag: '@nowoo' }, async ({ page }) => {
  const visitor = await Shopper.at(page, mainSite);
  const button = await visitPayPage(visitor);
  const dialog = await button.payWith(weChatPay);
  await dialog.isOpen();
  const first = await visitor.payment();
  await dialog.payAnotherWay.click();
  await expect(button.status).toHaveText(/^This payment was not finished\./);
  await (await button.payWith(alipay)).isOpen();
  const second = await visitor.payment(2);
  expect(second.order).toBe(first.order);
  await new Phone(weChatPay).isClosed(first.payment_id);
  await new Phone(alipay).pay(second.payment_id);
  await button.thanks('¥10.01');
});
