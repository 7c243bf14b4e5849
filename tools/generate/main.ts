/**
 * `npm run generate` writes what is made of the contracts; with `--check` it writes nothing and fails where a file
 * differs from what it would write.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorsPage } from './errors-page';
import { openApi } from './openapi';
import { phpFiles } from './php';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const files: Record<string, string> = {
  'contracts/generated/openapi.json': `${JSON.stringify(openApi(version), null, 2)}\n`,
  'docs/errors.md': errorsPage(),
  ...Object.fromEntries(Object.entries(phpFiles()).map(([name, text]) => [`includes/Contract/${name}`, text])),
};

function current(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const drifted = Object.entries(files).filter(([path, text]) => current(join(root, path)) !== text);
if (process.argv.includes('--check')) {
  for (const [path] of drifted) process.stderr.write(`${path} differs from the contracts: npm run generate\n`);
  process.exitCode = drifted.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of drifted) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    process.stdout.write(`${path}\n`);
  }
}
