/** docs/operating.md against the program that it describes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig, type Config } from '../../bridge/src/config';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Variable => default, as the page says it. */
const documented = new Map(
  [...read('docs/operating.md').matchAll(/^\| `([A-Z][A-Z_]+)` \| (.+?) \| .+ \|$/gm)].map(
    ([, name = '', fallback = '']) => [name, fallback],
  ),
);

/** Merchants' keys have a table of their own. */
const KEYS = /^(WECHAT|ALIPAY)_/;

const variablesIn = (source: string): string[] =>
  [...new Set(source.match(/\b(?:MULTIPAY|PAYMENT|DATABASE)_[A-Z]+(?:_[A-Z]+)*\b/g) ?? [])].sort();

function emptyEnvironment(): { config: Config; dataDir: string } {
  const dataDir = mkdtempSync(join(tmpdir(), 'multipay-docs-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  return { config: readConfig({ MULTIPAY_DATA_DIR: dataDir }), dataDir };
}

describe('the table of environment variables', () => {
  it('has every variable that the bridge reads, and no other', () => {
    const sources = ['config', 'given-credentials'].map((name) => read(`bridge/src/${name}.ts`)).join('\n');
    const known = variablesIn(sources).filter((name) => !/_URL$/.test(name) || isRead(name));
    expect([...documented.keys()].filter((name) => !KEYS.test(name)).sort()).toEqual(known);
  });

  it("has every variable for merchants' keys", () => {
    const [, section = ''] = read('docs/operating.md').split('## Keys from the environment');
    const [table = ''] = section.split('\n## ');
    const named = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, one]) => one))];
    const variables = named(read('bridge/src/given-credentials.ts'), /^ +((?:WECHAT|ALIPAY)_[A-Z0-9_]+): '/gm);
    expect(variables.length).toBeGreaterThan(10);
    expect(named(table.replaceAll(/`\w+_FILE\b/g, ''), /`((?:WECHAT|ALIPAY)_[A-Z0-9_]+)`/g).sort()).toEqual(
      variables.sort(),
    );
  });

  it('says the defaults that the bridge has', () => {
    const { config, dataDir } = emptyEnvironment();
    const { privateAddress, publicAddress } = config;
    expect(Object.fromEntries([...documented].filter(([, fallback]) => /^`[^`]+`$/.test(fallback)))).toEqual({
      MULTIPAY_DATA_DIR: '`multipay-data`',
      DATABASE_URL: `\`${config.databaseUrl.replace(dataDir, '<data dir>')}\``,
      MULTIPAY_PRIVATE_ADDRESS: `\`${privateAddress.host}:${privateAddress.port}\``,
      MULTIPAY_PUBLIC_ADDRESS: `\`${publicAddress.host}:${publicAddress.port}\``,
      MULTIPAY_REQUESTS_PER_MINUTE: `\`${config.requestsPerMinute}\``,
      MULTIPAY_PROVIDER_TIMEOUT_MS: `\`${config.providerTimeoutMs}\``,
      MULTIPAY_LOG_LEVEL: `\`${config.logLevel}\``,
      MULTIPAY_MASTER_KEY_ROTATION: `\`${config.masterKeyRotation}\``,
      MULTIPAY_ENV: config.development ? '`development`' : '`production`',
      PAYMENT_DEPLOYMENT_MODE: '`standalone`',
    });
    expect(read('bridge/src/config.ts')).toContain("'MULTIPAY_DATA_DIR'] ?? 'multipay-data'");
    expect(config.publicUrl).toBeNull();
    expect(config.trustedProxies).toEqual([]);
    expect(config.masterKey).toBeUndefined();
    expect(config.masterKeyBefore).toBeUndefined();
  });
});

/** Constants such as ALIPAY_URL are no variables; the others stand in quotes. */
function isRead(name: string): boolean {
  return read('bridge/src/config.ts').includes(`'${name}'`);
}

describe('the commands in the documentation', () => {
  const commands = ['docs/operating.md', 'README.md', 'README.zh_CN.md'].flatMap((file) =>
    [...read(file).matchAll(/npx multipay ([a-z]+)(?: ([a-z]+))?([^`\n]*)/g)].map(
      ([whole, command = '', second = '', rest = '']) => ({ file, whole, command, second, rest }),
    ),
  );
  const sources = [
    'pair',
    'doctor',
    'payments',
    'replay',
    'credentials',
    'rehearse',
    'merchants',
    'settings',
    'keys',
    'audit',
  ]
    .map((name) => read(`bridge/src/cli/${name}.ts`))
    .join('\n');

  it('are there', () => {
    expect(commands.length).toBeGreaterThan(5);
  });

  it.each(commands)('exist: $whole ($file)', ({ command, second, rest }) => {
    expect(sources).toMatch(new RegExp(`\\.command\\('${command}( .*)?'\\)`));
    if (second !== '') expect(sources).toMatch(new RegExp(`\\.command\\('${second}( .*)?'\\)`));
    for (const [option] of rest.matchAll(/--[a-z-]+/g)) expect(sources).toContain(`'${option}`);
  });
});
