import { expect, type Page } from '@playwright/test';
import type { RunningNetwork } from '../../../tools/dev/start-network';
import { ask } from '../support/admin-rest';
import type { DevSite } from '../support/network';
import { test } from '../support/own-network';
import { logIn } from '../support/shopper';

/* The plugin is not the network's: a site activates it, pairs by itself, and configures everything itself. */

test.describe.configure({ timeout: 240_000 });

const plugin = (page: Page) => page.locator('tr[data-slug^="multipay"]').first();

async function admin(page: Page, { dev }: RunningNetwork): Promise<string> {
  const who = dev.accounts.find(({ role }) => role === 'network_admin')!;
  await logIn(page, dev.sites[0]!, who.login, who.password);
  return who.password;
}

async function switchForTheNetwork(
  page: Page,
  { dev }: RunningNetwork,
  verb: 'Deactivate' | 'Activate',
): Promise<void> {
  await page.goto(`${dev.network.network_admin_url}plugins.php`);
  await plugin(page)
    .getByRole('link', { name: new RegExp(`^Network ${verb}`) })
    .click();
  await expect(page.getByText(new RegExp(`Plugin ${verb.toLowerCase()}d`))).toBeVisible();
}

async function switchForTheSite(page: Page, site: DevSite, verb: 'Deactivate' | 'Activate'): Promise<void> {
  await page.goto(`${site.admin_url}plugins.php`);
  await plugin(page)
    .getByRole('link', { name: new RegExp(`^${verb} `) })
    .click();
  await expect(page.getByText(new RegExp(`Plugin ${verb.toLowerCase()}d`))).toBeVisible();
}

/** Types a code into the form, and compares the fingerprints as a person does. */
async function pair(page: Page, network: RunningNetwork, site: DevSite): Promise<void> {
  const { code, fingerprint } = await network.multipay<{ code: string; fingerprint: string }>(
    ...['pair', '--name', 'Second shop', '--network', network.dev.network.id, '--single-site'],
  );
  await page.goto(`${site.admin_url}admin.php?page=multipay-setup`);
  await page.getByLabel("The bridge's private address").fill(network.dev.bridge.private_url);
  await page.getByLabel('The pairing code').fill(code);
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  const password = page.getByRole('dialog').getByLabel(/password/i);
  await expect(password.or(page.getByText(fingerprint))).toBeVisible();
  if (await password.isVisible()) {
    await password.fill('password');
    await password.press('Enter');
  }
  await expect(page.getByText(fingerprint)).toBeVisible();
  await page.getByRole('button', { name: 'It is the same: use this bridge' }).click();
  await expect(page.getByText('Paired. Fingerprint of its key:')).toBeVisible();
}

test(
  'a site of a network that does not have the plugin pairs by itself',
  { tag: '@nowoo' },
  async ({ page, network }) => {
    const password = await admin(page, network);
    const [main, second] = network.dev.sites as readonly [DevSite, DevSite];
    const manage = (on: boolean) =>
      ask(page, main, 'PUT', 'settings?network=1', {
        values: [{ name: 'payment_enabled', value: on }],
        confirm_password: password,
      });
    expect((await manage(false)).status).toBe(200);
    await switchForTheNetwork(page, network, 'Deactivate');
    try {
      await switchForTheSite(page, second, 'Activate');
      await pair(page, network, second);

      const minutes = page.getByLabel('Minutes to pay');
      await minutes.fill('40');
      await page.getByRole('button', { name: 'Save settings' }).click();
      await expect(page.getByText('Saved.').first()).toBeVisible();
      const { body } = await ask(page, second, 'GET', 'settings');
      expect(body).toMatchObject({ mode: 'independent' });
      expect(body['settings']).toContainEqual(
        expect.objectContaining({ name: 'payable_minutes', value: 40, origin: 'site' }),
      );
      expect((await ask(page, second, 'GET', 'overview?network=1')).status).toBe(403);
      await switchForTheSite(page, second, 'Deactivate');
    } finally {
      await switchForTheNetwork(page, network, 'Activate');
      expect((await manage(true)).status).toBe(200);
    }
  },
);
