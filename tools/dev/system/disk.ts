import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartProblem } from '../problem';

export const MEGABYTE = 1024 * 1024;

/** Free bytes for an ordinary user on the disk where a path lies or will lie. */
export async function freeBytes(path: string): Promise<number> {
  const there = existsSync(path) ? path : dirname(path);
  if (there !== path && !existsSync(there)) return freeBytes(there);
  const { bavail, bsize } = await statfs(there);
  return bavail * bsize;
}

/**
 * Sees that a disk has room.
 *
 * @param what what the room is for, as it stands in a sentence
 * @throws StartProblem that says how much is needed, and where
 */
export async function requireRoom(path: string, bytes: number, what: string, free = freeBytes): Promise<void> {
  const there = await free(path);
  if (there >= bytes) return;
  const inMegabytes = (value: number): string => `${Math.ceil(value / MEGABYTE)} MB`;
  throw new StartProblem(
    `${what} needs ${inMegabytes(bytes)} on the disk that holds ${path}; ${inMegabytes(there)} are free. Make room there and start again.`,
  );
}
