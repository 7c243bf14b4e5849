/**
 * `npm run release`: builds the plugin's scripts and packs the zip that `wp plugin install` takes. The same sources make
 * the same zip. Nothing is packed that the list in contents.ts does not name.
 */
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { runCommand } from '../run/command';
import { complaintAboutVersions, complaintsAboutContents, releaseFiles, statedVersions } from './contents';

/** A zip knows no time zone and nothing before 1980: every file has this time, so that a zip depends on contents alone. */
const FILE_TIME = new Date(1980, 0, 1);

const root = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

function stopIf(complaints: readonly string[]): void {
  if (complaints.length === 0) return;
  process.stderr.write(`Not released:\n${complaints.map((complaint) => `  ${complaint}\n`).join('')}`);
  process.exit(1);
}

await runCommand({ title: 'build', command: 'npm', args: ['run', 'build'], directory: root });
const names = await releaseFiles(root);
const versions = complaintAboutVersions(statedVersions(root));
stopIf([...complaintsAboutContents(names), ...(versions === undefined ? [] : [versions])]);

const entries: Zippable = {};
for (const name of names) {
  entries[`multipay/${name}`] = [readFileSync(join(root, name)), { mtime: FILE_TIME, level: 9 }];
}
const zip = zipSync(entries);
// What was packed is read back: the list must hold for the zip, not for what we meant to pack.
const packed = Object.keys(unzipSync(zip)).map((name) => name.replace(/^multipay\//, ''));
stopIf(complaintsAboutContents(packed));

const file = `multipay-${version}.zip`;
writeFileSync(join(root, file), zip);
const hash = createHash('sha256').update(zip).digest('hex');
process.stdout.write(`${file}: ${packed.length} files, ${Math.round(zip.length / 1024)} KiB, SHA-256 ${hash}\n`);
