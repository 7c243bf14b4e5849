import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { phpCommand } from '../dev/system/php';
import { runCommand } from '../run/command';

/** The least share of lines that tests must run, in percent; browser journeys don't count. */
export const LEAST_PERCENT = 85;

export interface Coverage {
  readonly language: 'TypeScript' | 'PHP';
  /** Of lines. */
  readonly percent: number;
}

/** What Vitest wrote of the last run. */
function typeScript(repository: string): Coverage | undefined {
  const file = join(repository, 'coverage', 'coverage-summary.json');
  if (!existsSync(file)) return undefined;
  const summary = JSON.parse(readFileSync(file, 'utf8')) as { total: { lines: { pct: number } } };
  return { language: 'TypeScript', percent: summary.total.lines.pct };
}

/** What PHPUnit wrote in every network, added up. */
async function php(repository: string): Promise<Coverage | undefined> {
  const folder = join(repository, 'coverage', 'php');
  if (!existsSync(folder)) return undefined;
  const files = (await readdir(folder)).filter((name) => name.endsWith('.cov')).map((name) => join(folder, name));
  if (files.length === 0) return undefined;
  const output = await runCommand({
    title: 'coverage of PHP',
    command: phpCommand(),
    args: ['-d', 'memory_limit=2G', 'tools/test/php-coverage.php', ...files],
    directory: repository,
  });
  return { language: 'PHP', percent: Number(output.trim().split('\n').at(-1)) };
}

/** The coverage of this run, for what of it was measured. */
export async function measuredCoverage(repository: string): Promise<Coverage[]> {
  return [typeScript(repository), await php(repository)].filter((coverage) => coverage !== undefined);
}

/** What is wrong with the coverage, a sentence for each language that has too little or was not measured. */
export function complaints(measured: readonly Coverage[]): string[] {
  return (['TypeScript', 'PHP'] as const).flatMap((language) => {
    const found = measured.find((coverage) => coverage.language === language);
    if (!found || !Number.isFinite(found.percent)) return [`coverage of ${language} was not measured`];
    return found.percent >= LEAST_PERCENT
      ? []
      : [`coverage of ${language} is ${found.percent} %, less than ${LEAST_PERCENT} %`];
  });
}
