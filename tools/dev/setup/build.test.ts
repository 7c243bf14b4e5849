import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentReport } from '../report';
import { Processes } from '../system/processes';
import { temporaryFolder } from '../testing/temporary-folder';
import { buildWhatChanged } from './build';

/** A repository whose builds write down that they were run. */
async function repository() {
  const root = await temporaryFolder();
  const logs = await temporaryFolder();
  for (const folder of ['bridge/src', 'contracts/src', 'blocks']) await mkdir(join(root, folder), { recursive: true });
  const script = (made: string): string =>
    `const fs = require('node:fs'); fs.mkdirSync('${made.split('/')[0]}', { recursive: true }); fs.writeFileSync('${made}', ''); fs.appendFileSync('${join(root, 'ran')}', '${made} ');`;
  await writeFile(
    join(root, 'bridge', 'build.mjs'),
    script('dist/multipay.js').replace("require('node:fs')", "(await import('node:fs')).default"),
  );
  await writeFile(join(root, 'build.cjs'), script('build/x.js'));
  await writeFile(join(root, 'package.json'), JSON.stringify({ scripts: { build: 'node build.cjs' } }));
  const processes = new Processes(logs, logs, () => undefined);
  onTestFinished(() => processes.stopAll());
  return {
    root,
    /** What a start has to build. */
    build: async (): Promise<string> => {
      await rm(join(root, 'ran'), { force: true });
      await buildWhatChanged(root, logs, processes, silentReport);
      return readFile(join(root, 'ran'), 'utf8').catch(() => '');
    },
  };
}

describe('a start builds', () => {
  it('everything the first time, and nothing when nothing has changed', async () => {
    const { build } = await repository();
    expect(await build()).toBe('dist/multipay.js build/x.js ');
    expect(await build()).toBe('');
  });

  it('what has changed', async () => {
    const { root, build } = await repository();
    await build();
    await writeFile(join(root, 'blocks', 'index.ts'), 'new');
    expect(await build()).toBe('build/x.js ');
    await writeFile(join(root, 'bridge', 'src', 'main.ts'), 'new');
    expect(await build()).toBe('dist/multipay.js ');
    await writeFile(join(root, 'contracts', 'src', 'money.ts'), 'new');
    expect(await build()).toBe('dist/multipay.js build/x.js ');
  });

  it('what somebody has removed', async () => {
    const { root, build } = await repository();
    await build();
    await rm(join(root, 'build'), { recursive: true });
    expect(await build()).toBe('build/x.js ');
  });

  it('once, when two starts come at the same time', async () => {
    const { root, build } = await repository();
    await Promise.all([build(), build()]);
    expect(await readFile(join(root, 'ran'), 'utf8')).toBe('dist/multipay.js build/x.js ');
  });
});
