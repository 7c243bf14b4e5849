/**
 * `npm test`: installs what it needs, then runs the checks, every test that needs no WordPress, and in three real
 * networks PHPUnit and the browser journeys. The last lines say on which WooCommerce a checkout was tried.
 *
 * MULTIPAY_REQUIRE_WOOCOMMERCE=1 makes it a failure when none was. MULTIPAY_VECTORS names the folder of the providers'
 * public test vectors; where it is not set, the tests that read them count as not run.
 */
import { realpathSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STATIC_CHECKS } from '../check/checks';
import { runChecks } from '../check/run-checks';
import { StartProblem } from '../dev/problem';
import { textReport } from '../dev/report';
import { placesToLook } from '../dev/setup/sources';
import { findWooCommerce } from '../dev/sources/woocommerce';
import { PHP_EXTENSIONS, ensureSystemPackages } from '../dev/system-packages';
import { CommandFailed } from '../run/command';
import { installPhpPackages } from '../run/php-packages';
import { complaints, measuredCoverage } from './coverage';
import { testInNetwork } from './in-network';
import { NETWORKS, checkoutLines, type Outcome, type TestNetwork } from './networks';

const root = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const report = textReport((text) => process.stdout.write(text));
const began = performance.now();
const failed: string[] = [];

async function setUp(): Promise<void> {
  const packages = ['php-mysqli', 'php-pdo_sqlite', 'php-pcov', 'mariadb-server', 'chromium', 'composer'] as const;
  await report.step('System packages', () => ensureSystemPackages([...PHP_EXTENSIONS, ...packages], true));
  await report.step('Composer’s packages', () => installPhpPackages(root));
  await rm(join(root, 'coverage'), { recursive: true, force: true });
  await mkdir(join(root, '.multipay-test'), { recursive: true });
}

/** Why a network's own WooCommerce cannot be had, in a sentence; undefined where it can. */
async function withoutWooCommerce({ wordpress, woocommerce }: TestNetwork): Promise<string | undefined> {
  if (wordpress === undefined || woocommerce === undefined) return undefined;
  if (process.env['MULTIPAY_WOOCOMMERCE'] === 'none') return 'MULTIPAY_WOOCOMMERCE is none';
  try {
    await findWooCommerce(woocommerce, wordpress, placesToLook(process.env, new AbortController().signal, report));
    return undefined;
  } catch (error) {
    if (error instanceof StartProblem) return error.message;
    throw error;
  }
}

async function inNetworks(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const network of NETWORKS) {
    report.line(`\nNetwork: ${network.name}`);
    const missing = await withoutWooCommerce(network);
    if (missing === undefined) outcomes.push(await testInNetwork(root, network, report));
    else report.line(`  left out: ${missing}`);
  }
  return outcomes;
}

async function everything(): Promise<string[]> {
  report.line('Set-up');
  await setUp();
  report.line('\nChecks');
  failed.push(...(await runChecks(STATIC_CHECKS, root, report)));
  report.line('\nTests without WordPress');
  failed.push(...(await runChecks([ALL_WITHOUT_WORDPRESS], root, report)));
  const outcomes = await inNetworks();
  failed.push(...outcomes.flatMap((outcome) => outcome.failed));
  const coverage = await measuredCoverage(root);
  failed.push(...complaints(coverage));
  report.line(`\nCoverage of lines: ${coverage.map(({ language, percent }) => `${language} ${percent} %`).join(', ')}`);
  const lines = checkoutLines(outcomes);
  if (process.env['MULTIPAY_REQUIRE_WOOCOMMERCE'] === '1' && lines.some((line) => line.includes('NOT RUN'))) {
    failed.push('WooCommerce is required (MULTIPAY_REQUIRE_WOOCOMMERCE=1) and cannot be had');
  }
  return lines;
}

const ALL_WITHOUT_WORDPRESS = {
  title: 'Vitest, with coverage',
  command: 'npx',
  args: ['vitest', 'run', '--coverage', '--maxWorkers=2'],
};

let lines: string[] = [];
try {
  lines = await everything();
} catch (error) {
  if (!(error instanceof StartProblem || error instanceof CommandFailed)) throw error;
  failed.push(error instanceof CommandFailed ? `${error.output}\n${error.message}` : error.message);
}
report.line(`\n${failed.length === 0 ? 'All passed' : `Failed:\n${failed.map((name) => `  ${name}`).join('\n')}`}`);
report.line(`after ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
for (const line of lines) report.line(line);
process.exit(failed.length === 0 ? 0 : 1);
