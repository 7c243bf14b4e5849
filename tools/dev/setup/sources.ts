import { cacheFolder } from '../home';
import type { Database, StartOptions } from '../options';
import { StartProblem } from '../problem';
import type { Report } from '../report';
import { findSqliteDropIn } from '../sources/sqlite-drop-in';
import { compareVersions, isWithin, satisfies } from '../sources/versions';
import { findWooCommerce } from '../sources/woocommerce';
import { findWordPress, type Places } from '../sources/wordpress';
import { wordPressOrg } from '../sources/wordpress-org';
import type { Steps } from '../steps';
import type { Sources } from './wordpress';

/** The oldest WordPress that the plugin supports. */
const OLDEST_WORDPRESS = '6.5';

type Wishes = Pick<StartOptions, 'wordpress' | 'woocommerce'>;

/** Places to look in, as the environment has them. */
export const placesToLook = (environment: NodeJS.ProcessEnv, signal: AbortSignal, report: Report): Places => ({
  cache: cacheFolder(environment),
  wordPressOrg: wordPressOrg(environment['MULTIPAY_WORDPRESS_ORG'], signal),
  environment,
  signal,
  tell: (text) => report.line(`  ${text}`),
});

/** Remembered: what a home has, and whether it was asked to have no WooCommerce. */
interface Memory extends Sources {
  readonly withoutShops: boolean;
}

/** Whether what is there already is what is wished for. */
const isSame = (version: string, wish: string | undefined): boolean => wish === undefined || isWithin(version, wish);

const START_ANEW = 'Start over with --reset, or give another --home.';

async function wordPressFor(
  wish: string | undefined,
  before: Memory | undefined,
  places: Places,
): Promise<Sources['wordpress']> {
  if (before && isSame(before.wordpress.version, wish)) return before.wordpress;
  const { version, folder } = await findWordPress(wish, places);
  if (before && before.wordpress.version !== version) {
    throw new StartProblem(`This home has WordPress ${before.wordpress.version}, not ${version}. ${START_ANEW}`);
  }
  if (!satisfies(version, OLDEST_WORDPRESS)) {
    throw new StartProblem(`WordPress ${version} is too old: the plugin needs ${OLDEST_WORDPRESS}.`);
  }
  return { version, folder };
}

async function wooCommerceFor(
  wish: string | undefined,
  wordpress: string,
  before: Memory | undefined,
  places: Places,
): Promise<Sources['woocommerce']> {
  const has = before?.woocommerce;
  if (has && isSame(has.version, wish)) return has;
  const found = await findWooCommerce(wish ?? (before?.withoutShops ? 'none' : undefined), wordpress, places);
  if (has && (!found || compareVersions(found.version, has.version) < 0)) {
    throw new StartProblem(`This home has WooCommerce ${has.version}, not ${found?.version ?? 'none'}. ${START_ANEW}`);
  }
  return found;
}

/**
 * Says which WordPress and WooCommerce this home has: as it has them already, or as asked for, or the newest. A home
 * without WooCommerce gets one as soon as one is to be had, and a newer one when that is asked for.
 *
 * @throws StartProblem when what is asked for is not to be had, or the home has another
 */
export async function chooseSources(
  wishes: Wishes,
  database: Database,
  steps: Steps,
  places: Places,
): Promise<Sources> {
  const before = steps.remembered('sources') as Memory | undefined;
  const wordpress = await wordPressFor(wishes.wordpress, before, places);
  const woocommerce = await wooCommerceFor(wishes.woocommerce, wordpress.version, before, places);
  const dropIn = database === 'sqlite' ? (before?.dropIn ?? (await findSqliteDropIn(places))) : null;
  const sources: Sources = { wordpress, woocommerce, dropIn };
  const withoutShops =
    wishes.woocommerce === undefined ? (before?.withoutShops ?? false) : wishes.woocommerce === 'none';
  await steps.note('sources', { ...sources, withoutShops } satisfies Memory);
  return sources;
}
