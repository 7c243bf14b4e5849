import { readFileSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

/*
 * Journeys of shoppers and admins in a running network: MULTIPAY_DEV is the path of its dev.json.
 *
 *   npx playwright test                        everything that this network can do
 *   npx playwright test --grep @oldest         one journey for each kind of checkout
 *   npx playwright test --project screenshots  the pictures of docs/screenshots
 *
 * Without WooCommerce only the journeys with @nowoo are selected. Those with @phone run on a phone, the others on a
 * computer.
 */
const devFile = process.env['MULTIPAY_DEV'];
const hasShop =
  devFile === undefined ||
  (JSON.parse(readFileSync(devFile, 'utf8')) as { woocommerce: object | null }).woocommerce !== null;

/** Titles with all of these tags. */
const tagged = (...tags: string[]): RegExp =>
  new RegExp([...tags, ...(hasShop ? [] : ['@nowoo'])].map((tag) => `(?=.*${tag}(?!\\w))`).join('') || '.*', 's');

// The pictures are taken when they are asked for. The workers have another command line, and our environment.
if (process.argv.some((word) => /(^|=)screenshots$/.test(word))) process.env['MULTIPAY_SCREENSHOTS'] = '1';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

export default defineConfig({
  testDir: 'tests/journeys',
  outputDir: 'test-results/journeys',
  globalSetup: './tests/journeys/support/set-clocks-right.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: Number(process.env['MULTIPAY_JOURNEY_WORKERS'] ?? 2),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    launchOptions: {
      executablePath: process.env['MULTIPAY_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [...flags, '--disable-component-update', '--disable-sync'],
    },
    locale: 'en-US',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: process.env['MULTIPAY_TRACE'] === '1' ? 'retain-on-failure' : 'off',
  },
  projects: [
    {
      name: 'desktop',
      testMatch: '*.spec.ts',
      testIgnore: '**/breaking/**',
      grep: tagged(),
      grepInvert: /@phone/,
      use: { viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      testMatch: '*.spec.ts',
      testIgnore: '**/breaking/**',
      grep: tagged('@phone'),
      use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } },
    },
    {
      name: 'breaking',
      testMatch: '**/breaking/*.spec.ts',
      grep: tagged(),
      workers: 1,
      use: { viewport: { width: 1280, height: 800 } },
    },
    ...(process.env['MULTIPAY_SCREENSHOTS'] === '1'
      ? [{ name: 'screenshots', testMatch: 'screenshots.ts', grep: tagged(), workers: 1 }]
      : []),
  ],
});
