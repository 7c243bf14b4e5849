import { expect, type Browser } from '@playwright/test';
import type { Shop } from '../support/network';
import { test } from '../support/own-network';
import { PROVIDERS, type Provider } from '../support/providers';
import { Shopper, logIn } from '../support/shopper';

test.describe.configure({ timeout: 120_000 });

/** Whether a guest of the classic checkout can choose it. */
async function isOffered(browser: Browser, shop: Shop, { name }: Provider): Promise<boolean> {
  const shopper = await Shopper.at(await browser.newPage(), shop);
  await shopper.fillCart();
  await shopper.page.goto(shop.classic_checkout_url);
  await expect(shopper.page.getByRole('radio', { name: 'Cash on delivery' })).toBeVisible();
  const isThere = await shopper.page.getByRole('radio', { name }).isVisible();
  await shopper.page.close();
  return isThere;
}

for (const provider of PROVIDERS) {
  test(`a shop's owner switches ${provider.name} off and on; the other shop keeps it`, async ({
    page,
    browser,
    network,
  }) => {
    const [first, second] = network.dev.sites as readonly [Shop, Shop];
    const owner = network.dev.accounts.find(({ role, site }) => role === 'site_admin' && site === second.id)!;
    await logIn(page, second, owner.login, owner.password);
    for (const enabled of [false, true]) {
      await page.goto(`${second.admin_url}admin.php?page=wc-settings&tab=checkout&section=${provider.gateway}`);
      const box = page.getByRole('checkbox', { name: `Enable ${provider.name}` });
      await box.setChecked(enabled);
      await page.getByRole('button', { name: 'Save changes' }).click();
      await expect(page.getByText('Your settings have been saved.')).toBeVisible();
      await expect(box).toBeChecked({ checked: enabled });
      expect([await isOffered(browser, second, provider), await isOffered(browser, first, provider)]).toEqual([
        enabled,
        true,
      ]);
    }
  });
}
