import { makeMariaDb, startMariaDb } from '../services/mariadb';
import { fingerprint } from '../system/files';
import type { Context } from './context';
import {
  FRONT_PAGE,
  MAIN_SITE,
  NETWORK_ADMIN,
  NETWORK_NAME,
  PAGES,
  PRODUCTS,
  SITES,
  peopleOf,
  type DemoSite,
} from './demo';
import { runPhpScript } from './php-script';
import { copyWooCommerce, copyWordPress, dressWordPress } from './wordpress-files';

/** What WordPress says of a site after its set-up. */
export interface SiteAnswer {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly admin_url: string;
  readonly login_url: string;
  /** Slug of a demo page => its address. */
  readonly page_urls: Readonly<Record<string, string>>;
  /** Login => WordPress role; null: no such account here. */
  readonly roles: Readonly<Record<string, string | null>>;
  readonly shop: {
    readonly pages: Readonly<
      Record<'shop_url' | 'checkout_url' | 'classic_checkout_url' | 'my_account_url', string | null>
    >;
    readonly products: readonly {
      readonly id: number;
      readonly name: string;
      readonly price: string;
      readonly manages_stock: boolean;
      readonly url: string;
    }[];
  };
}

/** Which WordPress and WooCommerce a home has, and where they were copied from. */
export interface Sources {
  readonly wordpress: { readonly version: string; readonly folder: string };
  readonly dropIn: string | null;
  readonly woocommerce: { readonly version: string; readonly folder: string } | null;
}

export const siteUrl = (context: Context, site: DemoSite): string =>
  `${context.addresses.wordpress}${site.path.slice(1)}`;

/** Lays the files of WordPress and WooCommerce into the home, and brings ours in them up to date. */
export async function layFiles(context: Context, sources: Sources): Promise<void> {
  const { wordpress, dropIn, woocommerce } = sources;
  await context.steps.once(
    {
      name: 'wordpress-files',
      title: `Copy WordPress ${wordpress.version}`,
      key: [wordpress.version, context.database],
    },
    () => copyWordPress(context, wordpress.folder, dropIn),
  );
  if (woocommerce) {
    await context.steps.once(
      {
        name: 'woocommerce-files',
        title: `Copy WooCommerce ${woocommerce.version}`,
        key: woocommerce.version,
        needs: ['wordpress-files'],
      },
      () => copyWooCommerce(context, woocommerce.folder),
    );
  }
  await dressWordPress(context);
}

/** Starts MariaDB where the home is on it; its files are made first. */
export async function startDatabase(context: Context): Promise<void> {
  if (context.database !== 'mariadb') return;
  await context.steps.once({ name: 'mariadb', title: 'Make a MariaDB', key: null }, () => makeMariaDb(context));
  await context.report.step('Start MariaDB', () => startMariaDb(context));
}

async function install(context: Context): Promise<void> {
  await runPhpScript(context, 'install', context.addresses.wordpress, { ...NETWORK_ADMIN, name: NETWORK_NAME });
  const others = SITES.filter((site) => site !== MAIN_SITE);
  await runPhpScript(context, 'network', context.addresses.wordpress, { sites: others });
}

async function makeShops(context: Context): Promise<void> {
  const manage_stock = context.database === 'mariadb';
  await runPhpScript(context, 'plugins', context.addresses.wordpress, { plugins: ['woocommerce/woocommerce.php'] });
  for (const site of SITES) {
    await runPhpScript(context, 'shop', siteUrl(context, site), { manage_stock, products: PRODUCTS });
  }
}

async function makeSites(context: Context): Promise<SiteAnswer[]> {
  const answers: SiteAnswer[] = [];
  for (const site of SITES) {
    const wishes = { name: site.name, pages: PAGES, front_page: FRONT_PAGE, people: peopleOf(site) };
    answers.push(await runPhpScript<SiteAnswer>(context, 'site', siteUrl(context, site), wishes));
  }
  return answers;
}

/**
 * Makes the network: two sites, their shops, pages and people, at the addresses of this start.
 *
 * @returns what is where, the main site first
 */
export async function makeNetwork(context: Context, sources: Sources): Promise<SiteAnswer[]> {
  const { steps, addresses, repository } = context;
  // What is made is made again when what makes it has changed.
  const recipe = await fingerprint(repository, ['tools/dev/wordpress', 'tools/dev/setup/demo.ts']);
  const needs = context.database === 'mariadb' ? ['mariadb'] : [];
  await steps.once({ name: 'install', title: 'Install WordPress and its network', key: context.database, needs }, () =>
    install(context),
  );
  await steps.once(
    { name: 'address', title: `Move it to ${addresses.wordpress}`, key: addresses.wordpress, needs: ['install'] },
    () => runPhpScript(context, 'address', addresses.wordpress),
  );
  if (sources.woocommerce) {
    const key = [sources.woocommerce.version, recipe];
    await steps.once({ name: 'shops', title: 'Make two shops', key, needs: ['install', 'woocommerce-files'] }, () =>
      makeShops(context),
    );
  }
  return steps.once(
    {
      name: 'sites',
      title: 'Make pages and accounts',
      key: [addresses.wordpress, recipe],
      needs: ['install', 'address', 'shops'],
    },
    () => makeSites(context),
  );
}
