import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { complaintAboutNode, complaintAboutPhp, installPackages, isInstalled } from './before-start.mjs';
import { phpCommand } from './system/php';
import { temporaryFolder } from './testing/temporary-folder';

type Packages = Readonly<Record<string, { version?: string; optional?: boolean }>>;

async function install(lockfile: Packages, record: Packages | null): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...lockfile } }));
  if (record) {
    await writeFile(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: record }));
  }
  return folder;
}

describe('Node', () => {
  it.each(['18.20.4', '20.18.3', '16.0.0'])('%s is too old, which is said', (version) => {
    expect(complaintAboutNode(version)).toMatch(/too old: MultiPay needs 20\.19/);
  });

  it.each(['20.19.0', '20.20.2', '22.1.0', '24.0.0'])('%s is new enough', (version) => {
    expect(complaintAboutNode(version)).toBeUndefined();
  });
});

describe('PHP', () => {
  const fakePhp = async (version: string): Promise<string> => {
    const file = join(await temporaryFolder(), 'php');
    await writeFile(file, `#!/bin/sh\nprintf ${version}\n`, { mode: 0o755 });
    return file;
  };

  it('of this machine is new enough', () => {
    expect(complaintAboutPhp(phpCommand())).toBeUndefined();
  });

  it('that is too old, or not there, is said', async () => {
    expect(complaintAboutPhp(await fakePhp('7.4.33'))).toMatch(/PHP 7\.4\.33 is too old/);
    expect(complaintAboutPhp('no-such-php')).toMatch(
      /There is no PHP \("no-such-php" does not run\)\. Install PHP 8\.0/,
    );
  });
});

describe('npm’s packages', () => {
  const lockfile = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  };

  it('are installed when npm’s record has what the lockfile lists, but for what other systems need', async () => {
    expect(isInstalled(await install(lockfile, { 'node_modules/a': { version: '1.0.0' } }))).toBe(true);
  });

  it.each([
    ['there is no record, as after an installation that was cut off', null],
    ['one is missing', {}],
    ['one is of another version', { 'node_modules/a': { version: '1.0.1' } }],
    [
      'one is there that the lockfile does not list',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } },
    ],
  ])('are not installed when %s', async (_why, record) => {
    expect(isInstalled(await install(lockfile, record))).toBe(false);
  });

  it('are installed when this tool has installed them for this very lockfile', async () => {
    const folder = await install(lockfile, {});
    const note = join(folder, 'node_modules', '.multipay-installed');
    const lock = await readFile(join(folder, 'package-lock.json'));
    await writeFile(note, createHash('sha256').update(lock).digest('hex'));
    expect(isInstalled(folder)).toBe(true);
    await writeFile(
      join(folder, 'package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/c': { version: '1.0.0' } } }),
    );
    expect(isInstalled(folder)).toBe(false);
  });

  it('are left alone when they are there', async () => {
    const root = await install(lockfile, { 'node_modules/a': { version: '1.0.0' } });
    await mkdir(join(root, 'bridge', 'node_modules'), { recursive: true });
    await writeFile(join(root, 'bridge', 'package-lock.json'), JSON.stringify({ packages: { '': {} } }));
    await writeFile(join(root, 'bridge', 'node_modules', '.package-lock.json'), JSON.stringify({ packages: {} }));
    const said: string[] = [];
    expect(installPackages(root, (line) => said.push(line))).toBeUndefined();
    expect(said).toEqual([]);
  });
});
