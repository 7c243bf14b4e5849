/**
 * Writes languages/: the template, the merged translations, and what WordPress reads of them. With `--check` it writes
 * nothing and fails where languages/ differs from the sources, or where something cannot be read in every language.
 */
import { join } from 'node:path';
import { sentenceOf } from './messages';
import { examine, write } from './translations';

const root = join(import.meta.dirname, '../..');
const check = process.argv.includes('--check');

const outcome = await examine(root);
if (!check) {
  write(root, outcome);
  for (const { file } of outcome.drift) console.log(file);
}
const faults = [...outcome.findings, ...(check ? outcome.drift : [])];
for (const fault of faults) console.error(sentenceOf(fault));
process.exitCode = faults.length > 0 ? 1 : 0;
