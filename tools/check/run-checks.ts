import { CommandFailed, runCommand } from '../run/command';
import type { Report } from '../dev/report';
import type { Check } from './checks';

const AT_A_TIME = 2;

/**
 * Runs every check, two at a time, and tells of each when it has ended; what a failed one wrote is told in full.
 *
 * @returns the titles of those that failed
 */
export async function runChecks(checks: readonly Check[], directory: string, report: Report): Promise<string[]> {
  const left = [...checks];
  const failed: string[] = [];
  const work = async (): Promise<void> => {
    for (let check = left.shift(); check; check = left.shift()) {
      const began = performance.now();
      const took = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
      try {
        await runCommand({ ...check, directory });
        report.line(`  ✓ ${check.title} (${took()})`);
      } catch (error) {
        if (!(error instanceof CommandFailed)) throw error;
        failed.push(check.title);
        report.line(`  ✗ ${check.title} (${took()})\n${error.output}\n${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return failed;
}
