import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { StartProblem } from './problem';

/** Everything that a start makes in its home, by name. */
export const homePaths = (home: string) =>
  ({
    home,
    wordpress: join(home, 'wp'),
    /** WordPress while it is being copied. */
    wordpressPart: join(home, 'wp.part'),
    sqlite: join(home, 'sqlite'),
    mariadb: join(home, 'mariadb'),
    bridge: join(home, 'bridge'),
    simulators: join(home, 'simulators'),
    logs: join(home, 'logs'),
    mail: join(home, 'mail'),
    devFile: join(home, 'dev.json'),
    marks: join(home, 'steps.json'),
    secrets: join(home, 'secrets.json'),
    lock: join(home, 'start.lock'),
  }) as const;

export type HomePaths = ReturnType<typeof homePaths>;

/** Where downloads are kept for all homes: `${XDG_CACHE_HOME:-~/.cache}/multipay`. */
export const cacheFolder = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'multipay');

/**
 * Makes the home's own folder.
 *
 * @throws StartProblem when the folder holds things that no start has made
 */
export async function claimHome(paths: HomePaths): Promise<void> {
  await mkdir(paths.home, { recursive: true, mode: 0o700 });
  const ours: readonly string[] = Object.values(paths);
  const strangers = (await readdir(paths.home)).filter((name) => !ours.includes(join(paths.home, name)));
  if (strangers.length > 0 && !existsSync(paths.marks)) {
    throw new StartProblem(
      `${paths.home} holds files that no start has made. Give an empty or a new folder with --home.`,
    );
  }
}

/** Makes the folders in the home that are always there. */
export async function makeHome(paths: HomePaths): Promise<void> {
  for (const folder of [paths.logs, paths.mail, paths.bridge, paths.simulators]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
}

/** Removes what starts have made in the home, and nothing else. The lock stays: its holder is the caller. */
export async function emptyHome(paths: HomePaths): Promise<void> {
  const made = Object.values(paths).filter((path) => path !== paths.home && path !== paths.lock);
  for (const path of made) await rm(path, { recursive: true, force: true });
}
