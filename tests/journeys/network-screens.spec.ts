import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { account, dev, mainSite } from './support/network';
import { logIn } from './support/shopper';

/* What a network's admin finds, screen by screen; nothing is changed here that others rely on. */

const SCREENS = [
  ['multipay', 'Overview', /What needs attention/],
  ['multipay-merchants', 'Merchants', /MultiPay demo shop/],
  ['multipay-keys', 'Keys', /fingerprint/i],
  ['multipay-sites', 'Sites', /Second shop/],
  ['multipay-settings', 'Settings', /configures payments/i],
  ['multipay-rollout', 'Rollout', /live updates|waiting page/i],
  ['multipay-audit', 'Audit', /Somebody at the bridge’s command line/],
  ['multipay-setup', 'setup', /Paired\. Fingerprint/],
] as const;

const open = (page: Page, slug: string) => page.goto(`${dev.network.network_admin_url}admin.php?page=${slug}`);

async function enter(page: Page): Promise<void> {
  const admin = account('network_admin');
  await logIn(page, mainSite, admin.login, admin.password);
}

for (const [slug, title, content] of SCREENS) {
  test(`${title}: says what there is, and everybody can use it`, { tag: '@nowoo' }, async ({ page }) => {
    await enter(page);
    await open(page, slug);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
    await expect(page.locator('.wrap').getByText(content).first()).toBeVisible();
    await expectAccessible(page, '.wrap');
  });
}

test('the sites are all there with who configures them, and can be searched', { tag: '@nowoo' }, async ({ page }) => {
  await enter(page);
  await open(page, 'multipay-sites');
  for (const { name } of dev.sites) await expect(page.getByRole('row').filter({ hasText: name }).first()).toBeVisible();
  await page.getByRole('searchbox').fill('Second');
  await page.getByRole('searchbox').press('Enter');
  await expect(page.getByRole('link', { name: mainSite.name, exact: true })).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: 'Second shop' })).toBeVisible();
});

test('the connection of an account is tested, and the answer said in words', { tag: '@nowoo' }, async ({ page }) => {
  await enter(page);
  await open(page, 'multipay-merchants');
  await page.getByRole('button', { name: /Test/ }).first().click();
  await expect(
    page
      .locator('.wrap')
      .getByText(/accepted|verified|works/i)
      .first(),
  ).toBeVisible();
});

test('on a phone no screen is wider than the phone', { tag: ['@nowoo', '@phone'] }, async ({ page }) => {
  await enter(page);
  for (const [slug, title] of SCREENS) {
    await open(page, slug);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
    const wider = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect(wider, title).toBeLessThanOrEqual(0);
  }
});
