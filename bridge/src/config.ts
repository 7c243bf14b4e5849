/** The operator's environment, read once at the start; what is wrong in it is said all at once. */
import { mkdirSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { readGivenCredentials, type GivenCredentials } from './given-credentials';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Config {
  readonly development: boolean;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly masterKey: string | undefined;
  /** The one that is to be replaced by the other. */
  readonly masterKeyBefore: string | undefined;
  readonly masterKeyPath: string;
  /** Whether a key in a file is replaced by itself when it is old. */
  readonly masterKeyRotation: string;
  /** Merchants' keys for the network's own accounts. */
  readonly given: GivenCredentials;
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
const ALIPAY_URL = 'https://openapi.alipay.com/';

const LOG_LEVELS = ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'] as const;

/**
 * A variable that is set to nothing counts as not set: that is what compose files and charts make of one.
 *
 * @throws ConfigError with every fault, each with its cure
 */
export function readConfig(environment: Environment): Config {
  const env = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== ''));
  const faults: string[] = [];
  const dataDir = resolve(env['MULTIPAY_DATA_DIR'] ?? 'multipay-data');
  const development = oneOf(env, faults, 'MULTIPAY_ENV', ['production', 'development']) === 'development';
  const databaseUrl = env['DATABASE_URL'] ?? `sqlite:${join(dataDir, 'multipay.sqlite')}`;
  if (!/^(sqlite:.|mysql:\/\/.|mariadb:\/\/.)/.test(databaseUrl))
    faults.push('DATABASE_URL must begin with sqlite: or mysql://');
  refuseMix(env, faults, databaseUrl);
  refuseOutsideDevelopment(env, faults, development, ['MULTIPAY_WECHAT_PAY_URL', 'MULTIPAY_ALIPAY_URL']);
  const config: Config = {
    development,
    dataDir,
    databaseUrl,
    masterKey: env['MULTIPAY_MASTER_KEY'],
    masterKeyBefore: env['MULTIPAY_MASTER_KEY_BEFORE'],
    masterKeyPath: join(dataDir, 'master.key'),
    masterKeyRotation: oneOf(env, faults, 'MULTIPAY_MASTER_KEY_ROTATION', ['automatic', 'manual']),
    given: readGivenCredentials(env, faults),
    privateAddress: address(env, faults, 'MULTIPAY_PRIVATE_ADDRESS', '127.0.0.1:8081'),
    publicAddress: address(env, faults, 'MULTIPAY_PUBLIC_ADDRESS', '127.0.0.1:8082'),
    publicUrl: publicUrl(env, faults, development),
    trustedProxies: trustedProxies(env, faults),
    requestsPerMinute: whole(env, faults, 'MULTIPAY_REQUESTS_PER_MINUTE', 1_000),
    weChatPayUrl: providerUrl(env, faults, 'MULTIPAY_WECHAT_PAY_URL', WECHAT_PAY_URL),
    alipayGatewayUrl: `${providerUrl(env, faults, 'MULTIPAY_ALIPAY_URL', ALIPAY_URL)}gateway.do`,
    providerTimeoutMs: whole(env, faults, 'MULTIPAY_PROVIDER_TIMEOUT_MS', 4_000),
    logLevel: oneOf(env, faults, 'MULTIPAY_LOG_LEVEL', LOG_LEVELS),
  };
  if (faults.length > 0) throw new ConfigError(`The environment cannot work:\n- ${faults.join('\n- ')}`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return config;
}

/** With a slash at its end. */
function providerUrl(env: Environment, faults: string[], name: string, fallback: string): string {
  const text = env[name] ?? fallback;
  if (!/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''))
    faults.push(`${name} is "${text}", but must be an http or https address`);
  return `${text.replace(/\/+$/, '')}/`;
}

/** Addresses and networks (`10.0.0.0/8`), parted by commas. */
function trustedProxies(env: Environment, faults: string[]): string[] {
  const parts = (env['MULTIPAY_TRUSTED_PROXIES'] ?? '').split(',').map((part) => part.trim());
  const proxies = parts.filter((part) => part !== '');
  for (const proxy of proxies) {
    const [address = '', bits = '0'] = proxy.split('/');
    const family = isIP(address);
    const fits = /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
    if (family === 0 || !fits) faults.push(`MULTIPAY_TRUSTED_PROXIES has "${proxy}", which is no address or network`);
  }
  return proxies;
}

function oneOf(env: Environment, faults: string[], name: string, words: readonly [string, ...string[]]): string {
  const word = env[name] ?? words[0];
  if (!words.includes(word)) faults.push(`${name} is "${word}", but must be ${words.join(' or ')}`);
  return word;
}

/**
 * An embedded database cannot be shared by several processes. Nonces and limits are each process's own too: a limit then
 * counts for each, and a captured request is refused as a repeat only by the process that has seen it.
 */
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
  const [, bracketed, plain, port = ''] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535)
    faults.push(`${name} is "${text}", but must be host:port (an IPv6 host in brackets)`);
  return { host: host ?? '', port: Number(port) };
}

function publicUrl(env: Environment, faults: string[], development: boolean): string | null {
  const text = env['MULTIPAY_PUBLIC_URL'];
  if (text === undefined) return null;
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
