import { lstat, mkdir, readFile, readlink, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { homePaths } from '../home';
import { addresses } from '../system/ports';
import { temporaryFolder } from '../testing/temporary-folder';
import type { Context } from './context';
import { homeSecrets } from './secrets';
import { copyWooCommerce, copyWordPress, dressWordPress } from './wordpress-files';

async function filled(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** A home with WordPress in it, of this repository. */
async function homeOf(repository: string, dropIn: string | null = null): Promise<Context> {
  const home = await temporaryFolder();
  const secrets = await homeSecrets(join(home, 'secrets.json'));
  const context = {
    repository,
    secrets,
    database: 'sqlite',
    paths: homePaths(home),
    addresses: addresses(9000),
  } as Context;
  const wordpress = await filled({
    'index.php': '<?php',
    'wp-config.php': '<?php // of the site that this was copied from',
    'wp-content/db.php': '<?php // likewise',
    'wp-content/plugins/index.php': '<?php',
  });
  await copyWordPress(context, wordpress, dropIn);
  return context;
}

const REPOSITORY = {
  'plugin.php': '<?php /* Plugin Name: MultiPay */',
  'includes/Plugin.php': '<?php',
  'build/checkout.js': '',
  'bridge/src/main.ts': '',
};

describe('the files of a network', () => {
  it('are WordPress’s, without the configuration and the drop-in of where they came from', async () => {
    const { paths } = await homeOf(await filled(REPOSITORY));
    expect((await readdir(paths.wordpress)).sort()).toEqual(['index.php', 'wp-content']);
    expect(await readdir(join(paths.wordpress, 'wp-content'))).toEqual(['plugins']);
  });

  it('have the SQLite drop-in, which knows where its plugin lies', async () => {
    const dropIn = await filled({
      'load.php': '<?php',
      'db.copy': "<?php $at = '{SQLITE_IMPLEMENTATION_FOLDER_PATH}'; $plugin = '{SQLITE_PLUGIN}';",
    });
    const { paths } = await homeOf(await filled(REPOSITORY), dropIn);
    const folder = join(paths.wordpress, 'wp-content', 'plugins', 'sqlite-database-integration');
    expect(await readFile(join(paths.wordpress, 'wp-content', 'db.php'), 'utf8')).toBe(
      `<?php $at = '${folder}'; $plugin = 'sqlite-database-integration/load.php';`,
    );
    expect((await readdir(folder)).sort()).toEqual(['db.copy', 'load.php']);
  });

  it('have the plugin: its main file copied, its folders linked, the bridge nowhere', async () => {
    const repository = await filled(REPOSITORY);
    const context = await homeOf(repository);
    await dressWordPress(context);
    const plugin = join(context.paths.wordpress, 'wp-content', 'plugins', 'multipay');
    expect((await readdir(plugin)).sort()).toEqual(['build', 'includes', 'plugin.php']);
    expect((await lstat(join(plugin, 'plugin.php'))).isFile()).toBe(true);
    expect(await readlink(join(plugin, 'includes'))).toBe(join(repository, 'includes'));
    const config = await readFile(join(context.paths.wordpress, 'wp-config.php'), 'utf8');
    expect(config).toContain(`'build' => '${join(repository, 'build')}'`);
    expect((await stat(join(context.paths.wordpress, 'wp-config.php'))).mode & 0o777).toBe(0o600);
  });

  it('follow the repository at every start', async () => {
    const repository = await filled(REPOSITORY);
    const context = await homeOf(repository);
    await dressWordPress(context);
    await writeFile(join(repository, 'plugin.php'), '<?php /* Plugin Name: MultiPay 2 */');
    await mkdir(join(repository, 'languages'));
    await dressWordPress(context);
    const plugin = join(context.paths.wordpress, 'wp-content', 'plugins', 'multipay');
    expect(await readFile(join(plugin, 'plugin.php'), 'utf8')).toContain('MultiPay 2');
    expect(await readdir(plugin)).toContain('languages');
  });

  it('need a repository with the plugin', async () => {
    const context = await homeOf(await temporaryFolder());
    await expect(dressWordPress(context)).rejects.toThrow(/holds no plugin\.php/);
  });

  it('have a WooCommerce of their own, not the cache’s', async () => {
    const cached = await filled({ 'woocommerce.php': '<?php // new' });
    const context = await homeOf(await filled(REPOSITORY));
    const own = join(context.paths.wordpress, 'wp-content', 'plugins', 'woocommerce');
    await mkdir(own);
    await writeFile(join(own, 'of-an-older-version.php'), '');
    await copyWooCommerce(context, cached);
    expect(await readdir(own)).toEqual(['woocommerce.php']);
    expect((await lstat(own)).isSymbolicLink()).toBe(false);
  });
});
