import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StartProblem } from '../problem';
import { MEGABYTE, requireRoom } from '../system/disk';
import { unzip } from './archives';
import { cachedVersions, wholeFolder } from './cache';
import { Unreachable, downloadFile } from './download';
import { isVersion, isWithin, newest, satisfies } from './versions';
import type { Places } from './wordpress';
import type { Offer } from './wordpress-org';

/** A WooCommerce to copy; nothing is ever written into its folder. */
export interface WooCommerceSource {
  readonly version: string;
  readonly folder: string;
}

const MAIN_FILE = 'woocommerce.php';
const ROOM_FOR_RELEASE = 150 * MEGABYTE;

const howToGive = (places: Places): string =>
  `Give it with --woocommerce PATH (a folder, or the zip from WordPress.org), or lay its folder into ${join(places.cache, 'woocommerce')}/<version>.`;

/**
 * What the WooCommerce in a folder says of itself.
 *
 * @throws StartProblem when there is none in it
 */
async function describe(folder: string, places: Places): Promise<{ version: string; requires: string }> {
  const file = join(folder, MAIN_FILE);
  const head = existsSync(file) ? (await readFile(file, 'utf8')).slice(0, 8192) : '';
  const field = (name: string): string | undefined => new RegExp(`^[ \\t*]*${name}:\\s*(\\S+)`, 'm').exec(head)?.[1];
  const [version, requires] = [field('Version'), field('Requires at least')];
  if (version === undefined || requires === undefined) {
    throw new StartProblem(`${folder} holds no WooCommerce. ${howToGive(places)}`);
  }
  return { version, requires };
}

/** A WooCommerce that somebody asked for by name. @throws StartProblem when the WordPress is too old for it */
async function asked(folder: string, wordpress: string, places: Places): Promise<WooCommerceSource> {
  const { version, requires } = await describe(folder, places);
  if (satisfies(wordpress, requires)) return { version, folder };
  throw new StartProblem(
    `WooCommerce ${version} needs WordPress ${requires}, and this is ${wordpress}. Give an older WooCommerce or a newer WordPress.`,
  );
}

async function folderAt(path: string, places: Places): Promise<string> {
  if ((await stat(path)).isDirectory()) return path;
  const name = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
    .slice(0, 16);
  return wholeFolder(join(places.cache, 'woocommerce', `.zip-${name}`), (part) => unzip(path, part, MAIN_FILE));
}

async function download(offer: Offer, places: Places): Promise<string> {
  await requireRoom(places.cache, ROOM_FOR_RELEASE, `WooCommerce ${offer.version}`);
  return wholeFolder(join(places.cache, 'woocommerce', offer.version), async (part) => {
    const zip = join(part, 'woocommerce.zip');
    await downloadFile(offer.url, zip, places.signal);
    await unzip(zip, part, MAIN_FILE);
    await rm(zip);
  });
}

/** The newest WooCommerce in the cache that fits the WordPress, within a wanted version if there is one. */
async function cached(wordpress: string, wanted: string | undefined, places: Places): Promise<string | undefined> {
  const folder = join(places.cache, 'woocommerce');
  const fitting: string[] = [];
  for (const version of await cachedVersions(folder)) {
    if (wanted !== undefined && !isWithin(version, wanted)) continue;
    if (satisfies(wordpress, (await describe(join(folder, version), places)).requires)) fitting.push(version);
  }
  const version = newest(fitting);
  return version === undefined ? undefined : join(folder, version);
}

async function byVersion(wanted: string, wordpress: string, places: Places): Promise<WooCommerceSource> {
  const here = await cached(wordpress, wanted, places);
  if (here !== undefined) return asked(here, wordpress, places);
  try {
    return await asked(await download(places.wordPressOrg.woocommerce(wanted), places), wordpress, places);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new StartProblem(
      `No WooCommerce ${wanted} that fits WordPress ${wordpress} is in the cache, and ${error.message}. ${howToGive(places)}`,
    );
  }
}

async function newestToBeHad(wordpress: string, places: Places): Promise<WooCommerceSource | null> {
  const here = await cached(wordpress, undefined, places);
  if (here !== undefined) return asked(here, wordpress, places);
  try {
    const offer = await places.wordPressOrg.newestWooCommerce();
    if (!satisfies(wordpress, offer.requires ?? '0')) {
      places.tell(`No shops: WooCommerce ${offer.version} needs WordPress ${offer.requires}. ${howToGive(places)}`);
      return null;
    }
    return await asked(await download(offer, places), wordpress, places);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    places.tell(`No shops, since WooCommerce is not here and ${error.message}. ${howToGive(places)}`);
    return null;
  }
}

/**
 * Finds a WooCommerce that fits a WordPress: the one that is asked for by the option or by MULTIPAY_WOOCOMMERCE; or the
 * newest in the cache; or the newest that WordPress.org has.
 *
 * @param wanted a folder, a zip, a version or its beginning, or "none"
 * @param wordpress the WordPress's version
 * @returns null where there is to be none, or none can be had, which is told
 * @throws StartProblem when the one that is asked for is not there or does not fit
 */
export async function findWooCommerce(
  wanted: string | undefined,
  wordpress: string,
  places: Places,
): Promise<WooCommerceSource | null> {
  const wish = wanted ?? (places.environment['MULTIPAY_WOOCOMMERCE'] || undefined);
  if (wish === 'none') return null;
  if (wish === undefined) return newestToBeHad(wordpress, places);
  if (existsSync(wish)) return asked(await folderAt(resolve(wish), places), wordpress, places);
  if (isVersion(wish)) return byVersion(wish, wordpress, places);
  throw new StartProblem(`There is no WooCommerce at ${wish}. ${howToGive(places)}`);
}
