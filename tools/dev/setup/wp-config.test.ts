import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { homePaths } from '../home';
import { phpCommand } from '../system/php';
import { addresses } from '../system/ports';
import { temporaryFolder } from '../testing/temporary-folder';
import type { Context } from './context';
import { SALTS, homeSecrets } from './secrets';
import { wpConfig } from './wp-config';

const run = promisify(execFile);

/** What PHP makes of the configuration of a start with this database. */
async function constantsOf(
  database: Context['database'],
  folder: string,
  before = '',
): Promise<Record<string, unknown>> {
  const secrets = await homeSecrets(join(folder, 'secrets.json'));
  const context = { database, secrets, paths: homePaths(folder), addresses: addresses(9000) } as Context;
  await writeFile(join(folder, 'wp-config.php'), wpConfig(context, { build: "/it's \\ here/build" }));
  await writeFile(join(folder, 'wp-settings.php'), '<?php');
  const question = `${before} require 'wp-config.php'; echo json_encode( get_defined_constants( true )['user'] );`;
  const { stdout } = await run(phpCommand(), ['-r', question], { cwd: folder });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('wp-config.php', () => {
  it('makes a local network at the address of the start', async () => {
    expect(await constantsOf('sqlite', await temporaryFolder())).toMatchObject({
      MULTISITE: true,
      SUBDOMAIN_INSTALL: false,
      DOMAIN_CURRENT_SITE: '127.0.0.1:9000',
      WP_ENVIRONMENT_TYPE: 'local',
      WP_HTTP_BLOCK_EXTERNAL: true,
      DISABLE_WP_CRON: true,
    });
  });

  it('keeps quotes and backslashes in paths', async () => {
    const { MULTIPAY_DEV_LINKED_FOLDERS } = await constantsOf('sqlite', await temporaryFolder());
    expect(MULTIPAY_DEV_LINKED_FOLDERS).toEqual({ build: "/it's \\ here/build" });
  });

  it('is no network yet while WordPress is being installed', async () => {
    const constants = await constantsOf(
      'sqlite',
      await temporaryFolder(),
      "define( 'MULTIPAY_DEV_INSTALLING', true );",
    );
    expect(constants).not.toHaveProperty('MULTISITE');
  });

  it('names the database of the start', async () => {
    const folder = await temporaryFolder();
    expect(await constantsOf('sqlite', folder)).toMatchObject({ DB_DIR: join(folder, 'sqlite'), DB_HOST: '' });
    const mariadb = await constantsOf('mariadb', folder);
    expect(mariadb).toMatchObject({ DB_NAME: 'wordpress', DB_USER: 'multipay', DB_HOST: '127.0.0.1:9005' });
    expect(mariadb['DB_PASSWORD']).toMatch(/^[\w-]{40,}$/);
  });

  it('has salts of the home’s own, the same at every start', async () => {
    const [one, other] = [await temporaryFolder(), await temporaryFolder()];
    const first = await constantsOf('sqlite', one);
    const again = await constantsOf('sqlite', one);
    const salts = (constants: Record<string, unknown>): unknown[] => SALTS.map((name) => constants[name]);
    expect(salts(again)).toEqual(salts(first));
    expect(new Set([...salts(first), ...salts(await constantsOf('sqlite', other))]).size).toBe(2 * SALTS.length);
  });
});
