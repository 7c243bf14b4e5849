import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { devices, expect, test, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { NETWORK_SCREENS, siteScreens, takeSomeMoney, visit, type AdminScreen } from './support/admin-screens';
import { account, mainShop, mainSite } from './support/network';
import { PayButton } from './support/pay-button';
import { Phone, pressOnPhone } from './support/phone';
import { alipay, weChatPay } from './support/providers';
import { Shopper, logIn, orderNumber } from './support/shopper';
import { WordPress } from './support/wordpress';

/*
 * The pictures of docs/screenshots, as a person would see them: what is on the screen, nothing below it. Of the admin's
 * screens somewhat more, and in Chinese too. Nothing is changed in the network but that money came in.
 */

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const PHONE_SIZE = { width: 390, height: 844 };
const LONGEST = 1600;

const { userAgent, isMobile, hasTouch } = devices['Pixel 7'];

const DEVICES: Readonly<Record<'desktop' | 'phone', BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { userAgent, isMobile, hasTouch, viewport: PHONE_SIZE },
};

test.beforeAll(() => mkdir(FOLDER, { recursive: true }));

let payment: Promise<string> | undefined;

/** Some money for the admin's screens, once for all of them; at a computer, whatever the pictures are of. */
const paid = (browser: Browser): Promise<string> =>
  (payment ??= takeSomeMoney(() => browser.newPage({ ...devices['Desktop Chrome'], locale: 'en-US' })));

const enter = (page: Page, who: { login: string; password: string }): Promise<void> =>
  logIn(page, mainSite, who.login, who.password);

/** Screens of the admin are longer than the window; nobody reads a picture that is endless. */
async function takeScreens(page: Page, screens: readonly AdminScreen[], suffix: string): Promise<void> {
  const size = page.viewportSize()!;
  for (const screen of screens) {
    await visit(page, screen);
    const height = Math.min(await page.evaluate<number>('document.documentElement.scrollHeight'), LONGEST);
    await page.setViewportSize({ ...size, height });
    await page.screenshot({ path: `${FOLDER}${screen.name}-${suffix}.png`, animations: 'disabled' });
    await page.setViewportSize(size);
  }
}

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

    test('admin of the network', async ({ page, browser }) => {
      test.setTimeout(180_000);
      await paid(browser);
      await enter(page, account('network_admin'));
      await takeScreens(page, NETWORK_SCREENS, device);
      await page.getByRole('button', { name: 'Add WeChat Pay account' }).click();
      await page.getByLabel('Name, as shoppers know the merchant').waitFor();
      await page.evaluate("document.querySelector('.multipay-form').scrollIntoView()");
      // WordPress's own bar lies over the top of the page.
      await page.evaluate('window.scrollBy(0, -80)');
      await take(page, 'setup-account');
    });

    test('admin of a site', async ({ page, browser }) => {
      test.setTimeout(180_000);
      const screens = siteScreens(await paid(browser));
      await enter(page, account('site_admin', mainSite));
      await takeScreens(page, screens, device);
    });
  });
}

test.describe('in Chinese', () => {
  test.use({ ...DEVICES.desktop, locale: 'zh-CN' });

  test('admin', async ({ page, browser }) => {
    test.setTimeout(180_000);
    const wordPress = new WordPress(mainSite);
    const screens = [...NETWORK_SCREENS, ...siteScreens(await paid(browser))];
    const user = await wordPress.createUser('network_admin', 'zh_CN');
    try {
      await enter(page, user);
      await takeScreens(page, screens, 'desktop.zh_CN');
    } finally {
      await wordPress.deleteUser(user.id);
    }
  });
});

test.describe('narrow', () => {
  test.use({ viewport: PHONE_SIZE });

  test('the code in a narrow window', async ({ page }) => {
    await page.goto(mainSite.pay_page_url);
    await (await new PayButton(page).payWith(weChatPay)).isOpen();
    await page.screenshot({ path: `${FOLDER}qr-dialog-phone.png` });
  });
});
