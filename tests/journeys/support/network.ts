import { readFileSync } from 'node:fs';
import type { Dev, DevAccount, DevSite } from '../../../tools/dev/dev-file';

export type { Dev, DevSite };

function read(): Dev {
  const path = process.env['MULTIPAY_DEV'];
  if (path === undefined || path === '') {
    throw new Error('Start a network with `npm start`, and name its dev.json in MULTIPAY_DEV.');
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Dev;
}

/** The network that the journeys run on: MULTIPAY_DEV is the path of its dev.json. */
export const dev: Dev = read();

export const [mainSite, secondSite] = dev.sites as readonly [DevSite, DevSite];

/** A shop, whose addresses are there because WooCommerce is. */
export interface Shop extends DevSite {
  readonly checkout_url: string;
  readonly classic_checkout_url: string;
  readonly my_account_url: string;
}

export const mainShop = mainSite as Shop;
export const secondShop = secondSite as Shop;
export const SHOPS: readonly Shop[] = [mainShop, secondShop];

/** Who can log in on a site with a role. */
export function account(role: DevAccount['role'], site?: DevSite): DevAccount {
  const found = dev.accounts.find((one) => one.role === role && one.site === (site?.id ?? null));
  if (!found) throw new Error(`dev.json knows no ${role}`);
  return found;
}
