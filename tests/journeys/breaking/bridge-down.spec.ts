import { expect, type Page } from '@playwright/test';
import type { RunningNetwork } from '../../../tools/dev/start-network';
import type { Shop } from '../support/network';
import { test } from '../support/own-network';
import { expectPaidOnce } from '../support/paid';
import { PayButton } from '../support/pay-button';
import { Phone } from '../support/phone';
import { PROVIDERS, alipay, weChatPay } from '../support/providers';
import { Shopper, logIn } from '../support/shopper';

test.describe.configure({ timeout: 180_000 });

/** How long the shop may go on with what it knew of the bridge. */
const NOTICED_WITHIN_MS = 60_000;

let network: RunningNetwork;

test.beforeEach(({ network: own }) => {
  network = own;
});
test.afterEach(async () => {
  for (const part of ['bridge', 'wordpress'] as const) {
    const { pid } = network.dev.processes.find(({ name }) => name === part)!;
    if (!isAlive(pid)) await network.restart(part);
  }
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const shop = (): Shop => network.dev.sites[0] as Shop;
const phoneOf = (provider: typeof weChatPay): Phone => new Phone(provider, network.dev);
const sitDown = (page: Page): Promise<Shopper> => Shopper.at(page, shop(), network.dev);

async function methodsAre(page: Page, url: string, count: number): Promise<void> {
  await expect(async () => {
    await page.goto(url);
    // Without a choice there are no radio buttons.
    await expect(page.getByText('Cash on delivery', { exact: true })).toBeVisible();
    for (const { name } of PROVIDERS) await expect(page.getByText(name, { exact: true })).toHaveCount(count);
  }).toPass({ timeout: NOTICED_WITHIN_MS });
}

test.describe('the bridge is killed', () => {
  test('both methods hide, cash on delivery works, and they come back with it', async ({ page }) => {
    const shopper = await sitDown(page);
    await shopper.fillCart();
    const { checkout_url: block, classic_checkout_url: classic } = shop();
    await methodsAre(page, block, 1);
    await network.kill('bridge', 'SIGKILL');
    await methodsAre(page, block, 0);
    await methodsAre(page, classic, 0);
    await page.goto(block);
    await expect(page.getByText('Pay with cash upon delivery.')).toBeVisible();
    await shopper.placeOrder();
    await shopper.seesOrderReceived();

    await network.restart('bridge');
    await shopper.fillCart();
    await methodsAre(page, block, 1);
    await methodsAre(page, classic, 1);
  });

  test('a pay button says so before and after, and works again with it', { tag: '@nowoo' }, async ({ page }) => {
    await page.goto(shop().pay_page_url);
    const button = new PayButton(page);
    await network.kill('bridge', 'SIGKILL');
    await button.choose(weChatPay);
    await button.pay.click();
    await expect(button.status).toHaveText(/nothing was charged\. Please try again\.$|not possible at the moment/);
    await expect(button.pay).toBeEnabled();
    await expect(async () => {
      await page.reload();
      await expect(page.getByText('Paying is not possible at the moment. Please try again later.')).toBeVisible();
    }).toPass({ timeout: NOTICED_WITHIN_MS });

    await network.restart('bridge');
    await expect(async () => {
      await page.reload();
      await expect(button.pay).toBeEnabled({ timeout: 3_000 });
    }).toPass({ timeout: NOTICED_WITHIN_MS });
    await (await button.payWith(weChatPay)).isOpen();
  });

  test(
    'the screens of the network and of a site say so, and are whole again with it',
    { tag: '@nowoo' },
    async ({ page }) => {
      const { accounts, sites, network: whole } = network.dev;
      const admin = accounts.find(({ role }) => role === 'network_admin')!;
      await logIn(page, sites[0]!, admin.login, admin.password);
      const screens = [
        ...['multipay', 'multipay-merchants', 'multipay-sites', 'multipay-audit', 'multipay-setup'].map(
          (slug) => `${whole.network_admin_url}admin.php?page=${slug}`,
        ),
        ...['multipay', 'multipay-doctor'].map((slug) => `${sites[0]!.admin_url}admin.php?page=${slug}`),
      ];
      const saysSo = page
        .locator('.wrap')
        .getByText(/The bridge does not answer/)
        .first();
      await network.kill('bridge', 'SIGKILL');
      for (const url of screens) {
        await page.goto(url);
        await expect(saysSo, url).toBeVisible();
      }
      await network.restart('bridge');
      for (const url of screens) {
        await page.goto(url);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expect(saysSo, url).toBeHidden();
      }
    },
  );

  for (const provider of [weChatPay, alipay]) {
    test(`while the phone pays with ${provider.name}, and started again: the order is paid once`, async ({ page }) => {
      const shopper = await sitDown(page);
      const order = await shopper.wordPress.createOrder({ total: '50.00', gateway: provider.gateway });
      await page.goto(order.receipt_url);
      await shopper.dialog(provider).isOpen();
      const payment = await shopper.payment();
      await network.kill('bridge', 'SIGKILL');
      expect(await phoneOf(provider).pay(payment.payment_id)).toBe('paid');
      await network.restart('bridge');
      await phoneOf(provider).deliverEverything();
      await page.waitForURL(/order-received/, { timeout: 90_000 });
      await expectPaidOnce(shopper, payment, provider.gateway);
    });
  }

  test('while a visitor pays, and started again: the page says thank you', { tag: '@nowoo' }, async ({ page }) => {
    const visitor = await sitDown(page);
    await page.goto(shop().pay_page_url);
    const button = new PayButton(page);
    await (await button.payWith(alipay)).isOpen();
    const payment = await visitor.payment();
    await network.kill('bridge', 'SIGKILL');
    await phoneOf(alipay).pay(payment.payment_id);
    await network.restart('bridge');
    await expect(button.status).toHaveText(/^Thank you\. Your payment of ¥10\.01/, { timeout: 90_000 });
    expect(await visitor.payments(payment)).toMatchObject([{ status: 'succeeded' }]);
  });
});

test.describe('the site is down for the whole payment', () => {
  for (const provider of [weChatPay, alipay]) {
    test(`${provider.name}: the order is paid once when the site is back`, async ({ page }) => {
      const shopper = await sitDown(page);
      const order = await shopper.wordPress.createOrder({ total: '51.00', gateway: provider.gateway });
      await page.goto(order.receipt_url);
      await shopper.dialog(provider).isOpen();
      const payment = await shopper.payment();
      await page.goto('about:blank');
      await network.kill('wordpress', 'SIGKILL');
      expect(await phoneOf(provider).pay(payment.payment_id)).toBe('paid');
      await phoneOf(provider).deliverEverything();
      await network.restart('wordpress');
      await expect
        .poll(async () => (await shopper.wordPress.order(order.id)).status, { timeout: 120_000, intervals: [1_000] })
        .toBe('processing');
      await expectPaidOnce(shopper, payment, provider.gateway);
    });
  }
});
