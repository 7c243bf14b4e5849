import { generateKeyPairSync } from 'node:crypto';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import { CREDENTIAL_SCHEMAS } from '@multipay/contracts/schemas/merchant';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { asCredentials, fieldFault, isComplete, togetherFault, type Typed } from './check-credentials';
import { credentialFields } from './credential-fields';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
const certificate = publicPem.replace(/PUBLIC KEY/g, 'CERTIFICATE');

const COMPLETE: Record<ProviderName, Typed> = {
  wechat_pay: {
    merchant_number: '1900000001',
    app_id: 'wx1234567890abcdef',
    api_v3_key: 'abcdefghijklmnopqrstuvwxyz123456',
    merchant_private_key: `\uFEFF${privatePem}`,
    merchant_certificate_serial: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    wechat_pay_public_key_id: 'PUB_KEY_ID_0119000000012024',
    wechat_pay_public_key: publicPem,
    platform_certificates: '',
  },
  alipay: { app_id: '2021000000000000', app_private_key: privatePem, alipay_public_key: publicPem, seller_id: '' },
};
const fieldOf = (provider: ProviderName, name: string) => {
  const field = credentialFields(provider).find((one) => one.name === name);
  if (!field) throw new Error(`no field ${name}`);
  return field;
};

describe.each(PROVIDERS)('the form for %s', (provider) => {
  const { properties, required } = CREDENTIAL_SCHEMAS[provider] as unknown as {
    properties: Record<string, { pattern?: string; minLength?: number }>;
    required: string[];
  };

  it('has the contract’s fields, and needs those that the contract needs', () => {
    const fields = credentialFields(provider);
    expect(fields.map(({ name }) => name).sort()).toEqual(Object.keys(properties).sort());
    expect(
      fields
        .filter((field) => field.required)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...required].sort());
  });

  it('checks by the contract’s patterns', () => {
    for (const { name, pattern } of credentialFields(provider)) {
      const theirs = properties[name]?.pattern;
      if (theirs !== undefined) expect([name, pattern?.source]).toEqual([name, theirs]);
    }
  });

  it('says of every field what it is and where it is found', () => {
    for (const { label, where } of credentialFields(provider)) expect([label, where]).not.toContain('');
  });

  it('shows examples that are right', () => {
    for (const field of credentialFields(provider)) {
      if (field.kind === 'text') expect([field.name, field.faultOf(field.example)]).toEqual([field.name, null]);
    }
  });

  it('makes what the bridge takes', () => {
    expect(isComplete(provider, COMPLETE[provider])).toBe(true);
    expect(Compile(CREDENTIAL_SCHEMAS[provider]).Check(asCredentials(provider, COMPLETE[provider]))).toBe(true);
  });

  it('is not complete while anything that is needed is missing', () => {
    for (const name of required) expect(isComplete(provider, { ...COMPLETE[provider], [name]: ' ' })).toBe(false);
  });
});

describe('a field', () => {
  const field = fieldOf('wechat_pay', 'merchant_number');

  it('is not blamed for being empty until the form is sent', () => {
    expect(fieldFault(field, {}, false)).toBeNull();
    expect(fieldFault(field, {}, true)).toBe('This is needed.');
  });

  it('is blamed for what is in it at once', () => {
    expect(fieldFault(field, { merchant_number: '19' }, false)).toBe('A merchant number has 8 to 10 digits.');
  });

  it('takes blanks around a value for nothing', () => {
    expect(fieldFault(field, { merchant_number: ' 1900000001\n' }, true)).toBeNull();
  });

  it('may stay empty where it is optional', () => {
    expect(fieldFault(fieldOf('alipay', 'seller_id'), {}, true)).toBeNull();
  });

  it('takes an APIv3 key only whole', () => {
    const key = fieldOf('wechat_pay', 'api_v3_key');
    expect(key.faultOf('a'.repeat(31))).not.toBeNull();
    expect(key.faultOf('a'.repeat(32))).toBeNull();
    expect(key.faultOf('a'.repeat(33))).not.toBeNull();
  });
});

describe('WeChat Pay’s own keys', () => {
  const without: Typed = { ...COMPLETE.wechat_pay, wechat_pay_public_key: '', wechat_pay_public_key_id: '' };

  it('are a public key and its id, both', () => {
    expect(togetherFault('wechat_pay', { ...without, wechat_pay_public_key: publicPem })).toContain('give both');
    expect(
      togetherFault('wechat_pay', { ...without, wechat_pay_public_key_id: 'PUB_KEY_ID_0119000000012024' }),
    ).toContain('give both');
  });

  it('or, for older merchants, platform certificates', () => {
    expect(togetherFault('wechat_pay', without)).toContain('a platform certificate');
    const older = { ...without, platform_certificates: `${certificate}\n${certificate}` };
    expect(togetherFault('wechat_pay', older)).toBeNull();
    expect(asCredentials('wechat_pay', older)['platform_certificates']).toHaveLength(2);
  });
});
