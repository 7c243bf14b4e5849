/** The operator's environment, read once at the start; what is wrong in it is said all at once. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Config {
  readonly development: boolean;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly masterKey: string | undefined;
  readonly masterKeyPath: string;
  readonly privateAddress: Address;
  readonly publicAddress: Address;
  readonly publicUrl: string | null;
  readonly trustedProxies: string[];
  readonly requestsPerMinute: number;
  readonly weChatPayUrl: string;
  readonly alipayGatewayUrl: string;
  readonly providerTimeoutMs: number;
  readonly logLevel: string;
}

export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

const WECHAT_PAY_URL = 'https://api.mch.weixin.qq.com/';
const ALIPAY_GATEWAY_URL = 'https://openapi.alipay.com/gateway.do';

/** @throws ConfigError with every fault, each with its cure */
export function readConfig(env: Environment): Config {
  const faults: string[] = [];
  const dataDir = resolve(env['MULTIPAY_DATA_DIR'] ?? 'multipay-data');
  const development = oneOf(env, faults, 'MULTIPAY_ENV', ['production', 'development']) === 'development';
  const databaseUrl = env['DATABASE_URL'] ?? `sqlite:${join(dataDir, 'multipay.sqlite')}`;
  refuseMix(env, faults, databaseUrl);
  refuseOutsideDevelopment(env, faults, development, ['MULTIPAY_WECHAT_PAY_URL', 'MULTIPAY_ALIPAY_URL']);
  const config: Config = {
    development,
    dataDir,
    databaseUrl,
    masterKey: env['MULTIPAY_MASTER_KEY'],
    masterKeyPath: join(dataDir, 'master.key'),
    privateAddress: address(env, faults, 'MULTIPAY_PRIVATE_ADDRESS', '127.0.0.1:8081'),
    publicAddress: address(env, faults, 'MULTIPAY_PUBLIC_ADDRESS', '127.0.0.1:8082'),
    publicUrl: publicUrl(env, faults, development),
    trustedProxies: list(env['MULTIPAY_TRUSTED_PROXIES']),
    requestsPerMinute: whole(env, faults, 'MULTIPAY_REQUESTS_PER_MINUTE', 1_000),
    weChatPayUrl: withSlash(env['MULTIPAY_WECHAT_PAY_URL'] ?? WECHAT_PAY_URL),
    alipayGatewayUrl: env['MULTIPAY_ALIPAY_URL']
      ? `${withSlash(env['MULTIPAY_ALIPAY_URL'])}gateway.do`
      : ALIPAY_GATEWAY_URL,
    providerTimeoutMs: whole(env, faults, 'MULTIPAY_PROVIDER_TIMEOUT_MS', 4_000),
    logLevel: env['MULTIPAY_LOG_LEVEL'] ?? 'info',
  };
  if (faults.length > 0) throw new ConfigError(`The environment cannot work:\n- ${faults.join('\n- ')}`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return config;
}

const withSlash = (url: string): string => `${url.replace(/\/+$/, '')}/`;
const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

function oneOf(env: Environment, faults: string[], name: string, words: readonly [string, ...string[]]): string {
  const word = env[name] ?? words[0];
  if (!words.includes(word)) faults.push(`${name} is "${word}", but must be ${words.join(' or ')}`);
  return word;
}

/** What one process keeps to itself (an embedded database, nonces, limits) cannot be shared by several. */
function refuseMix(env: Environment, faults: string[], databaseUrl: string): void {
  const mode = oneOf(env, faults, 'PAYMENT_DEPLOYMENT_MODE', ['standalone', 'distributed']);
  if (mode === 'distributed' && databaseUrl.startsWith('sqlite:')) {
    faults.push(
      'PAYMENT_DEPLOYMENT_MODE=distributed needs DATABASE_URL=mysql://…: SQLite has one writer, on one machine',
    );
  }
}

/** A merchant's signed requests must never go to an address that somebody slipped into a production environment. */
function refuseOutsideDevelopment(env: Environment, faults: string[], development: boolean, names: string[]): void {
  for (const name of names) {
    if (env[name] !== undefined && !development) faults.push(`${name} is only for MULTIPAY_ENV=development: remove it`);
  }
}

function address(env: Environment, faults: string[], name: string, fallback: string): Address {
  const text = env[name] ?? fallback;
  const match = /^(.+):(\d{1,5})$/.exec(text);
  if (!match?.[1] || Number(match[2]) > 65_535) faults.push(`${name} is "${text}", but must be host:port`);
  return { host: match?.[1] ?? '', port: Number(match?.[2] ?? 0) };
}

function publicUrl(env: Environment, faults: string[], development: boolean): string | null {
  const text = env['MULTIPAY_PUBLIC_URL'];
  if (text === undefined || text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && !development))
    faults.push(`MULTIPAY_PUBLIC_URL is "${text}", but must be an https address`);
  return text.replace(/\/+$/, '');
}

function whole(env: Environment, faults: string[], name: string, fallback: number): number {
  const text = env[name] ?? String(fallback);
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
    faults.push(`${name} is "${text}", but must be a whole number above 0`);
  return Number(text);
}
