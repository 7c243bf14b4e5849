import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file of the plugin's zip matches one of these; what does not is not released. */
const ALLOWED: readonly RegExp[] = [
  /^plugin\.php$/,
  /^uninstall\.php$/,
  /^readme\.txt$/,
  /^LICENSE$/,
  /^docs\/compatibility\.md$/,
  /^includes\/([A-Z][A-Za-z]+\/)*[A-Z][A-Za-z]+\.php$/,
  /^includes\/[A-Z][A-Za-z]+\/templates\/(plain\/)?[a-z-]+\.php$/,
  /^build\/([a-z-]+\/)?[a-z-]+(\.[0-9a-f]{8})?\.(js|css)$/,
  /^build\/([a-z-]+\/)?[a-z-]+\.asset\.php$/,
  /^build\/[a-z-]+\/block\.json$/,
  /^languages\/multipay\.pot$/,
  /^languages\/multipay-[a-zA-Z_]+\.(po|mo|l10n\.php)$/,
  /^languages\/multipay-[a-zA-Z_]+-[a-z0-9-]+\.json$/,
];

/** What a release without is none. */
const REQUIRED = [
  ...['plugin.php', 'uninstall.php', 'readme.txt', 'LICENSE', 'includes/Plugin.php', 'includes/Order/Settle.php'],
  ...['build/checkout.js', 'build/checkout.asset.php', 'build/order-pay.js', 'build/setup.js'],
  ...[
    'docs/compatibility.md',
    'build/pay-button/block.json',
    'build/payment-status/block.json',
    'languages/multipay-zh_CN.mo',
  ],
] as const;

/** Folders that go into the zip as they are. */
const FOLDERS = ['includes', 'build', 'languages'] as const;
const FILES = ['plugin.php', 'uninstall.php', 'readme.txt', 'LICENSE', 'docs/compatibility.md'] as const;

/** What is wrong with the names in a release, a sentence each. */
export function complaintsAboutContents(names: readonly string[]): string[] {
  return [
    ...names
      .filter((name) => !ALLOWED.some((pattern) => pattern.test(name)))
      .map((name) => `${name} is not on the list of what may be released (tools/release/contents.ts)`),
    ...REQUIRED.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
  ];
}

/** The version that each file of a plugin states; they must agree. */
export function statedVersions(root: string): Record<string, string | undefined> {
  const find = (file: string, pattern: RegExp): string | undefined =>
    pattern.exec(readFileSync(join(root, file), 'utf8'))?.[1];
  return {
    'package.json': find('package.json', /"version": "([^"]+)"/),
    'bridge/package.json': find('bridge/package.json', /"version": "([^"]+)"/),
    'plugin.php, header': find('plugin.php', /^ \* Version: (\S+)$/m),
    'plugin.php, MULTIPAY_VERSION': find('plugin.php', /'MULTIPAY_VERSION', '([^']+)'/),
    'readme.txt, stable tag': find('readme.txt', /^Stable tag: (\S+)$/m),
  };
}

/** What is wrong with the versions, in a sentence; undefined when they agree. */
export function complaintAboutVersions(versions: Record<string, string | undefined>): string | undefined {
  if (new Set(Object.values(versions)).size === 1 && !Object.values(versions).includes(undefined)) return undefined;
  const list = Object.entries(versions).map(([place, version]) => `${place}: ${version ?? 'none'}`);
  return `the versions differ: ${list.join('; ')}`;
}

/** Paths of everything that would go into the zip, relative to the root, sorted. */
export async function releaseFiles(root: string): Promise<string[]> {
  const inFolders = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true, withFileTypes: true }))
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
    ),
  );
  return [...FILES, ...inFolders.flat()].sort();
}
