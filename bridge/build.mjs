// Bundles the bridge's own code and the contracts; packages stay in node_modules, where operators can see and patch them.
import { copyFileSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

await build({
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
});
copyFileSync(
  new URL('../contracts/generated/openapi.json', import.meta.url),
  new URL('dist/openapi.json', import.meta.url),
);
