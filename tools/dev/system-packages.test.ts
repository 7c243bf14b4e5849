import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { debianPackages, ensureSystemPackages, findProgram } from './system-packages';
import { temporaryFolder } from './testing/temporary-folder';

afterEach(() => vi.unstubAllEnvs());

/** A PHP 8.1 with curl only. */
async function poorPhp(): Promise<void> {
  const file = join(await temporaryFolder(), 'php');
  const answer = JSON.stringify({ version: '8.1.2', path: '/usr/bin/php8.1', extensions: ['curl'], sqlite: null });
  await writeFile(file, `#!/bin/sh\nprintf '%s' '${answer}'\n`, { mode: 0o755 });
  vi.stubEnv('MULTIPAY_PHP', file);
}

describe('what is needed of the system', () => {
  it('has its name at Debian, extensions that of the PHP that runs, each once', () => {
    expect(debianPackages(['php-dom', 'php-mysqli', 'php-xml', 'mariadb-server', 'chromium'], '8.2.29')).toEqual([
      'chromium',
      'mariadb-server',
      'php8.2-mysql',
      'php8.2-xml',
    ]);
  });

  it('is left alone when it is there', async () => {
    expect(await ensureSystemPackages([], true)).toEqual([]);
    await poorPhp();
    expect(await ensureSystemPackages(['php-curl'], false)).toEqual([]);
  });

  it('is named exactly when it is missing and may not be installed', async () => {
    await poorPhp();
    await expect(ensureSystemPackages(['php-curl', 'php-pdo_sqlite', 'php-intl'], false)).rejects.toThrow(
      "Missing: php-pdo_sqlite, php-intl (for PHP 8.1.2 at /usr/bin/php8.1). On Debian or Ubuntu: sudo sh -c 'apt-get update && apt-get install -y php8.1-intl php8.1-sqlite3'.",
    );
  });

  it('is found in PATH and where system programs lie', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'mariadbd'), '', { mode: 0o755 });
    vi.stubEnv('PATH', folder);
    expect(findProgram('no-such-program', 'mariadbd')).toBe(join(folder, 'mariadbd'));
    expect(findProgram('no-such-program')).toBeUndefined();
  });
});
