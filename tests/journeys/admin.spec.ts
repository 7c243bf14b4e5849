import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { account, dev, mainShop, mainSite, secondSite } from './support/network';
import { visitPayPage } from './support/pay-button';
import { Phone } from './support/phone';
import { ask } from './support/admin-rest';
import { PROVIDERS, weChatPay } from './support/providers';
import { Shopper, logIn } from './support/shopper';
import { WordPress } from './support/wordpress';

const setup = (admin: string): string => `${admin}admin.php?page=multipay-setup`;
const doctor = (admin: string): string => `${admin}admin.php?page=multipay-doctor`;
const payments = (admin: string): string => `${admin}admin.php?page=multipay`;

async function enter(page: Page, who = account('site_admin', mainSite), site = mainSite): Promise<void> {
  await logIn(page, site, who.login, who.password);
}

/** What the Chinese translation says for an English sentence. */
function inChinese(english: string): string {
  const catalogue = readFileSync(new URL('../../languages/multipay-zh_CN.po', import.meta.url), 'utf8');
  const [, rest] = catalogue.split(`\nmsgid ${JSON.stringify(english)}\nmsgstr "`);
  const chinese = rest?.split('"\n')[0];
  if (chinese === undefined || chinese === '') throw new Error(`languages/ has no Chinese for "${english}"`);
  return chinese;
}

test.describe('WooCommerce > Settings > Payments', () => {
  test('both methods are listed', async ({ page }) => {
    await enter(page);
    await page.goto(`${mainShop.admin_url}admin.php?page=wc-settings&tab=checkout`);
    for (const { name } of PROVIDERS) await expect(page.getByText(name).first()).toBeVisible();
  });
});

test.describe('Setup', { tag: '@nowoo' }, () => {
  test('the network admin sees the pairing, the accounts and the settings', async ({ page }) => {
    await enter(page, account('network_admin'));
    await page.goto(setup(dev.network.network_admin_url));
    await expect(page.getByRole('heading', { name: '1. The bridge' })).toBeVisible();
    await expect(page.getByText('Paired. Fingerprint of its key:')).toBeVisible();
    await expect(page.getByText(/^The bridge answers \(version /)).toBeVisible();
    await expect(page.getByRole('heading', { name: '2. Merchant accounts' })).toBeVisible();
    for (const { name } of PROVIDERS) {
      await expect(page.getByRole('heading', { level: 3, name: new RegExp(`\\(${name}\\)$`) }).first()).toBeVisible();
    }
    await expect(page.getByRole('heading', { name: '3. Settings' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Settings of the network' })).toBeVisible();
  });

  test('new keys are checked before anything is sent, and are never shown again', async ({ page }) => {
    await enter(page, account('network_admin'));
    await page.goto(setup(dev.network.network_admin_url));
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET' && request.url().includes('multipay')) sent.push(request.url());
    });
    await page.getByRole('button', { name: 'Add WeChat Pay account' }).click();
    await page.getByLabel('Name, as shoppers know the merchant').fill('A tea house');
    await page.getByLabel('Merchant number (商户号)').fill('12');
    await page.getByLabel('APIv3 key (APIv3密钥)').fill('too short');
    await page.getByRole('button', { name: 'Encrypt and save' }).click();
    await expect(page.getByText('A merchant number has 8 to 10 digits.')).toBeVisible();
    await expect(page.getByText('An APIv3 key has exactly 32 characters.')).toBeVisible();
    expect(sent).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('button', { name: 'Add Alipay account' })).toBeVisible();
    expect(await page.content()).not.toContain('BEGIN PRIVATE KEY');
  });

  test("a site's owner sees that the network manages it, and cannot change it", async ({ page }) => {
    await enter(page);
    await page.goto(setup(mainSite.admin_url));
    await expect(page.getByRole('heading', { name: 'MultiPay settings' })).toBeVisible();
    await expect(page.getByText('The money goes to the network’s merchant accounts.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'End the pairing…' })).toBeHidden();
    await expect(page.getByRole('button', { name: 'Add WeChat Pay account' })).toBeHidden();
  });

  test("a site's owner cannot open the network's screens, nor another site's", async ({ page }) => {
    await enter(page);
    for (const url of [setup(dev.network.network_admin_url), payments(secondSite.admin_url)]) {
      await page.goto(url);
      await expect(page.getByText(/(Sorry, you are not allowed|You attempted to access)/).first()).toBeVisible();
      await expect(page.getByText('Fingerprint of its key')).toBeHidden();
    }
  });

  test("a customer sees none of the plugin's screens", async ({ page }) => {
    await enter(page, account('customer', mainSite));
    for (const url of [payments(mainSite.admin_url), setup(mainSite.admin_url), doctor(mainSite.admin_url)]) {
      await page.goto(url);
      await expect(page.getByRole('heading', { name: /^(Payments|MultiPay .*)$/ })).toBeHidden();
    }
  });
});

test.describe('Doctor', { tag: '@nowoo' }, () => {
  test('tells a site’s owner whether notifications get through from outside', async ({ page }) => {
    await enter(page);
    await page.goto(doctor(mainSite.admin_url));
    await expect(page.getByText('The network is paired with a bridge.').first()).toBeVisible();
    await page.getByRole('button', { name: 'Test the callbacks from outside' }).click();
    await expect(page.getByRole('status').getByText('Notifications arrive whole.')).toHaveCount(PROVIDERS.length);
    await expect(page.getByLabel('To send to whoever helps you')).toHaveValue(/Notifications arrive whole\./);
  });
});

test.describe('Payments', { tag: '@nowoo' }, () => {
  test('lists a payment through its life, and only on its own site', async ({ page, browser }) => {
    const visitor = await Shopper.at(page, mainSite);
    const button = await visitPayPage(visitor);
    await (await button.payWith(weChatPay)).isOpen();
    const { payment_id: id } = await visitor.payment();

    const admin = await browser.newPage();
    await enter(admin);
    const row = admin.getByRole('row').filter({ hasText: id });
    await admin.goto(payments(mainSite.admin_url));
    await expect(row).toContainText('Waiting for payment');
    await expect(row).toContainText('A cup of tea');
    await new Phone(weChatPay).pay(id);
    await button.thanks('¥10.01');
    await admin.reload();
    await expect(row).toContainText('Paid');
    const { transaction_id } = await new Phone(weChatPay).payment(id);
    await expect(row).toContainText(transaction_id!);
    await admin.getByRole('link', { name: 'Waiting for payment' }).click();
    await expect(row).toBeHidden();
    await admin.close();

    const other = await browser.newPage();
    await enter(other, account('site_admin', secondSite), secondSite);
    await other.goto(payments(secondSite.admin_url));
    await expect(other.getByRole('heading', { name: 'Payments' })).toBeVisible();
    await expect(other.getByText(id)).toBeHidden();
    await other.close();
  });

  test('speaks Chinese with somebody who does', async ({ page }) => {
    const user = await new WordPress(mainSite).createUser('administrator', 'zh_CN');
    await logIn(page, mainSite, user.login, user.password);
    await page.goto(payments(mainSite.admin_url));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(inChinese('Payments'));
    await expect(page.getByRole('link', { name: inChinese('Waiting for payment') })).toBeVisible();
    await page.goto(setup(mainSite.admin_url));
    await expect(
      page
        .getByRole('heading', { name: inChinese('1. The bridge') })
        .or(page.getByText(/[\u4e00-\u9fff]{4}/))
        .first(),
    ).toBeVisible();
  });
});

test('nothing grave is found by axe on a site’s screens', { tag: '@nowoo' }, async ({ page }) => {
  await enter(page);
  for (const slug of ['multipay', 'multipay-setup', 'multipay-doctor']) {
    await page.goto(`${mainSite.admin_url}admin.php?page=${slug}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText('Loading', { exact: false })).toBeHidden();
    await expectAccessible(page, '.wrap');
  }
});

test.describe('A shop manager', () => {
  test('finds a payment, reads what happened to it, and takes the list along', async ({ page, browser }) => {
    const visitor = await Shopper.at(await browser.newPage(), mainSite);
    const button = await visitPayPage(visitor);
    await (await button.payWith(weChatPay)).isOpen();
    const { payment_id: id } = await visitor.payment();
    await new Phone(weChatPay).pay(id);
    await button.thanks('¥10.01');

    await enter(page, account('shop_manager', mainSite));
    await page.goto(payments(mainSite.admin_url));
    await page.getByRole('searchbox').fill(id);
    await page.getByRole('searchbox').press('Enter');
    const row = page.getByRole('row').filter({ hasText: id });
    await expect(row).toHaveCount(1);
    await row.getByRole('link').first().click();
    await expect(page.getByText('Paid').first()).toBeVisible();
    await expect(page.getByText(id).first()).toBeVisible();
    const { transaction_id } = await new Phone(weChatPay).payment(id);
    await expect(page.getByText(transaction_id!).first()).toBeVisible();
    await expectAccessible(page, '.wrap');

    await page.goto(payments(mainSite.admin_url));
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export as CSV' }).click();
    expect(readFileSync(await (await download).path(), 'utf8')).toContain(id);
  });

  test('never sees keys or settings, also not by asking past the screens', async ({ page }) => {
    await enter(page, account('shop_manager', mainSite));
    for (const slug of ['multipay-setup', 'multipay-doctor']) {
      await page.goto(`${mainSite.admin_url}admin.php?page=${slug}`);
      await expect(page.getByText(/Sorry, you are not allowed/)).toBeVisible();
    }
    for (const path of [
      'setup',
      'settings',
      'merchants',
      'audit',
      'doctor',
      'master-keys?network=1',
      'overview?network=1',
    ]) {
      expect((await ask(page, mainSite, 'GET', path)).status, path).toBe(403);
    }
    expect((await ask(page, mainSite, 'GET', 'payments')).status).toBe(200);
  });
});
