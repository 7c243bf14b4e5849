import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../problem';

const LEFTOVER_AFTER_MS = 24 * 60 * 60 * 1000;

/** Removes what downloads that were cut off have left, once it is too old to be another's work. */
async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith('.part-')) continue;
    const path = join(parent, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > LEFTOVER_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}

/**
 * A folder that is there whole or not at all, whoever else makes it at the same time.
 *
 * @param folder the folder's place
 * @param make fills an empty folder that will become it
 */
export async function wholeFolder(folder: string, make: (empty: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent);
  const part = await mkdtemp(join(parent, `.part-${basename(folder)}-`));
  try {
    await make(part);
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    // Somebody else was quicker.
    if (!existsSync(folder) || !['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  }
  return folder;
}

/** The versions that a cache folder holds, as its folders are named. */
export async function cachedVersions(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => !entry.name.startsWith('.') && !entry.isFile()).map((entry) => entry.name);
}
