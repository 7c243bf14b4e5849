/**
 * What has to be there before the TypeScript of a start can run: Node and PHP that are new enough, and npm's packages.
 * Plain JavaScript, since nothing is installed yet.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The two installs, as folders of the repository. */
const INSTALLS = ['.', 'bridge'];

/** Whether a version such as "20.19.1" is at least [20, 19]. */
function isAtLeast(version, [wantedMajor, wantedMinor]) {
  const [major, minor] = version.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** What is wrong with this Node, in a sentence; undefined when nothing is. */
export function complaintAboutNode(version) {
  if (isAtLeast(version, [20, 19])) return undefined;
  return `Node ${version} is too old: MultiPay needs 20.19 or newer. Install it from nodejs.org, then run npm start again.`;
}

/** What is wrong with PHP, in a sentence; undefined when nothing is. */
export function complaintAboutPhp(command) {
  let version;
  try {
    version = execFileSync(command, ['-r', 'echo PHP_VERSION;'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return `There is no PHP ("${command}" does not run). Install PHP 8.0 or newer for the command line (Debian, Ubuntu: php-cli), or name it in MULTIPAY_PHP.`;
  }
  if (isAtLeast(version, [8, 0])) return undefined;
  return `PHP ${version} is too old: MultiPay needs 8.0 or newer. Install a newer one, or name it in MULTIPAY_PHP.`;
}

const lockfileOf = (folder) => join(folder, 'package-lock.json');
/** Where this tool notes for which lockfile it has run npm ci. */
const noteIn = (folder) => join(folder, 'node_modules', '.multipay-installed');
const fingerprintOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Whether npm's own record, which it writes when an installation has ended, has what the lockfile lists. */
function recordMatches(folder) {
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const wanted = packagesOf(lockfileOf(folder));
  const installed = packagesOf(record);
  const isSame = (path) => wanted[path]?.version === installed[path].version;
  const mayBeAbsent = (entry) => entry.optional || entry.devOptional || entry.extraneous;
  const isThere = ([path, entry]) => path === '' || mayBeAbsent(entry) || path in installed;
  return Object.keys(installed).every(isSame) && Object.entries(wanted).every(isThere);
}

/**
 * Whether the packages that the lockfile of a folder lists are installed: by this tool, or by a person. An installation
 * that was cut off counts as none.
 */
export function isInstalled(folder) {
  const note = noteIn(folder);
  const noted = existsSync(note) && readFileSync(note, 'utf8') === fingerprintOf(lockfileOf(folder));
  return noted || recordMatches(folder);
}

/**
 * Installs npm's packages where they are missing or others than the lockfile's.
 *
 * @param say takes a line of text
 * @returns what went wrong, in a sentence; undefined when nothing did
 */
export function installPackages(repository, say) {
  for (const name of INSTALLS) {
    const folder = join(repository, name);
    if (isInstalled(folder)) continue;
    say(`  npm ci in ${folder} …`);
    const began = Date.now();
    const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
    if (status !== 0) {
      return `npm ci failed in ${folder}${error ? ` (${error.message})` : ''}. See what it says above; it needs npm's registry and about 600 MB.`;
    }
    writeFileSync(noteIn(folder), fingerprintOf(lockfileOf(folder)));
    say(`  npm ci in ${folder}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  return undefined;
}
