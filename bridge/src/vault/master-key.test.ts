import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder';
import { until } from '../../testing/until';
import { masterKeyFrom } from './envelope';
import { loadMasterKey, masterKeySource } from './master-key';

const NO_ENVIRONMENT = undefined;

describe('the master key of a file', () => {
  it('is made at the first start, for its owner only, and is the same ever after', () => {
    const path = join(temporaryFolder(), 'data', 'master.key');
    const first = loadMasterKey(NO_ENVIRONMENT, path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o077).toBe(0);
    expect(loadMasterKey(NO_ENVIRONMENT, path)).toEqual(first);
    expect(first.key).toHaveLength(32);
  });

  it('leaves nothing else behind in its folder', () => {
    const folder = temporaryFolder();
    loadMasterKey(NO_ENVIRONMENT, join(folder, 'master.key'));
    loadMasterKey(NO_ENVIRONMENT, join(folder, 'master.key'));
    expect(readdirSync(folder)).toEqual(['master.key']);
  });

  it.each([0o640, 0o604, 0o644, 0o666])('that others can touch (mode %o) is refused, with the cure', (mode) => {
    const path = join(temporaryFolder(), 'master.key');
    loadMasterKey(NO_ENVIRONMENT, path);
    chmodSync(path, mode);
    expect(() => loadMasterKey(NO_ENVIRONMENT, path)).toThrow(
      new RegExp(`can be read by others \\(mode ${mode.toString(8)}\\): chmod 600 it`),
    );
  });

  it('is never replaced: one that is damaged is an error, since every secret hangs on it', () => {
    const path = join(temporaryFolder(), 'master.key');
    writeFileSync(path, 'damaged', { mode: 0o600 });
    expect(() => loadMasterKey(NO_ENVIRONMENT, path)).toThrow('must hold 32 bytes in base64 or hexadecimal');
    expect(readFileSync(path, 'utf8')).toBe('damaged');
  });

  it('that cannot be written says so', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'master.key'));
    expect(() => loadMasterKey(NO_ENVIRONMENT, join(folder, 'master.key'))).toThrow(/EISDIR|can be read by others/);
  });

  it('is one and the same for processes that start at once, of which none sees half a file', async () => {
    const folder = temporaryFolder();
    const go = join(folder, 'go');
    const ready = (name: string) => join(folder, `ready-${name}`);
    const program = (name: string) => `
      import { existsSync, writeFileSync } from 'node:fs';
      import { loadMasterKey } from ${JSON.stringify(new URL('./master-key.ts', import.meta.url).pathname)};
      writeFileSync(${JSON.stringify(ready(name))}, '');
      while (!existsSync(${JSON.stringify(go)}));
      for (let at = 0; at < 100; at++) {
        process.stdout.write(loadMasterKey(undefined, ${JSON.stringify(folder)} + '/' + at + '/master.key').id);
      }`;
    const start = (name: string) => promisify(execFile)(process.execPath, ['--import', 'tsx', '--eval', program(name)]);
    const both = [start('one'), start('other')];
    await until(() => existsSync(ready('one')) && existsSync(ready('other')));
    writeFileSync(go, '');
    const [one, other] = await Promise.all(both);
    expect(one?.stdout).toHaveLength(100 * 16);
    expect(other?.stdout).toBe(one?.stdout);
  });
});

describe('the master key of the environment', () => {
  const key = randomBytes(32);
  it.each([
    ['base64', key.toString('base64')],
    ['base64 for addresses', key.toString('base64url')],
    ['hexadecimal', key.toString('hex')],
    ['hexadecimal in capitals, with a line break at its end', `${key.toString('hex').toUpperCase()}\n`],
  ])('is taken as %s, and no file is made', (_name, text) => {
    const path = join(temporaryFolder(), 'master.key');
    expect(loadMasterKey(text, path).key.equals(key)).toBe(true);
    expect(existsSync(path)).toBe(false);
  });

  it.each(['', 'password', randomBytes(16).toString('hex'), randomBytes(33).toString('base64')])(
    'of another length ("%s") is refused by its name',
    (text) => {
      expect(() => loadMasterKey(text, '/nowhere')).toThrow(
        'MULTIPAY_MASTER_KEY must hold 32 bytes in base64 or hexadecimal',
      );
    },
  );
});

describe('where an operator keeps the master key', () => {
  const next = masterKeyFrom(randomBytes(32));

  it('a file is replaced as a whole, for its owner only, with nothing left beside it', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'master.key');
    const source = masterKeySource(undefined, undefined, path);
    const [before] = source.keys();
    source.mayKeep();
    source.keep(next);
    expect(source.keys()).toEqual([next]);
    expect(before.id).not.toBe(next.id);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['master.key']);
  });

  it('a file whose folder takes nothing new says so beforehand', () => {
    const gone = join(temporaryFolder(), 'data');
    const source = masterKeySource(undefined, undefined, join(gone, 'master.key'));
    expect(() => source.mayKeep()).toThrow(/ENOENT/);
  });

  it('the environment gives one, and the one before it; it stays as it is', () => {
    const before = masterKeyFrom(randomBytes(32));
    const source = masterKeySource(next.key.toString('hex'), before.key.toString('base64'), '/nowhere');
    source.keep(before);
    expect(source.keys()).toEqual([next, before]);
  });

  it('of another length, the one before it is refused by its name', () => {
    expect(() => masterKeySource(next.key.toString('hex'), 'short', '/nowhere')).toThrow(
      'MULTIPAY_MASTER_KEY_BEFORE must hold 32 bytes',
    );
  });
});
