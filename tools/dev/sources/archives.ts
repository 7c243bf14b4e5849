import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { StartProblem } from '../problem';

const run = promisify(execFile);

/** A name that stays in the folder that it is unpacked to. */
const staysInside = (name: string): boolean =>
  !name.startsWith('/') && !name.includes('\\') && !name.split('/').includes('..');

function namesIn(file: string, zip: Uint8Array): string[] {
  const names: string[] = [];
  try {
    unzipSync(zip, {
      filter: ({ name }) => {
        if (!name.endsWith('/')) names.push(name);
        return false;
      },
    });
  } catch (error) {
    throw new StartProblem(`${file} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const bad = names.find((name) => !staysInside(name));
  if (bad !== undefined) {
    throw new StartProblem(`${file} holds the name "${bad}", which leads out of its folder. It was not used.`);
  }
  return names;
}

/**
 * Unpacks a zip into a folder: all of it, or the folder in it that holds a certain file.
 *
 * @param holding the file by which that folder is known, such as "wp-includes/version.php"
 * @throws StartProblem when it is no zip or has no such folder, or when a name in it leads out of the folder
 */
export async function unzip(file: string, folder: string, holding?: string): Promise<void> {
  const zip = await readFile(file);
  const names = namesIn(file, zip);
  const holders = names.filter((name) => holding !== undefined && (name === holding || name.endsWith(`/${holding}`)));
  const [nearest] = holders.sort((one, other) => one.length - other.length);
  if (holding !== undefined && nearest === undefined) throw new StartProblem(`${file} holds no ${holding}.`);
  const strip = nearest === undefined ? '' : nearest.slice(0, -(holding ?? '').length);

  const entries = unzipSync(zip, { filter: ({ name }) => name.startsWith(strip) && !name.endsWith('/') });
  for (const [name, content] of Object.entries(entries)) {
    const path = join(folder, name.slice(strip.length));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

/** Unpacks some members of a .tgz into a folder, by the system's tar. */
export async function untar(
  file: string,
  folder: string,
  members: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await run('tar', ['-xzf', file, '-C', folder, '--no-same-owner', ...members], { signal });
}
