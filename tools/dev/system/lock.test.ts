import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { takeLock } from './lock';

const lockFile = async (): Promise<string> => join(await temporaryFolder(), 'lock');

function taken(file: string): () => void {
  const lock = takeLock(file);
  if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy}`);
  return lock.release;
}

describe('a lock', () => {
  it('is held by one, until it is given back', async () => {
    const file = await lockFile();
    const release = taken(file);
    expect(takeLock(file)).toEqual({ heldBy: process.pid });
    release();
    expect(existsSync(file)).toBe(false);
    taken(file)();
  });

  it('of a process that has died counts for nothing', async () => {
    const file = await lockFile();
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await writeFile(file, JSON.stringify({ pid: child.pid, began: '1' }));
    taken(file);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('whose number is another process’s by now counts for nothing', async () => {
    const file = await lockFile();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'spawn');
    await writeFile(file, JSON.stringify({ pid: child.pid, began: 'long before that process' }));
    taken(file);
  });

  it('that was cut off while it was written counts for nothing', async () => {
    const file = await lockFile();
    await writeFile(file, '{"pid":');
    taken(file);
  });

  it('that is another’s by now is not given back', async () => {
    const file = await lockFile();
    const release = taken(file);
    await writeFile(file, JSON.stringify({ pid: 1, began: 'x' }));
    release();
    expect(existsSync(file)).toBe(true);
  });
});
