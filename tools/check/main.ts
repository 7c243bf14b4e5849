/**
 * `npm run check`: everything that can be said without WordPress, a database or a browser. Needs `npm ci` in both
 * installs; Composer's packages are installed where they are missing.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { textReport } from '../dev/report';
import { ensureSystemPackages } from '../dev/system-packages';
import { installPhpPackages } from '../run/php-packages';
import { STATIC_CHECKS, UNIT_TESTS } from './checks';
import { runChecks } from './run-checks';

const root = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const report = textReport((text) => process.stdout.write(text));
await ensureSystemPackages(['composer', 'php-xml', 'php-mbstring'], true);
await installPhpPackages(root);
const failed = [...(await runChecks(STATIC_CHECKS, root, report)), ...(await runChecks([UNIT_TESTS], root, report))];
if (failed.length > 0) report.line(`\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
