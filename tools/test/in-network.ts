/** Runs in one network what needs a real WordPress: PHPUnit, then the browser journeys. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultOptions } from '../dev/options';
import { StartProblem } from '../dev/problem';
import type { Report } from '../dev/report';
import { phpCommand } from '../dev/system/php';
import { freeRow } from '../dev/system/ports';
import { startNetwork, type RunningNetwork } from '../dev/start-network';
import { findProgram } from '../dev/system-packages';
import { CommandFailed, runCommand, type Command } from '../run/command';
import type { Outcome, TestNetwork } from './networks';

const FIRST_PORT = 28_100;
const JOURNEYS_WITHIN_MS = 20 * 60_000;

/** Lines of what a test program wrote that sum it up. */
const SUMMARY = /^(OK \(|Tests: |WordPress \d|\s+\d+ (passed|failed|flaky)|\s+Lines:)/;

async function runTests(command: Command, report: Report): Promise<boolean> {
  const began = performance.now();
  const took = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  try {
    const output = await runCommand(command);
    report.line(`  ✓ ${command.title} (${took()})`);
    for (const line of output.split('\n')) if (SUMMARY.test(line)) report.line(`      ${line.trim()}`);
    return true;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    report.line(`  ✗ ${command.title} (${took()})\n${error.output}\n${error.message}`);
    return false;
  }
}

function commands(repository: string, home: string, network: TestNetwork): Command[] {
  const environment = { MULTIPAY_DEV: join(home, 'dev.json') };
  const coverage = join(repository, 'coverage', 'php', `${network.name}.cov`);
  const withCoverage = ['-d', 'pcov.enabled=1', '-d', `pcov.directory=${repository}`, '-d', 'memory_limit=1G'];
  const grep = network.journeys === 'all' ? [] : ['--grep', network.journeys];
  return [
    {
      title: `PHPUnit, ${network.name}`,
      command: phpCommand(),
      args: [...withCoverage, 'vendor/bin/phpunit', '--colors=never', '--coverage-php', coverage],
      directory: repository,
      environment: { ...environment, MULTIPAY_TEST_HPOS: network.ordersIn === 'tables' ? 'yes' : 'no' },
    },
    {
      title: `browser journeys, ${network.name}`,
      command: 'npx',
      args: ['playwright', 'test', ...grep],
      directory: repository,
      environment: { ...environment, MULTIPAY_CHROMIUM: findProgram('chromium', 'chromium-browser') ?? 'chromium' },
      withinMs: JOURNEYS_WITHIN_MS,
    },
  ];
}

async function start(repository: string, home: string, network: TestNetwork, report: Report): Promise<RunningNetwork> {
  const port = await freeRow(FIRST_PORT);
  if (port === undefined) throw new StartProblem(`There are no six free ports in a row from ${FIRST_PORT} on.`);
  const { database, wordpress, woocommerce } = network;
  return startNetwork({ ...defaultOptions(home), repository, port, database, wordpress, woocommerce, report });
}

/**
 * Starts a network in a home of its own, runs its tests and ends it. The home of a network whose tests fail stays there
 * to be looked at; the next run removes it.
 */
export async function testInNetwork(repository: string, network: TestNetwork, report: Report): Promise<Outcome> {
  const home = join(repository, '.multipay-test', network.name);
  await rm(home, { recursive: true, force: true });
  await mkdir(join(repository, 'coverage', 'php'), { recursive: true });
  const running = await start(repository, home, network, report);
  const failed: string[] = [];
  const { wordpress, woocommerce } = running.dev;
  try {
    for (const command of commands(repository, home, network)) {
      if (!(await runTests(command, report))) failed.push(command.title);
    }
  } finally {
    await running.stop();
  }
  if (failed.length === 0) await rm(home, { recursive: true, force: true });
  return { network, wordpress: wordpress.version, woocommerce: woocommerce?.version ?? null, failed };
}
