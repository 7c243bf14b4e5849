import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { ConfigError, readConfig, type Config } from './config';

const read = (env: Record<string, string | undefined> = {}): Config =>
  readConfig({ MULTIPAY_DATA_DIR: join(temporaryFolder(), 'data'), ...env });
const faultsOf = (env: Record<string, string | undefined>): string => {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

describe('an environment with nothing in it', () => {
  it('is a production bridge on this machine, with an embedded database and the real providers', () => {
    const config = read();
    expect(config).toMatchObject({
      development: false,
      databaseUrl: `sqlite:${join(config.dataDir, 'multipay.sqlite')}`,
      masterKeyPath: join(config.dataDir, 'master.key'),
      masterKey: undefined,
      masterKeyBefore: undefined,
      masterKeyRotation: 'automatic',
      privateAddress: { host: '127.0.0.1', port: 8081 },
      publicAddress: { host: '127.0.0.1', port: 8082 },
      publicUrl: null,
      trustedProxies: [],
      requestsPerMinute: 1_000,
      weChatPayUrl: 'https://api.mch.weixin.qq.com/',
      alipayGatewayUrl: 'https://openapi.alipay.com/gateway.do',
      logLevel: 'info',
    });
  });

  it('has its data in a folder that only its owner can enter', () => {
    expect(statSync(read().dataDir).mode & 0o777).toBe(0o700);
  });
});

describe('a variable', () => {
  it('that is set to nothing counts as not set', () => {
    const names = [
      'DATABASE_URL',
      'MULTIPAY_MASTER_KEY',
      'MULTIPAY_ENV',
      'MULTIPAY_WECHAT_PAY_URL',
      'MULTIPAY_LOG_LEVEL',
    ];
    const dataDir = temporaryFolder();
    const empty = Object.fromEntries(names.map((name) => [name, '']));
    expect(read({ MULTIPAY_DATA_DIR: dataDir, ...empty })).toEqual(read({ MULTIPAY_DATA_DIR: dataDir }));
  });

  it.each<[string, string, Partial<Config>]>([
    ['MULTIPAY_PRIVATE_ADDRESS', '0.0.0.0:9000', { privateAddress: { host: '0.0.0.0', port: 9000 } }],
    ['MULTIPAY_PRIVATE_ADDRESS', '[::1]:9000', { privateAddress: { host: '::1', port: 9000 } }],
    ['MULTIPAY_PUBLIC_ADDRESS', 'bridge.internal:80', { publicAddress: { host: 'bridge.internal', port: 80 } }],
    ['MULTIPAY_PUBLIC_URL', 'https://pay.example/', { publicUrl: 'https://pay.example' }],
    ['MULTIPAY_TRUSTED_PROXIES', ' 10.0.0.0/8 , ::1,', { trustedProxies: ['10.0.0.0/8', '::1'] }],
    ['MULTIPAY_REQUESTS_PER_MINUTE', '60', { requestsPerMinute: 60 }],
    ['MULTIPAY_LOG_LEVEL', 'debug', { logLevel: 'debug' }],
    ['DATABASE_URL', 'mysql://user:pass@db/multipay', { databaseUrl: 'mysql://user:pass@db/multipay' }],
  ])('%s can be %s', (name, text, config) => {
    expect(read({ [name]: text })).toMatchObject(config);
  });

  it.each([
    ['MULTIPAY_ENV', 'staging', 'must be production or development'],
    ['PAYMENT_DEPLOYMENT_MODE', 'cluster', 'must be standalone or distributed'],
    ['DATABASE_URL', 'postgres://db/multipay', 'must begin with sqlite: or mysql://'],
    ['DATABASE_URL', 'sqlite:', 'must begin with sqlite: or mysql://'],
    ['MULTIPAY_PRIVATE_ADDRESS', '8081', 'must be host:port'],
    ['MULTIPAY_PRIVATE_ADDRESS', '127.0.0.1:70000', 'must be host:port'],
    ['MULTIPAY_PRIVATE_ADDRESS', '::1:8081', 'must be host:port'],
    ['MULTIPAY_PUBLIC_URL', 'pay.example', 'must be an https address'],
    ['MULTIPAY_PUBLIC_URL', 'http://pay.example', 'must be an https address'],
    ['MULTIPAY_TRUSTED_PROXIES', '10.0.0.0/8, proxy', 'has "proxy", which is no address or network'],
    ['MULTIPAY_TRUSTED_PROXIES', '10.0.0.0/33', 'which is no address or network'],
    ['MULTIPAY_REQUESTS_PER_MINUTE', '0', 'must be a whole number above 0'],
    ['MULTIPAY_REQUESTS_PER_MINUTE', '1e3', 'must be a whole number above 0'],
    ['MULTIPAY_PROVIDER_TIMEOUT_MS', '-1', 'must be a whole number above 0'],
    ['MULTIPAY_LOG_LEVEL', 'loud', 'must be info or trace'],
  ])('%s cannot be %s, and the cure is said', (name, text, cure) => {
    const faults = faultsOf({ [name]: text });
    expect(faults).toContain(name);
    expect(faults).toContain(cure);
  });
});

describe('what cannot work', () => {
  it('is said all at once', () => {
    const faults = faultsOf({
      MULTIPAY_ENV: 'staging',
      MULTIPAY_PRIVATE_ADDRESS: 'nowhere',
      MULTIPAY_PUBLIC_URL: 'x',
      MULTIPAY_REQUESTS_PER_MINUTE: 'many',
    });
    expect(faults.split('\n- ').slice(1)).toHaveLength(4);
  });

  it('makes nothing on the disk', () => {
    const dataDir = join(temporaryFolder(), 'data');
    expect(faultsOf({ MULTIPAY_DATA_DIR: dataDir, MULTIPAY_ENV: 'staging' })).not.toBe('');
    expect(existsSync(dataDir)).toBe(false);
  });

  it('never shows a password', () => {
    expect(faultsOf({ DATABASE_URL: 'postgres://user:secret@db/multipay' })).not.toContain('secret');
  });

  it('is an embedded database for several bridges: it has one writer, on one machine', () => {
    expect(faultsOf({ PAYMENT_DEPLOYMENT_MODE: 'distributed' })).toContain('needs DATABASE_URL=mysql://');
    expect(faultsOf({ PAYMENT_DEPLOYMENT_MODE: 'distributed', DATABASE_URL: 'mysql://db/multipay' })).toBe('');
  });

  it.each(['MULTIPAY_WECHAT_PAY_URL', 'MULTIPAY_ALIPAY_URL'])(
    "is %s in production: a merchant's signed requests go to the provider only",
    (name) => {
      expect(faultsOf({ [name]: 'https://evil.example/' })).toContain('only for MULTIPAY_ENV=development: remove it');
      expect(faultsOf({ [name]: 'http://127.0.0.1:9001', MULTIPAY_ENV: 'development' })).toBe('');
      expect(faultsOf({ [name]: 'nowhere', MULTIPAY_ENV: 'development' })).toContain(
        'must be an http or https address',
      );
    },
  );
});

describe('in development', () => {
  it('pretend providers take the place of the real ones, and the public address may be plain http', () => {
    const config = read({
      MULTIPAY_ENV: 'development',
      MULTIPAY_WECHAT_PAY_URL: 'http://127.0.0.1:9001',
      MULTIPAY_ALIPAY_URL: 'http://127.0.0.1:9002/',
      MULTIPAY_PUBLIC_URL: 'http://127.0.0.1:8082',
    });
    expect(config).toMatchObject({
      development: true,
      weChatPayUrl: 'http://127.0.0.1:9001/',
      alipayGatewayUrl: 'http://127.0.0.1:9002/gateway.do',
      publicUrl: 'http://127.0.0.1:8082',
    });
  });
});
