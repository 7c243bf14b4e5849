import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { inPieces } from './pieces';
import { zipped } from './zip';

async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const LONG = Array.from({ length: 50_000 }, (_, at) => `line ${at}\n`);

const sample = () =>
  whole(
    zipped([
      { name: Buffer.from('long.csv'), content: inPieces(LONG) },
      { name: Buffer.from('empty.csv'), content: inPieces([]) },
    ]),
  );

const unzipIsHere = spawnSync('unzip', ['-v']).status === 0;

it.skipIf(!unzipIsHere)('writes what the unzip command tests and unpacks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulators-'));
  try {
    writeFileSync(join(folder, 'a.zip'), await sample());
    expect(execFileSync('unzip', ['-t', 'a.zip'], { cwd: folder, encoding: 'utf8' })).toContain('No errors');
    execFileSync('unzip', ['-q', 'a.zip'], { cwd: folder });
    expect(readFileSync(join(folder, 'long.csv'), 'utf8')).toBe(LONG.join(''));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('writes what fflate unpacks', async () => {
  const files = unzipSync(await sample());
  expect(Object.keys(files)).toEqual(['long.csv', 'empty.csv']);
  expect(Buffer.from(files['long.csv'] ?? []).toString()).toBe(LONG.join(''));
});
