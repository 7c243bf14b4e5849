import { existsSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { StartProblem, errorCode } from './problem';
import { endOfFile } from './system/files';
import { askPhp, type Php } from './system/php';
import { ProcessGroup } from './system/process-group';

/** Where programs lie that are not in every user's PATH. */
const MORE_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin', '/opt/homebrew/sbin'];

/** A program's path, if it is installed. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...MORE_FOLDERS];
  for (const name of names) {
    const folder = folders.find((candidate) => existsSync(join(candidate, name)));
    if (folder) return join(folder, name);
  }
  return undefined;
}

/** Debian's package for a PHP extension; built-in ones have none. */
const EXTENSION_PACKAGES = {
  mysqli: 'mysql',
  pdo_sqlite: 'sqlite3',
  curl: 'curl',
  gd: 'gd',
  mbstring: 'mbstring',
  intl: 'intl',
  xml: 'xml',
  dom: 'xml',
  zip: 'zip',
  pcov: 'pcov',
} as const;

export type PhpExtension = keyof typeof EXTENSION_PACKAGES;

const PROGRAMS = {
  'mariadb-server': ['mariadbd', 'mysqld'],
  'redis-server': ['redis-server'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  'firefox-esr': ['firefox-esr', 'firefox'],
  composer: ['composer'],
} as const;

/** What a start or the tests may need of the system: a program's Debian package, or "php-" and an extension. */
export type SystemPackage = keyof typeof PROGRAMS | `php-${PhpExtension}`;

/** What every start needs of PHP, beside the database's own extension. */
export const PHP_EXTENSIONS: readonly SystemPackage[] = [
  'php-curl',
  'php-gd',
  'php-mbstring',
  'php-intl',
  'php-xml',
  'php-dom',
  'php-zip',
];

const isExtension = (name: SystemPackage): name is `php-${PhpExtension}` => name.startsWith('php-');
const extensionOf = (name: `php-${PhpExtension}`): PhpExtension => name.slice('php-'.length) as PhpExtension;

function isThere(name: SystemPackage, php: Php): boolean {
  if (isExtension(name)) return php.extensions.includes(extensionOf(name));
  return findProgram(...PROGRAMS[name]) !== undefined;
}

/** Debian's packages for what is missing; extensions for the very PHP that runs, such as "php8.2-mysql". */
export function debianPackages(missing: readonly SystemPackage[], phpVersion: string): string[] {
  const [major, minor] = phpVersion.split('.');
  const names = missing.map((name) =>
    isExtension(name) ? `php${major}.${minor}-${EXTENSION_PACKAGES[extensionOf(name)]}` : name,
  );
  return [...new Set(names)].sort();
}

const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Runs the work while Debian's packages may start no service: a database that we start is ours, in our own folder, and
 * never the system's. A policy that the machine has already is left alone.
 */
async function withoutServices<T>(work: () => Promise<T>): Promise<T> {
  try {
    const file = await open(POLICY, 'wx', 0o755);
    await file.writeFile('#!/bin/sh\nexit 101\n');
    await file.close();
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return work();
  }
  try {
    return await work();
  } finally {
    await rm(POLICY, { force: true });
  }
}

async function aptGet(args: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'multipay-apt-'));
  try {
    const group = await ProcessGroup.start(
      {
        name: 'apt-get',
        command: 'apt-get',
        args: ['-q', ...args],
        directory: folder,
        environment: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        stopWithinMs: 60_000,
      },
      join(folder, 'log'),
    );
    const { code } = await group.ended;
    if (code === 0) return;
    const end = await endOfFile(group.log, 12);
    throw new StartProblem(`apt-get ${args.join(' ')} failed. Install these packages yourself.\n${end}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isDebianRoot = (): boolean => existsSync('/etc/debian_version') && process.getuid?.() === 0;

/**
 * Sees that what is needed of the system is there: installs it where this is root on Debian and allowed, otherwise says
 * exactly what to install.
 *
 * @param install whether packages may be installed
 * @returns the names of what was installed
 * @throws StartProblem when something is missing and stays so
 */
export async function ensureSystemPackages(needed: readonly SystemPackage[], install: boolean): Promise<string[]> {
  const php = await askPhp();
  const missing = needed.filter((name) => !isThere(name, php));
  if (missing.length === 0) return [];

  const packages = debianPackages(missing, php.version);
  const command = `apt-get update && apt-get install -y ${packages.join(' ')}`;
  // Debian's extensions fit only Debian's PHP.
  const extensionsFit = !missing.some(isExtension) || php.path.startsWith('/usr/bin/');
  if (!install || !isDebianRoot() || !extensionsFit) {
    throw new StartProblem(
      `Missing: ${missing.join(', ')} (for PHP ${php.version} at ${php.path}). On Debian or Ubuntu: sudo sh -c '${command}'. Elsewhere install the same by its name there.`,
    );
  }
  await withoutServices(async () => {
    await aptGet(['update']);
    await aptGet(['install', '-y', '--no-install-recommends', ...packages]);
  });
  const after = await askPhp();
  const still = needed.filter((name) => !isThere(name, after));
  if (still.length > 0)
    throw new StartProblem(`Installed ${packages.join(' ')}, but ${still.join(', ')} cannot be found.`);
  return packages;
}
