import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dev, DevAccount, DevSite } from '../dev-file';
import { BrowserSession } from './browser-session';
import { StoreApi } from './store-api';

/** Our gateways, and whose simulator they pay at. */
export const GATEWAYS = { multipay_wechat: 'wechat_pay', multipay_alipay: 'alipay' } as const;

const PAID_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 100;

/** Fails with the sentence unless the condition holds. */
export function expect(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`Not so: ${sentence}`);
}

/** Every script and style of ours that a page names is served, and is not empty. */
async function everyAsset(session: BrowserSession, page: { url: string; text: string }): Promise<number> {
  const named = [...page.text.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)=["']([^"']+\.(?:js|css)[^"']*)["']/g)];
  const { origin } = new URL(page.url);
  const urls = new Set(
    named.map(([, url = '']) => new URL(url.replaceAll('&#038;', '&').replaceAll('&amp;', '&'), page.url)),
  );
  const own = [...urls].filter((url) => url.origin === origin);
  for (const url of own) {
    const { status, text } = await session.open(url.href);
    // WooCommerce 8.9 names a style that it does not ship.
    const missing = url.pathname.endsWith('/coming-soon.css');
    expect(missing || (status === 200 && text !== ''), `${url.href}, named by ${page.url}, is served (${status})`);
  }
  return own.length;
}

async function page(session: BrowserSession, url: string, holds: string): Promise<{ url: string; text: string }> {
  const answer = await session.open(url);
  expect(answer.status === 200, `${url} answers 200, not ${answer.status}`);
  expect(answer.text.includes(holds), `${url} holds ${JSON.stringify(holds)}`);
  return answer;
}

/** What any visitor of a site can open. */
export async function visitorsPages(site: DevSite): Promise<string> {
  const session = new BrowserSession();
  const front = await page(session, site.url, site.name);
  const assets = await everyAsset(session, front);
  await page(session, site.pay_page_url, 'Pay here');
  await page(session, site.open_amount_page_url, 'Pay what you like');
  await page(session, site.payment_status_url, 'Payment status');

  const rest = await session.open(`${site.url}wp-json/`);
  const index = JSON.parse(rest.text) as { url: string; home: string };
  expect(index.home === site.url.replace(/\/$/, ''), `${site.url}wp-json/ speaks for its own site, not ${index.home}`);
  const nothing = await session.open(`${site.url}no-such-page/`);
  expect(nothing.status === 404, `${site.url}no-such-page/ is not found`);
  const cron = await session.open(`${site.url}wp-cron.php`);
  expect(cron.status === 200, `${cron.url} answers 200`);
  const secret = await session.open(`${site.url}wp-content/.ht.sqlite`);
  expect(secret.status === 404, 'files whose name begins with a dot are not served');
  return `${assets} scripts and styles`;
}

/** What a shopper of a site can open, up to both checkouts. */
export async function shoppersPages(site: DevSite): Promise<string> {
  const session = new BrowserSession();
  const [product] = site.products;
  expect(site.shop_url && site.checkout_url && site.classic_checkout_url && product, `${site.name} has a shop`);
  await page(session, site.shop_url, product.name);
  await page(session, product.url, 'add-to-cart');
  const cart = await session.open(product.url, { 'add-to-cart': String(product.id), quantity: '1' });
  expect(cart.status === 200, `${product.name} goes into the cart`);
  const checkout = await page(session, site.checkout_url, 'wp-block-woocommerce-checkout');
  const assets = await everyAsset(session, checkout);
  const classic = await page(session, site.classic_checkout_url, 'woocommerce-checkout');
  for (const gateway of ['cod', ...Object.keys(GATEWAYS)]) {
    expect(classic.text.includes(`id="payment_method_${gateway}"`), `${site.name} offers ${gateway}`);
  }
  for (const door of ['?wc-api=nobody', 'wc-api/nobody', 'wc-api/nobody/', '?WC-API=nobody'.toLowerCase()]) {
    const answer = await session.open(`${site.url}${door}`);
    expect(
      answer.status === 400 && answer.text === '-1',
      `${site.url}${door} is WooCommerce's to refuse (${answer.status})`,
    );
  }
  return `${site.products.length} products, checkout with ${assets} scripts and styles`;
}

/** An account's way into WordPress. */
export async function logIn(dev: Dev, account: DevAccount): Promise<string> {
  const session = new BrowserSession();
  const site = dev.sites.find(({ id }) => id === (account.site ?? 1));
  expect(site, `${account.login} belongs to a site`);
  const welcomed =
    account.role === 'customer' ? (site.my_account_url ?? `${site.admin_url}profile.php`) : site.admin_url;
  const wanted = account.role === 'network_admin' ? dev.network.network_admin_url : welcomed;
  await session.open(site.login_url);
  const inside = await session.open(site.login_url, {
    log: account.login,
    pwd: account.password,
    redirect_to: wanted,
    testcookie: '1',
  });
  expect(inside.status === 200 && !inside.url.includes('wp-login.php'), `${account.login} gets in (${inside.url})`);
  expect(/log(&nbsp;|%20| |-|_)?out/i.test(inside.text), `${inside.url} knows that ${account.login} is logged in`);
  if (account.role === 'customer') return inside.url;
  return `${inside.url}, ${await everyAsset(session, inside)} scripts and styles`;
}

/** A mail that WordPress sends lies in the mail folder. */
export async function mailIsKept(dev: Dev): Promise<string> {
  const [site] = dev.sites;
  expect(site, 'there is a site');
  const before = new Set(await readdir(dev.mail_folder));
  await new BrowserSession().open(`${site.login_url}?action=lostpassword`, { user_login: 'owner1' });
  const [file] = (await readdir(dev.mail_folder)).filter((name) => !before.has(name) && name.endsWith('.json'));
  expect(file, 'a mail for a lost password is in the mail folder');
  const mail = JSON.parse(await readFile(join(dev.mail_folder, file), 'utf8')) as { to: string[]; subject: string };
  expect(mail.to[0] === 'owner1@example.test', `it is for its owner, not ${mail.to[0]}`);
  return mail.subject;
}

/** The bridge and the simulators answer. */
export async function servicesAnswer(dev: Dev): Promise<string> {
  const urls = [
    `${dev.bridge.private_url}/health/ready`,
    dev.bridge.docs_url,
    dev.simulators.wechat_pay.phone_url,
    dev.simulators.alipay.phone_url,
  ];
  for (const url of urls) {
    const { status } = await new BrowserSession().open(url);
    expect(status === 200, `${url} answers 200, not ${status}`);
  }
  return `${urls.length} addresses`;
}

/** WooCommerce reserves and counts stock: who comes second does not get the last piece. */
export async function lastPieceIsSoldOnce(site: DevSite): Promise<string> {
  const last = site.products.find(({ manages_stock }) => manages_stock);
  expect(last, `${site.name} counts the pieces of a product`);
  const [first, second] = [new StoreApi(site.url), new StoreApi(site.url)];
  await first.add(last.id);
  await second.add(last.id);
  const sold = await first.checkOut('cod');
  expect(sold.status === 200, `the first shopper gets it (${JSON.stringify(sold.answer)})`);
  const refused = await second.checkOut('cod');
  expect(refused.status !== 200, 'the second shopper does not');
  return `${last.name}; then ${refused.status}`;
}

/** A shopper buys, pays on the simulator's phone, and the order becomes paid. */
export async function aPaymentIsPaid(dev: Dev, site: DevSite, gateway: keyof typeof GATEWAYS): Promise<string> {
  const [product] = site.products;
  expect(product, `${site.name} sells something`);
  const shopper = new StoreApi(site.url);
  await shopper.add(product.id);
  const { status, answer } = await shopper.checkOut(gateway);
  const detail = answer.payment_result?.payment_details.find(({ key }) => key === 'multipay');
  expect(status === 200 && detail, `${site.name} opens a payment with ${gateway} (${JSON.stringify(answer)})`);
  const { payment_id } = JSON.parse(detail.value) as { payment_id: string };
  const phone = `${dev.simulators[GATEWAYS[gateway]].control_url}/payments/${payment_id}`;
  for (const deed of ['scan', 'pay']) {
    const { ok } = await fetch(`${phone}/${deed}`, { method: 'POST' });
    expect(ok, `the phone can ${deed} ${payment_id}`);
  }
  const began = performance.now();
  let order = await shopper.orderStatus(answer);
  while (order === 'pending' && performance.now() - began < PAID_WITHIN_MS) {
    await sleep(LOOK_EVERY_MS);
    order = await shopper.orderStatus(answer);
  }
  expect(order === 'processing' || order === 'completed', `order ${answer.order_id} becomes paid, and is ${order}`);
  return `${payment_id}, ${order}`;
}
