import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartProblem } from '../problem';
import { untar } from './archives';

const run = promisify(execFile);

/** A package of npm that is fetched only when it is needed, too large or too rarely needed to be a dependency. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** What npm says that the package is, as a lockfile has it. */
  readonly integrity: string;
}

/**
 * Fetches a package and unpacks some of its members.
 *
 * @param folder an empty folder; the members come to lie in its `package/`
 * @throws StartProblem when npm cannot fetch it, or it is not what it should be
 */
export async function fetchNpmPackage(
  wanted: NpmPackage,
  folder: string,
  members: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const id = `${wanted.name}@${wanted.version}`;
  try {
    await run('npm', ['pack', id, '--silent', '--pack-destination', folder], { cwd: folder, signal });
  } catch (error) {
    const said = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    throw new StartProblem(`npm cannot fetch ${id} (${said}). See that npm reaches its registry.`);
  }
  const [name] = (await readdir(folder)).filter((entry) => entry.endsWith('.tgz'));
  const file = join(folder, name ?? '');
  const found = `sha512-${createHash('sha512')
    .update(await readFile(file))
    .digest('base64')}`;
  if (found !== wanted.integrity) {
    throw new StartProblem(`npm sent another ${id} than the one that is known. It was not used.`);
  }
  await untar(file, folder, members, signal);
  await rm(file);
}
