import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { delimiter } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { fetchNpmPackage } from './npm-package';
import { assembleBuild } from './wordpress';

afterEach(() => vi.unstubAllEnvs());

const { signal } = new AbortController();

/** An npm that packs one package, whichever is asked for; answers with the package's integrity. */
async function fakeNpm(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'package', 'deep'), { recursive: true });
  await writeFile(join(folder, 'package', 'deep', 'wanted.txt'), 'wanted');
  await writeFile(join(folder, 'package', 'other.txt'), 'other');
  execFileSync('tar', ['-czf', 'a.tgz', 'package'], { cwd: folder });
  // npm pack ID --silent --pack-destination FOLDER
  await writeFile(join(folder, 'npm'), `#!/bin/sh\ncp ${join(folder, 'a.tgz')} "$5/a-1.0.0.tgz"\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
  return `sha512-${createHash('sha512')
    .update(await readFile(join(folder, 'a.tgz')))
    .digest('base64')}`;
}

describe('a package of npm', () => {
  it('is fetched, and only what is wanted of it is kept', async () => {
    const integrity = await fakeNpm();
    const folder = await temporaryFolder();
    await fetchNpmPackage({ name: 'a', version: '1.0.0', integrity }, folder, ['package/deep'], signal);
    expect(await readFile(join(folder, 'package', 'deep', 'wanted.txt'), 'utf8')).toBe('wanted');
    expect([await readdir(folder), await readdir(join(folder, 'package'))]).toEqual([['package'], ['deep']]);
  });

  it('is not used when it is another than the one that is known', async () => {
    await fakeNpm();
    const folder = await temporaryFolder();
    const other = { name: 'a', version: '1.0.0', integrity: 'sha512-another' };
    await expect(fetchNpmPackage(other, folder, ['package'], signal)).rejects.toThrow(/sent another a@1\.0\.0/);
    expect(await readdir(folder)).toEqual(['a-1.0.0.tgz']);
  });

  it('that npm cannot fetch is named', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'npm'), '#!/bin/sh\necho E404 >&2\nexit 1\n', { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
    const wanted = { name: 'a', version: '1.0.0', integrity: '' };
    await expect(fetchNpmPackage(wanted, folder, [], signal)).rejects.toThrow(/npm cannot fetch a@1\.0\.0 \(E404\)/);
  });
});

describe('a build of WordPress', () => {
  it('is whole when what no PHP reads is laid beside it, without what the list does not name', async () => {
    const unpacked = await temporaryFolder();
    const write = async (name: string, content: string | Uint8Array): Promise<void> => {
      await mkdir(join(unpacked, name, '..'), { recursive: true });
      await writeFile(join(unpacked, name), content);
    };
    const files = {
      'index.php': '<?php',
      'wp-config.php': '<?php // of the build',
      'wp-includes/version.php': '<?php',
      'wp-content/database/.ht.sqlite': 'stale',
    };
    const entries = Object.entries(files).map(([name, content]) => [name, strToU8(content)] as const);
    await write('src/wordpress/wp-6.5.zip', zipSync(Object.fromEntries(entries)));
    const list = ['wp-includes/js/a.js', 'wp-content/database/.htaccess', 'wp-includes/only-in-the-zip.css'];
    await write('public/wp-6.5/wordpress-remote-asset-paths', `${list.join('\n')}\n`);
    await write('public/wp-6.5/wp-includes/js/a.js', 'a()');
    await write('public/wp-6.5/wp-content/database/.htaccess', 'deny');
    await write('public/wp-6.5/wp-content/themes/of-another-build/style.css', '');

    const folder = await temporaryFolder();
    await assembleBuild(unpacked, 'wp-6.5', folder);
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      'index.php',
      'wp-content',
      'wp-includes',
      'wp-includes/js',
      'wp-includes/js/a.js',
      'wp-includes/version.php',
    ]);
  });
});
