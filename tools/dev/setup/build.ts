import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartProblem } from '../problem';
import type { Report } from '../report';
import { fingerprint, writeFileWhole } from '../system/files';
import { takeLock } from '../system/lock';
import type { Processes } from '../system/processes';
import { environmentFor } from './context';

/** Something that is built of sources. */
interface Build {
  readonly name: string;
  readonly title: string;
  /** What it is made of: files and folders of the repository. */
  readonly sources: readonly string[];
  /** A file or folder that is there afterwards. */
  readonly makes: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
}

const BUILDS: readonly Build[] = [
  {
    name: 'build-bridge',
    title: 'Build the bridge',
    sources: ['bridge/src', 'bridge/build.mjs', 'bridge/tsconfig.json', 'bridge/package-lock.json', 'contracts'],
    makes: 'bridge/dist/multipay.js',
    command: process.execPath,
    args: ['build.mjs'],
    directory: 'bridge',
  },
  {
    name: 'build-plugin',
    title: 'Build the plugin’s scripts',
    sources: [
      'blocks',
      'src',
      'contracts',
      'webpack.config.js',
      'webpack.config.mjs',
      'package.json',
      'package-lock.json',
    ],
    makes: 'build',
    command: 'npm',
    args: ['run', 'build'],
    directory: '.',
  },
];

const BUILD_WITHIN_MS = 10 * 60_000;
const LOOK_EVERY_MS = 200;

/** Waits its turn: starts in several homes at once share what is built. */
async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + BUILD_WITHIN_MS;
  for (;;) {
    const lock = takeLock(file);
    if ('release' in lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (performance.now() > until)
      throw new StartProblem(`Process ${lock.heldBy} holds ${file} for too long. End it and start again.`);
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * Builds what has changed since it was last built.
 *
 * @param home whose start this is
 */
export async function buildWhatChanged(
  repository: string,
  home: string,
  processes: Processes,
  report: Report,
): Promise<void> {
  const notes = join(repository, 'node_modules', '.cache', 'multipay');
  await mkdir(notes, { recursive: true });
  await alone(join(notes, 'build.lock'), async () => {
    for (const build of BUILDS) {
      const note = join(notes, build.name);
      const sources = await fingerprint(repository, build.sources);
      const built = existsSync(note) && existsSync(join(repository, build.makes)) ? await readFile(note, 'utf8') : '';
      if (built === sources) continue;
      await report.step(build.title, () =>
        processes.run({
          name: build.name,
          command: build.command,
          args: build.args,
          directory: join(repository, build.directory),
          environment: environmentFor(home, {}),
          stopWithinMs: 5_000,
        }),
      );
      await writeFileWhole(note, sources);
    }
  });
}
