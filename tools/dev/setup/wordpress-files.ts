import { constants, existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartProblem } from '../problem';
import type { Context } from './context';
import { wpConfig } from './wp-config';

const OUR_PHP = fileURLToPath(new URL('../wordpress', import.meta.url));

/** The plugin's folders that are linked into WordPress, so that a change in the repository is seen at once. */
const LINKED_FOLDERS = ['includes', 'build', 'languages', 'vendor', 'docs'] as const;
/**
 * The plugin's files that are copied. Were the main file a link, WordPress would take all that lies in the repository
 * for the plugin's own, and the home with WooCommerce lies there too.
 */
const COPIED_FILES = ['plugin.php', 'uninstall.php', 'readme.txt'] as const;

/** Copies a folder, sharing the disk's blocks where the disk can do that. */
const copyFolder = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, dereference: true, mode: constants.COPYFILE_FICLONE });

/** Puts a fresh copy of a folder in the place of what is there. */
async function replaceFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await copyFolder(from, to);
}

/**
 * Copies WordPress into the home, and the SQLite drop-in where it is needed. Uploads and other plugins of an earlier
 * copy are not kept: it is made once, before anybody could upload anything.
 *
 * @param dropIn the folder of SQLite Database Integration; null for MariaDB
 */
export async function copyWordPress(context: Context, source: string, dropIn: string | null): Promise<void> {
  const { wordpress, wordpressPart: part } = context.paths;
  await replaceFolder(source, part);
  // A WordPress that somebody has used brings its own.
  await rm(join(part, 'wp-config.php'), { force: true });
  await rm(join(part, 'wp-content', 'db.php'), { force: true });
  if (dropIn !== null) {
    const folder = join(part, 'wp-content', 'plugins', 'sqlite-database-integration');
    await replaceFolder(dropIn, folder);
    const template = await readFile(join(folder, 'db.copy'), 'utf8');
    const dropInFile = template
      .replaceAll('{SQLITE_IMPLEMENTATION_FOLDER_PATH}', folder.replace(part, wordpress))
      .replaceAll('{SQLITE_PLUGIN}', 'sqlite-database-integration/load.php');
    await writeFile(join(part, 'wp-content', 'db.php'), dropInFile);
  }
  await rm(wordpress, { recursive: true, force: true });
  await rename(part, wordpress);
}

/** Copies WooCommerce in. Copied, not linked: "Delete" on WordPress's plugin page would empty the cache. */
export async function copyWooCommerce(context: Context, source: string): Promise<void> {
  await replaceFolder(source, join(context.paths.wordpress, 'wp-content', 'plugins', 'woocommerce'));
}

/** Lays the plugin's files into WordPress; answers where its linked folders lead. */
async function linkPlugin(context: Context): Promise<Record<string, string>> {
  const folder = join(context.paths.wordpress, 'wp-content', 'plugins', 'multipay');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (!existsSync(join(context.repository, 'plugin.php'))) {
    throw new StartProblem(`${context.repository} holds no plugin.php: this is not the plugin's repository.`);
  }
  for (const name of COPIED_FILES) {
    const file = join(context.repository, name);
    if (existsSync(file)) await copyFile(file, join(folder, name));
  }
  const links: Record<string, string> = {};
  for (const name of LINKED_FOLDERS) {
    const target = join(context.repository, name);
    if (!existsSync(target)) continue;
    await symlink(target, join(folder, name), 'dir');
    links[name] = target;
  }
  return links;
}

/** Brings what is ours in WordPress to what the repository has: configuration, theme, must-use plugins, the plugin. */
export async function dressWordPress(context: Context): Promise<void> {
  const content = join(context.paths.wordpress, 'wp-content');
  await replaceFolder(join(OUR_PHP, 'theme'), join(content, 'themes', 'multipay-demo'));
  await mkdir(join(content, 'mu-plugins'), { recursive: true });
  await copyFile(join(OUR_PHP, 'mu-plugin.php'), join(content, 'mu-plugins', 'multipay-dev.php'));
  await copyFile(join(OUR_PHP, 'templates-registry.php'), join(content, 'mu-plugins', 'multipay-dev-templates.php'));
  const links = await linkPlugin(context);
  await writeFile(join(context.paths.wordpress, 'wp-config.php'), wpConfig(context, links), { mode: 0o600 });
}
