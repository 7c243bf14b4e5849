import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { endOfFile, fingerprint, writeFileWhole } from './files';

describe('files of a start', () => {
  it('are written whole, for their owner only, without leftovers', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'secrets.json');
    await writeFileWhole(file, 'one');
    await writeFileWhole(file, 'two');
    expect(await readFile(file, 'utf8')).toBe('two');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secrets.json']);
  });

  it('have another fingerprint when a name or a content has changed, and the same otherwise', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'src', 'node_modules'), { recursive: true });
    const write = (name: string, content: string): Promise<void> => writeFile(join(folder, name), content);
    const now = (): Promise<string> => fingerprint(folder, ['src', 'build.mjs', 'not-there']);
    await write('src/a.ts', 'a');
    await write('build.mjs', 'b');
    const first = await now();
    await write('src/node_modules/x.js', 'x');
    expect(await now()).toBe(first);
    await write('src/b.ts', '');
    const second = await now();
    expect(second).not.toBe(first);
    await write('build.mjs', 'c');
    expect(await now()).not.toBe(second);
  });

  it('show their last lines', async () => {
    const file = join(await temporaryFolder(), 'log');
    expect(await endOfFile(file, 3)).toBe('');
    await writeFile(file, `${Array.from({ length: 9_999 }, (_, index) => `line ${index}`).join('\n')}\n`);
    expect(await endOfFile(file, 2)).toBe('line 9997\nline 9998');
  });
});
