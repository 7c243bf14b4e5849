import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { unzip } from './archives';
import { cachedVersions, wholeFolder } from './cache';

async function zipWith(files: Readonly<Record<string, string>>): Promise<string> {
  const file = join(await temporaryFolder(), 'a.zip');
  const entries = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)]));
  await writeFile(file, zipSync(entries));
  return file;
}

describe('a zip', () => {
  it('is unpacked whole, or from the folder that holds a certain file', async () => {
    const zip = await zipWith({
      'a/b/main.php': 'main',
      'a/b/c/d.txt': 'd',
      'a/readme.txt': 'r',
      'x/a/b/main.php': 'deep',
    });
    const whole = await temporaryFolder();
    await unzip(zip, whole);
    expect((await readdir(whole)).sort()).toEqual(['a', 'x']);

    const part = await temporaryFolder();
    await unzip(zip, part, 'main.php');
    expect((await readdir(part)).sort()).toEqual(['c', 'main.php']);
    expect(await readFile(join(part, 'main.php'), 'utf8')).toBe('main');
  });

  it.each([['../evil.php'], ['/etc/evil.php'], ['a/../../evil.php'], ['a\\..\\evil.php']])(
    'that holds the name %s is not used at all',
    async (name) => {
      const folder = await temporaryFolder();
      await expect(unzip(await zipWith({ 'good.php': 'g', [name]: 'e' }), folder)).rejects.toThrow(
        /leads out of its folder/,
      );
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('that is none, or lacks what it should hold, is named', async () => {
    const folder = await temporaryFolder();
    const text = join(folder, 'text.zip');
    await writeFile(text, 'not a zip');
    await expect(unzip(text, folder)).rejects.toThrow(/text\.zip cannot be unpacked/);
    await expect(unzip(await zipWith({ a: 'b' }), folder, 'main.php')).rejects.toThrow(/holds no main\.php/);
  });
});

describe('a folder in the cache', () => {
  it('is made once, and is not there when making it fails', async () => {
    const parent = await temporaryFolder();
    const folder = join(parent, '1.0');
    const fail = wholeFolder(folder, async (part) => {
      await writeFile(join(part, 'half'), '');
      throw new Error('cut off');
    });
    await expect(fail).rejects.toThrow('cut off');
    expect(await readdir(parent)).toEqual([]);

    let made = 0;
    const make = async (part: string): Promise<void> => {
      made += 1;
      await writeFile(join(part, 'whole'), '');
    };
    await wholeFolder(folder, make);
    await wholeFolder(folder, make);
    expect([made, await readdir(folder)]).toEqual([1, ['whole']]);
  });

  it('is whole when two make it at the same time', async () => {
    const folder = join(await temporaryFolder(), '1.0');
    const make = (part: string): Promise<void> => writeFile(join(part, 'whole'), '');
    await Promise.all([wholeFolder(folder, make), wholeFolder(folder, make)]);
    expect(await readdir(folder)).toEqual(['whole']);
  });

  it('is listed as a version unless it is unfinished', async () => {
    const parent = await temporaryFolder();
    await wholeFolder(join(parent, '1.0'), () => Promise.resolve());
    await wholeFolder(join(parent, '.part-2.0-x'), () => Promise.resolve());
    expect(await cachedVersions(parent)).toEqual(['1.0']);
    expect(await cachedVersions(join(parent, 'nothing'))).toEqual([]);
  });
});
