import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, claimHome, emptyHome, homePaths, makeHome } from './home';
import { temporaryFolder } from './testing/temporary-folder';

describe('a home', () => {
  it('is a new or an empty folder, or one of an earlier start', async () => {
    const folder = await temporaryFolder();
    const paths = homePaths(join(folder, 'new', 'home'));
    await claimHome(paths);
    await makeHome(paths);
    await claimHome(paths);
    await writeFile(paths.marks, '{}');
    await writeFile(join(paths.home, 'notes.txt'), 'a person’s own');
    await claimHome(paths);
  });

  it('is never a folder that holds other things', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'thesis.doc'), '');
    await expect(claimHome(homePaths(folder))).rejects.toThrow(/holds files that no start has made/);
  });

  it('is emptied of what starts have made, and of nothing else', async () => {
    const paths = homePaths(await temporaryFolder());
    await makeHome(paths);
    await mkdir(paths.wordpress);
    await writeFile(paths.marks, '{}');
    await writeFile(paths.lock, '');
    await writeFile(join(paths.home, 'notes.txt'), '');
    await emptyHome(paths);
    expect((await readdir(paths.home)).sort()).toEqual(['notes.txt', 'start.lock']);
    expect(existsSync(paths.logs)).toBe(false);
  });

  it('shares its cache with other homes, where the system keeps caches', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/multipay');
    expect(cacheFolder({})).toMatch(/\/\.cache\/multipay$/);
  });
});
