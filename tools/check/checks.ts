/** One thing that `npm run check` sees to. */
export interface Check {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
}

const npx = (title: string, ...args: readonly string[]): Check => ({ title, command: 'npx', args });
const node = (title: string, ...args: readonly string[]): Check => ({ title, command: process.execPath, args });
const tool = (title: string, ...args: readonly string[]): Check => node(title, '--import', 'tsx', ...args);
const php = (title: string, ...args: readonly string[]): Check => ({
  title,
  command: process.env['MULTIPAY_PHP'] || 'php',
  args,
});

/** What can be said of the code without running it. The slowest come first: two run at a time. */
export const STATIC_CHECKS: readonly Check[] = [
  npx('ESLint', 'eslint', '.', '--max-warnings', '0'),
  npx('types of the bridge', 'tsc', '-p', 'bridge', '--noEmit'),
  npx('types of contracts, tools, simulators, tests, bench', 'tsc', '-p', 'tsconfig.json', '--noEmit'),
  npx('types of the browser journeys', 'tsc', '-p', 'tests/journeys', '--noEmit'),
  npx('types of the checkout', 'tsc', '-p', 'blocks', '--noEmit'),
  npx('types of the admin screens', 'tsc', '-p', 'src', '--noEmit'),
  php('PHP_CodeSniffer', 'vendor/bin/phpcs', '-q'),
  php('PHPStan', 'vendor/bin/phpstan', 'analyse', '--no-progress', '--memory-limit=1G'),
  npx('Prettier', 'prettier', '--check', '--log-level', 'warn', '.'),
  npx(
    'who imports whom',
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    'contracts',
    'bridge',
    'simulators',
    'src',
    'blocks',
    'tools',
    'tests',
    'bench',
  ),
  npx('dead code', 'knip', '--no-progress'),
  tool('generated files', 'tools/generate/main.ts', '--check'),
  tool('translations', 'tools/i18n/main.ts', '--check'),
];

/** Tests that need neither a database nor a browser nor WordPress. */
export const UNIT_TESTS: Check = npx(
  'unit tests',
  ...['vitest', 'run', '--project', 'contracts', '--project', 'domain', '--project', 'front', '--project', 'tools'],
);
