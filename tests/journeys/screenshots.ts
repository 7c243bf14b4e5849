import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { devices, expect, test, type BrowserContextOptions, type Page } from '@playwright/test';
import { account, dev, mainShop, mainSite } from './support/network';
import { PayButton } from './support/pay-button';
import { Phone, pressOnPhone } from './support/phone';
import { alipay, weChatPay } from './support/providers';
import { Shopper, logIn, orderNumber } from './support/shopper';

/* The pictures of docs/screenshots, as a person would see them: what is on the screen, nothing below it. */

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const PHONE_SIZE = { width: 390, height: 844 };

const { userAgent, isMobile, hasTouch } = devices['Pixel 7'];

const DEVICES: Readonly<Record<'desktop' | 'phone', BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { userAgent, isMobile, hasTouch, viewport: PHONE_SIZE },
};

test.beforeAll(() => mkdir(FOLDER, { recursive: true }));

for (const [device, options] of Object.entries(DEVICES)) {
  const take = async (page: Page, name: string): Promise<void> => {
    await page.screenshot({ path: `${FOLDER}${name}-${device}.png`, animations: 'disabled' });
  };

  test.describe(device, () => {
    test.use(options);

    test('checkout, code, thanks', async ({ page, browser }) => {
      const shopper = await Shopper.at(page, mainShop);
      await shopper.fillCart();
      await shopper.goToCheckout(weChatPay);
      // The order summary comes with an answer of its own.
      await page.waitForLoadState('networkidle');
      await page.getByRole('radio', { name: weChatPay.name }).scrollIntoViewIfNeeded();
      await page.evaluate('window.scrollBy(0, 260)');
      await take(page, 'checkout');
      await shopper.placeOrder();
      if (device === 'phone') {
        await expect(page.getByRole('button', { name: 'Pay', exact: true })).toBeVisible();
        await take(page, 'phone-wechat-pay');
        await pressOnPhone(page, 'Pay');
      } else {
        await shopper.dialog(weChatPay).isOpen();
        await take(page, 'qr-dialog');
        await new Phone(weChatPay).scanAndPay(browser, (await shopper.payment()).prompt!.code_url!);
      }
      await shopper.seesOrderReceived();
      await take(page, 'paid');
    });

    test('order-pay', async ({ page }) => {
      const shopper = await Shopper.at(page, mainShop);
      const order = await shopper.wordPress.createOrder({ total: '88.00' });
      await page.goto(order.pay_url);
      await page.getByRole('radio', { name: alipay.name }).check();
      await expect(page.getByText('Pay with cash upon delivery.')).toBeHidden();
      await take(page, 'order-pay');
    });

    test('pay button', async ({ page }) => {
      await page.goto(mainSite.open_amount_page_url);
      const button = new PayButton(page);
      await button.amount.fill('12.50');
      await button.choose(alipay);
      await take(page, 'pay-button');
    });

    test('unfinished', async ({ page }) => {
      await page.goto(mainSite.pay_page_url);
      const button = new PayButton(page);
      await button.choose(alipay);
      await button.pay.click();
      if (device === 'phone') {
        await pressOnPhone(page, 'Cancel');
        const panel = page.getByRole('group', { name: 'Pay with Alipay' });
        await expect(panel.getByRole('status')).toHaveText(/^No payment has arrived yet\./);
        await take(page, 'phone-back-without-paying');
      } else {
        const visitor = await Shopper.at(page, mainSite);
        await visitor.dialog(alipay).isOpen();
        await page.goto(mainSite.payment_status_url);
        await expect(page.getByRole('button', { name: 'Go on paying' })).toBeVisible();
        await take(page, 'payment-status');
      }
    });

    test('e-mail', async ({ page, browser }) => {
      const shopper = await Shopper.at(await browser.newPage(), mainShop);
      await shopper.buy(alipay);
      await shopper.wordPress.remind(orderNumber(await shopper.payment()));
      const [mail] = await shopper.wordPress.mails(shopper.email);
      await shopper.page.close();
      await page.setContent(mail!.body);
      await take(page, 'finish-payment-email');
    });

    test('admin', async ({ page }) => {
      const who = account('network_admin');
      await logIn(page, mainSite, who.login, who.password);
      await page.goto(`${mainSite.admin_url}admin.php?page=multipay`);
      await take(page, 'payments-list');
      await page.goto(`${dev.network.network_admin_url}admin.php?page=multipay-setup`);
      await expect(page.getByRole('heading', { name: '2. Merchant accounts' })).toBeVisible();
      await take(page, 'setup');
      await page.getByRole('button', { name: 'Add WeChat Pay account' }).click();
      await page.getByLabel('Name, as shoppers know the merchant').scrollIntoViewIfNeeded();
      await take(page, 'setup-account');
      await page.goto(`${mainShop.admin_url}admin.php?page=wc-settings&tab=checkout&section=${weChatPay.gateway}`);
      await take(page, 'gateway-settings');
    });
  });
}

test.describe('narrow', () => {
  test.use({ viewport: PHONE_SIZE });

  test('the code in a narrow window', async ({ page }) => {
    await page.goto(mainSite.pay_page_url);
    await (await new PayButton(page).payWith(weChatPay)).isOpen();
    await page.screenshot({ path: `${FOLDER}qr-dialog-phone.png` });
  });
});
