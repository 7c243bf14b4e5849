import { expect, type Browser, type Page } from '@playwright/test';
import type { RunningNetwork } from '../../../tools/dev/start-network';
import { ask, type RestAnswer } from '../support/admin-rest';
import type { DevSite, Shop } from '../support/network';
import { test } from '../support/own-network';
import { visitPayPage } from '../support/pay-button';
import { Phone } from '../support/phone';
import { weChatPay } from '../support/providers';
import { Shopper, logIn } from '../support/shopper';

/* The four rows of who configures a site, as each of its people meets them. */

test.describe.configure({ timeout: 180_000 });

interface People {
  readonly networkAdmin: Page;
  readonly siteAdmin: Page;
  readonly main: DevSite;
  readonly second: DevSite;
  readonly password: string;
}

/** The network's admin and the second site's, each in a browser of their own. */
async function people(browser: Browser, { dev }: RunningNetwork): Promise<People> {
  const [main, second] = dev.sites as readonly [Shop, Shop];
  const admin = dev.accounts.find(({ role }) => role === 'network_admin')!;
  const owner = dev.accounts.find(({ role, site }) => role === 'site_admin' && site === second.id)!;
  const networkAdmin = await (await browser.newContext()).newPage();
  await logIn(networkAdmin, main, admin.login, admin.password);
  const siteAdmin = await (await browser.newContext()).newPage();
  await logIn(siteAdmin, second, owner.login, owner.password);
  return { networkAdmin, siteAdmin, main, second, password: admin.password };
}

/** Changes what the network decides; for one site where one is named. */
async function networkSays(all: People, values: Record<string, unknown>, site?: DevSite): Promise<void> {
  const { networkAdmin, main, password } = all;
  const about = site ? `&site_id=${site.id}` : '';
  const { status, body } = await ask(networkAdmin, main, 'PUT', `settings?network=1${about}`, {
    values: Object.entries(values).map(([name, value]) => ({ name, value })),
    confirm_password: password,
  });
  expect(status, JSON.stringify(body)).toBe(200);
}

const siteSets = ({ siteAdmin, second, password }: People, name: string, value: unknown): Promise<RestAnswer> =>
  ask(siteAdmin, second, 'PUT', 'settings', { values: [{ name, value }], confirm_password: password });

async function effective({ siteAdmin, second }: People, name: string): Promise<{ value: unknown; origin: string }> {
  const { body } = await ask(siteAdmin, second, 'GET', 'settings');
  const found = (body['settings'] as { name: string; value: unknown; origin: string }[]).find(
    (row) => row.name === name,
  );
  if (!found) throw new Error(`there is no setting ${name}`);
  return found;
}

const isLocked = ({ status, body }: RestAnswer): boolean => status === 403 && body.code === 'settings_locked';

/** Puts everything back as the other journeys of this network expect it. */
async function putBack(all: People): Promise<void> {
  await networkSays(all, { payment_enabled: true, split_mode: false });
  await networkSays(all, { override_global_config: null }, all.second);
  for (const name of ['alipay_channels_off', 'payable_minutes', 'split_share']) await siteSets(all, name, null);
}

let all: People;
test.beforeEach(async ({ browser, network }) => {
  all = await people(browser, network);
});
test.afterEach(async () => {
  await putBack(all);
  await all.networkAdmin.context().close();
  await all.siteAdmin.context().close();
});

test('managed: the site may make some values narrower, and nothing else', { tag: '@nowoo' }, async () => {
  expect(isLocked(await siteSets(all, 'payable_minutes', 60))).toBe(true);
  expect(isLocked(await siteSets(all, 'wechat_pay_merchant', null))).toBe(true);
  expect(isLocked(await siteSets(all, 'payment_enabled', false))).toBe(true);
  const forged = {
    provider: 'alipay',
    name: 'Mine',
    sealed_credentials: 'x'.repeat(200),
    confirm_password: all.password,
  };
  expect(isLocked(await ask(all.siteAdmin, all.second, 'POST', 'merchants', forged))).toBe(true);

  expect((await siteSets(all, 'alipay_channels_off', ['mobile_web'])).status).toBe(200);
  expect(await effective(all, 'alipay_channels_off')).toMatchObject({ value: ['mobile_web'], origin: 'both' });

  await all.siteAdmin.goto(`${all.second.admin_url}admin.php?page=multipay-setup`);
  await expect(
    all.siteAdmin.getByText(/the network’s administrator|administrator of the network/i).first(),
  ).toBeVisible();
  await expect(all.siteAdmin.getByRole('button', { name: 'Add WeChat Pay account' })).toBeHidden();
});

test('nobody steers another site, or the network, by asking past the screens', { tag: '@nowoo' }, async () => {
  const { siteAdmin, second, main } = all;
  for (const path of [
    'settings?network=1',
    `settings?network=1&site_id=${main.id}`,
    'overview?network=1',
    'sites?network=1',
  ]) {
    expect((await ask(siteAdmin, second, 'GET', path)).status, path).toBe(403);
  }
  expect((await ask(siteAdmin, main, 'GET', 'settings')).status).toBe(403);
  expect((await ask(siteAdmin, second, 'GET', `settings?site_id=${main.id}`)).status).toBeGreaterThanOrEqual(400);
});

test(
  'exempt: the site configures itself, and takes no money until it has an account of its own',
  { tag: '@nowoo' },
  async ({ browser }) => {
    await networkSays(all, { override_global_config: true }, all.second);
    expect((await siteSets(all, 'payable_minutes', 60)).status).toBe(200);
    expect(await effective(all, 'payable_minutes')).toMatchObject({ value: 60, origin: 'site' });
    expect(await effective(all, 'wechat_pay_merchant')).toMatchObject({ value: null, origin: 'default' });

    const visitor = await Shopper.at(await browser.newPage(), all.second);
    const refused = visitor.page.getByText('Paying is not possible at the moment.', { exact: false }).first();
    await visitor.page.goto(all.second.pay_page_url);
    await expect(refused).toBeVisible();

    // The leave is withdrawn: the network's values count again, and the site's own are kept.
    await networkSays(all, { override_global_config: null }, all.second);
    expect(await effective(all, 'payable_minutes')).toMatchObject({ value: 30, origin: 'default' });
    await networkSays(all, { override_global_config: true }, all.second);
    expect(await effective(all, 'payable_minutes')).toMatchObject({ value: 60, origin: 'site' });
  },
);

test("split: everything is the network's but the site's share, within bounds", { tag: '@nowoo' }, async () => {
  await networkSays(all, { split_mode: true, split_least_share: 100, split_most_share: 2_000 });
  await networkSays(all, { override_global_config: true }, all.second);
  expect(isLocked(await siteSets(all, 'payable_minutes', 60))).toBe(true);
  expect(isLocked(await siteSets(all, 'alipay_channels_off', ['mobile_web']))).toBe(true);
  expect((await siteSets(all, 'split_share', 2_500)).status).toBe(400);
  expect((await siteSets(all, 'split_share', 500)).status).toBe(200);
  expect(await effective(all, 'split_share')).toMatchObject({ value: 500, origin: 'site' });
  await networkSays(all, { split_mode: false, split_least_share: null, split_most_share: null });
});

test(
  'a switch breaks no payment under way, and switching back restores',
  { tag: '@nowoo' },
  async ({ browser, network }) => {
    const visitor = await Shopper.at(await browser.newPage(), all.second, network.dev);
    const button = await visitPayPage(visitor);
    await (await button.payWith(weChatPay)).isOpen();
    const { payment_id: id } = await visitor.payment();
    await networkSays(all, { payment_enabled: false });
    expect(await effective(all, 'wechat_pay_merchant')).toMatchObject({ value: null });
    await new Phone(weChatPay, network.dev).pay(id);
    await button.thanks('¥10.01');

    await networkSays(all, { payment_enabled: true });
    const again = await visitPayPage(await Shopper.at(await browser.newPage(), all.second, network.dev));
    await (await again.payWith(weChatPay)).isOpen();
  },
);

test('every change is in the audit log: who, what, before and after', { tag: '@nowoo' }, async () => {
  await networkSays(all, { payable_minutes: 45 });
  await networkSays(all, { payable_minutes: null });
  const { body } = await ask(all.networkAdmin, all.main, 'GET', 'audit?network=1&subject=payable_minutes');
  const [newest, before] = body['items'] as { actor: string; actor_name: string; before: string; after: string }[];
  expect(newest).toMatchObject({ before: '45', after: null });
  expect(before).toMatchObject({ after: '45' });
  expect(newest?.actor).toMatch(/^user_\d+$/);
  expect(newest?.actor_name).not.toBe('');
});
