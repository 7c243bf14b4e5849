import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Writes a file so that a reader sees the old one or the new one whole, through a power cut too. */
export async function writeFileWhole(file: string, content: string, mode = 0o600): Promise<void> {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  const handle = await open(part, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
}

/** All files under a path (or the path itself, when it is a file), sorted. What is not there has none. */
async function filesUnder(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const lists = await Promise.all(
    entries.filter((entry) => entry.name !== 'node_modules').map(async ({ name }) => filesUnder(join(path, name))),
  );
  return lists.flat().sort();
}

/** A fingerprint of what files and folders hold, by name and content. */
export async function fingerprint(base: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesUnder(join(base, path))) {
      hash
        .update(`${relative(base, file)}\0`)
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** The last lines of a log, for a person to read; empty when there is no such file. */
export async function endOfFile(file: string, lines: number): Promise<string> {
  if (!existsSync(file)) return '';
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, 16_384);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    await handle.close();
  }
}
