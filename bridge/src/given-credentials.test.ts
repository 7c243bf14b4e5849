import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { readGivenCredentials } from './given-credentials';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' });
const publicPem = publicKey.export({ type: 'spki', format: 'pem' });

const WECHAT_SECRETS = { WECHAT_API_V3_KEY: 'x'.repeat(32), WECHAT_PRIVATE_KEY: privatePem };
const WECHAT_OTHERS = {
  WECHAT_MCH_ID: '1900000109',
  WECHAT_APP_ID: 'wx1234567890abcdef',
  WECHAT_CERTIFICATE_SERIAL: 'AB'.repeat(20),
  WECHAT_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012024',
  WECHAT_PUBLIC_KEY: publicPem,
};
const WECHAT = { ...WECHAT_OTHERS, ...WECHAT_SECRETS };
const ALIPAY = { ALIPAY_APP_ID: '2021000000000000', ALIPAY_PRIVATE_KEY: privatePem, ALIPAY_PUBLIC_KEY: publicPem };

function read(env: Record<string, string>) {
  const faults: string[] = [];
  return { given: readGivenCredentials(env, faults), faults };
}

describe('keys in the environment', () => {
  it('are none by default', () => {
    expect(read({})).toEqual({ given: { networkId: null, sets: [] }, faults: [] });
  });

  it('are whole sets of either provider or both, for a network that may be named', () => {
    const { given, faults } = read({ ...WECHAT, ...ALIPAY, MULTIPAY_NETWORK: `net_${'0'.repeat(26)}` });
    expect(faults).toEqual([]);
    expect(given.networkId).toBe(`net_${'0'.repeat(26)}`);
    expect(given.sets.map(({ provider }) => provider)).toEqual(['wechat_pay', 'alipay']);
    expect(given.sets[0]?.credentials).toMatchObject({ merchant_number: '1900000109', api_v3_key: 'x'.repeat(32) });
  });

  it('may lie in files, which end with a line feed', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'key.pem'), `${privatePem}\n`);
    writeFileSync(join(folder, 'v3'), `${'y'.repeat(32)}\n`);
    const files = { WECHAT_PRIVATE_KEY_FILE: join(folder, 'key.pem'), WECHAT_API_V3_KEY_FILE: join(folder, 'v3') };
    const { given, faults } = read({ ...WECHAT_OTHERS, ...files });
    expect(faults).toEqual([]);
    expect(given.sets[0]?.credentials).toMatchObject({
      merchant_private_key: privatePem.trim(),
      api_v3_key: 'y'.repeat(32),
    });
  });

  it.each<[string, Record<string, string>, RegExp[]]>([
    [
      'sets of which something is missing, both at once',
      { WECHAT_MCH_ID: '1900000109', WECHAT_APP_ID: 'wx1234567890abcdef', ALIPAY_APP_ID: '2021000000000000' },
      [
        /WECHAT_API_V3_KEY, WECHAT_PRIVATE_KEY, WECHAT_CERTIFICATE_SERIAL, WECHAT_PUBLIC_KEY_ID, WECHAT_PUBLIC_KEY are missing/,
        /ALIPAY_PRIVATE_KEY, ALIPAY_PUBLIC_KEY are missing/,
      ],
    ],
    ['a value of the wrong shape', { ...ALIPAY, ALIPAY_APP_ID: 'tea-house' }, [/ALIPAY_APP_ID must match pattern/]],
    [
      'a file that is not there',
      { ...ALIPAY, ALIPAY_SELLER_ID_FILE: '/nowhere/pid' },
      [/^ALIPAY_SELLER_ID_FILE cannot be read[^\n]*$/],
    ],
    [
      'a value and a file for it',
      { ...ALIPAY, ALIPAY_PUBLIC_KEY_FILE: '/nowhere' },
      [/ALIPAY_PUBLIC_KEY and ALIPAY_PUBLIC_KEY_FILE are both set/],
    ],
    ['a network in words', { ...ALIPAY, MULTIPAY_NETWORK: 'my shops' }, [/MULTIPAY_NETWORK is "my shops"/]],
  ])('cannot be %s, and no key is shown', (_name, env, said) => {
    const { faults } = read(env);
    for (const pattern of said) expect(faults.join('\n')).toMatch(pattern);
    expect(faults.join('\n')).not.toMatch(/PRIVATE KEY-|MII/);
  });
});
