import { writeFileWhole } from './system/files';
import type { Context } from './setup/context';
import type { Merchants } from './setup/connect';
import {
  NETWORK_ADMIN,
  NETWORK_NAME,
  OPEN_AMOUNT_PAGE,
  PASSWORD,
  PAY_PAGE,
  SITES,
  STATUS_PAGE,
  peopleOf,
  type DemoRole,
} from './setup/demo';
import type { SiteAnswer, Sources } from './setup/wordpress';
import { controlUrl } from './services/simulators';

/** A site in dev.json. Addresses of a shop are null where there is no WooCommerce. */
export interface DevSite {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly admin_url: string;
  readonly login_url: string;
  readonly pay_page_url: string;
  readonly open_amount_page_url: string;
  readonly payment_status_url: string;
  readonly shop_url: string | null;
  readonly checkout_url: string | null;
  readonly classic_checkout_url: string | null;
  readonly my_account_url: string | null;
  readonly products: SiteAnswer['shop']['products'];
}

export interface DevAccount {
  readonly role: 'network_admin' | DemoRole;
  /** null: of the whole network. */
  readonly site: number | null;
  readonly login: string;
  readonly password: string;
}

interface Simulator {
  readonly url: string;
  readonly phone_url: string;
  readonly control_url: string;
}

/** dev.json: what a running network is and where, for people and for every test. */
export interface Dev {
  readonly version: 1;
  readonly home: string;
  readonly database: Context['database'];
  readonly network: {
    readonly id: string;
    readonly name: string;
    readonly url: string;
    readonly network_admin_url: string;
  };
  readonly sites: readonly DevSite[];
  readonly bridge: { readonly private_url: string; readonly public_url: string; readonly docs_url: string };
  readonly simulators: { readonly wechat_pay: Simulator; readonly alipay: Simulator };
  readonly merchants: Merchants;
  readonly accounts: readonly DevAccount[];
  readonly mail_folder: string;
  readonly wordpress: { readonly version: string; readonly path: string };
  readonly woocommerce: { readonly version: string } | null;
  readonly php: string;
  readonly processes: readonly { readonly name: string; readonly pid: number; readonly log: string }[];
}

function devSite(answer: SiteAnswer): DevSite {
  const { id, name, url, admin_url, login_url, page_urls, shop } = answer;
  const page = (slug: string): string => {
    const found = page_urls[slug];
    if (found === undefined) throw new Error(`WordPress did not say where the page ${slug} is`);
    return found;
  };
  return {
    ...{ id, name, url, admin_url, login_url },
    pay_page_url: page(PAY_PAGE),
    open_amount_page_url: page(OPEN_AMOUNT_PAGE),
    payment_status_url: page(STATUS_PAGE),
    ...shop.pages,
    products: shop.products,
  };
}

function accounts(answers: readonly SiteAnswer[]): DevAccount[] {
  const local = SITES.flatMap((site) => {
    const roles = answers.find(({ id }) => id === site.id)?.roles ?? {};
    return peopleOf(site)
      .filter(({ login }) => typeof roles[login] === 'string')
      .map(({ demoRole: role, login, password }) => ({ role, site: site.id, login, password }));
  });
  return [{ role: 'network_admin', site: null, login: NETWORK_ADMIN.login, password: PASSWORD }, ...local];
}

const simulator = (url: string): Simulator => ({ url, phone_url: `${url}/phone`, control_url: controlUrl(url) });

/** What dev.json says of a network that runs. */
export function describeNetwork(
  context: Context,
  sources: Sources,
  answers: readonly SiteAnswer[],
  connected: { readonly networkId: string; readonly merchants: Merchants },
): Dev {
  const { addresses, paths } = context;
  return {
    version: 1,
    home: paths.home,
    database: context.database,
    network: {
      id: connected.networkId,
      name: NETWORK_NAME,
      url: addresses.wordpress,
      network_admin_url: `${addresses.wordpress}wp-admin/network/`,
    },
    sites: answers.map(devSite),
    bridge: {
      private_url: addresses.bridgePrivate,
      public_url: addresses.bridgePublic,
      docs_url: `${addresses.bridgePrivate}/docs`,
    },
    simulators: { wechat_pay: simulator(addresses.weChatPay), alipay: simulator(addresses.alipay) },
    merchants: connected.merchants,
    accounts: accounts(answers),
    mail_folder: paths.mail,
    wordpress: { version: sources.wordpress.version, path: paths.wordpress },
    woocommerce: sources.woocommerce && { version: sources.woocommerce.version },
    php: context.php.version,
    processes: context.processes.list(),
  };
}

export const writeDevFile = (file: string, dev: Dev): Promise<void> =>
  writeFileWhole(file, `${JSON.stringify(dev, null, 2)}\n`);
