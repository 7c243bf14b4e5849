import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../simulators/shared/steering';
import { describeNetwork } from './dev-file';
import { homePaths } from './home';
import type { Context } from './setup/context';
import { PAGES, PRODUCTS, SITES, peopleOf } from './setup/demo';
import type { SiteAnswer } from './setup/wordpress';
import { addresses } from './system/ports';

const NO_SHOP = { shop_url: null, checkout_url: null, classic_checkout_url: null, my_account_url: null };

/** What WordPress answers where there is no WooCommerce. */
const answers: SiteAnswer[] = SITES.map((site) => ({
  id: site.id,
  name: site.name,
  url: `http://127.0.0.1:9000${site.path}`,
  admin_url: `http://127.0.0.1:9000${site.path}wp-admin/`,
  login_url: `http://127.0.0.1:9000${site.path}wp-login.php`,
  page_urls: Object.fromEntries(Object.keys(PAGES).map((slug) => [slug, `http://127.0.0.1:9000${site.path}${slug}/`])),
  roles: Object.fromEntries(
    peopleOf(site).map(({ login, demoRole, fallback_role }) => [
      login,
      demoRole === 'site_admin' ? 'administrator' : fallback_role,
    ]),
  ),
  shop: { pages: NO_SHOP, products: [] },
}));

const context = {
  database: 'sqlite',
  paths: homePaths('/home'),
  addresses: addresses(9000),
  php: { version: '8.2.29' },
  processes: { list: () => [{ name: 'bridge', pid: 7, log: '/home/logs/bridge.log' }] },
} as unknown as Context;

const sources = { wordpress: { version: '6.5.5', folder: '/cache' }, dropIn: null, woocommerce: null };
const merchants = { wechat_pay: 'mch_1', alipay: 'mch_2' };

describe('dev.json', () => {
  const dev = describeNetwork(context, sources, answers, { networkId: 'net_1', merchants });

  it('says where everything is', () => {
    expect(dev).toMatchObject({
      version: 1,
      home: '/home',
      database: 'sqlite',
      network: {
        id: 'net_1',
        url: 'http://127.0.0.1:9000/',
        network_admin_url: 'http://127.0.0.1:9000/wp-admin/network/',
      },
      bridge: {
        private_url: 'http://127.0.0.1:9001',
        public_url: 'http://127.0.0.1:9002',
        docs_url: 'http://127.0.0.1:9001/docs',
      },
      merchants,
      mail_folder: '/home/mail',
      wordpress: { version: '6.5.5', path: '/home/wp' },
      woocommerce: null,
      php: '8.2.29',
      processes: [{ name: 'bridge', pid: 7, log: '/home/logs/bridge.log' }],
    });
    expect(dev.simulators.alipay).toEqual({
      url: 'http://127.0.0.1:9004',
      phone_url: 'http://127.0.0.1:9004/phone',
      control_url: 'http://127.0.0.1:9004/_simulator',
    });
    expect(dev.sites[1]).toMatchObject({
      id: 2,
      url: 'http://127.0.0.1:9000/shop2/',
      pay_page_url: 'http://127.0.0.1:9000/shop2/pay-here/',
      checkout_url: null,
      products: [],
    });
  });

  it('lists the accounts that there are: no shop manager without a shop', () => {
    expect(dev.accounts.map(({ role, site, login }) => `${login} ${role} ${site}`)).toEqual([
      'admin network_admin null',
      'owner1 site_admin 1',
      'customer1 customer 1',
      'owner2 site_admin 2',
      'customer2 customer 2',
    ]);
  });

  it('fails when WordPress has lost a page', () => {
    const lost = answers.map((answer) => ({ ...answer, page_urls: {} }));
    expect(() => describeNetwork(context, sources, lost, { networkId: 'net_1', merchants })).toThrow(/pay-here/);
  });
});

describe('the demo products', () => {
  it('have one for each outcome that an amount can steer, which names the amount', () => {
    for (const { amount } of OUTCOMES) {
      expect(PRODUCTS.filter(({ price, name }) => price === amount && name.startsWith(amount))).toHaveLength(1);
    }
  });

  it('have one whose only piece is counted', () => {
    expect(PRODUCTS.filter(({ stock }) => stock !== null)).toMatchObject([{ price: '20.00', stock: 1 }]);
  });
});
