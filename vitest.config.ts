import { defineConfig } from 'vitest/config';

const alias = { '@multipay/contracts': new URL('./contracts/src', import.meta.url).pathname };

/** One project a room; `bridge` needs MariaDB, which its set-up starts, and `domain` is what of the bridge does not. */
export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['contracts/src/**', 'bridge/src/**', 'blocks/**', 'src/**', 'simulators/**', 'tools/**'].map(
        (folder) => `${folder}/*.{ts,tsx}`,
      ),
      exclude: ['**/*.test.{ts,tsx}', '**/testing/**', '**/*.d.ts', 'tools/dev/real-start/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 85 },
    },
    projects: [
      { resolve: { alias }, test: { name: 'contracts', include: ['contracts/src/**/*.test.ts'] } },
      {
        resolve: { alias },
        test: { name: 'front', include: ['blocks/**/*.test.{ts,tsx}', 'src/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
      },
      {
        resolve: { alias },
        test: { name: 'tools', include: ['tools/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 },
      },
      { test: { name: 'simulators', include: ['simulators/**/*.test.ts'], testTimeout: 30_000 } },
      { resolve: { alias }, test: { name: 'domain', include: ['bridge/src/domain/**/*.test.ts'] } },
      {
        resolve: { alias },
        test: {
          name: 'bridge',
          include: ['bridge/src/**/*.test.ts'],
          exclude: ['bridge/src/domain/**'],
          globalSetup: ['bridge/testing/mariadb-server.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
