import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { runCommand } from './command';

const fingerprint = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Installs what composer.json names (PHPUnit, PHPStan, PHP_CodeSniffer) where it is missing or was another. */
export async function installPhpPackages(repository: string): Promise<void> {
  const wanted = fingerprint(join(repository, 'composer.json'));
  const note = join(repository, 'vendor', '.multipay-installed');
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return;
  await runCommand({
    title: 'Composer’s packages',
    command: 'composer',
    args: ['install', '--no-interaction', '--no-progress', '--prefer-dist'],
    directory: repository,
    // Nothing of these packages is run by Composer itself: plugins and scripts are off in composer.json.
    environment: { COMPOSER_ALLOW_SUPERUSER: '1' },
  });
  writeFileSync(note, wanted);
}
