// Bundles the bridge's own code and the contracts; packages stay in node_modules, where operators can see and patch them.
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

const { outputFiles } = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: { multipay: 'src/cli/multipay.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
  tsconfig: 'tsconfig.json',
  write: false,
});

/** Puts a file there in one move: who starts the program meanwhile must not read half of it. */
function put(path, write) {
  const fresh = `${path}.${process.pid}`;
  write(fresh);
  renameSync(fresh, path);
}
const dist = join(import.meta.dirname, 'dist');
mkdirSync(dist, { recursive: true });
for (const { path, contents } of outputFiles) put(path, (fresh) => writeFileSync(fresh, contents));
const openApi = join(import.meta.dirname, '../contracts/generated/openapi.json');
put(join(dist, 'openapi.json'), (fresh) => copyFileSync(openApi, fresh));
