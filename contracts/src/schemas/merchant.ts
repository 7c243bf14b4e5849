import { Type, type Static } from 'typebox';
import { PROVIDERS } from '../providers';
import { Id, Nullable, SiteId, Time, Words } from './words';

const Pem = (description: string) => Type.String({ minLength: 50, maxLength: 20_000, description });

/** Everything that the bridge needs to act for a merchant at WeChat Pay (API v3, direct mode). */
export const WeChatPayCredentials = Type.Object(
  {
    merchant_number: Type.String({ pattern: '^\\d{8,10}$', description: '商户号, mchid.' }),
    app_id: Type.String({ pattern: '^wx[0-9A-Za-z]{6,30}$', description: 'AppID bound to the merchant number.' }),
    api_v3_key: Type.String({
      minLength: 32,
      maxLength: 32,
      description: 'APIv3密钥: opens what WeChat Pay encrypts.',
    }),
    merchant_private_key: Pem('商户API私钥, apiclient_key.pem.'),
    merchant_certificate_serial: Type.String({ pattern: '^[0-9A-Fa-f]{16,40}$', description: '商户API证书序列号.' }),
    wechat_pay_public_key_id: Type.Optional(
      Type.String({ pattern: '^PUB_KEY_ID_\\d{10,64}$', description: '微信支付公钥ID.' }),
    ),
    wechat_pay_public_key: Type.Optional(Pem('微信支付公钥.')),
    platform_certificates: Type.Optional(
      Type.Array(Pem('微信支付平台证书.'), { maxItems: 10, description: 'For merchants from before public-key mode.' }),
    ),
  },
  { additionalProperties: false },
);
export type WeChatPayCredentials = Static<typeof WeChatPayCredentials>;

/** Everything that the bridge needs to act for a merchant at Alipay (public-key mode). */
export const AlipayCredentials = Type.Object(
  {
    app_id: Type.String({ pattern: '^\\d{16,32}$', description: '应用 APPID.' }),
    app_private_key: Pem('应用私钥: PKCS#1 or PKCS#8, PEM or bare base64.'),
    alipay_public_key: Pem("支付宝公钥 (not the application's)."),
    seller_id: Type.Optional(
      Type.String({ pattern: '^2088\\d{12}$', description: 'PID of the account that gets the money.' }),
    ),
  },
  { additionalProperties: false },
);
export type AlipayCredentials = Static<typeof AlipayCredentials>;

export const CREDENTIAL_SCHEMAS = { wechat_pay: WeChatPayCredentials, alipay: AlipayCredentials } as const;
export type Credentials = WeChatPayCredentials | AlipayCredentials;

const SealedUpload = Type.String({
  minLength: 100,
  maxLength: 100_000,
  description: "Compact JWE (ECDH-ES on P-256, A256GCM) of the credentials' JSON, for the key of `/v1/bridge-key`.",
});

const MerchantName = Type.String({ minLength: 1, maxLength: 60, description: 'As shoppers know the merchant.' });

export const CreateMerchant = Type.Object(
  {
    provider: Words(PROVIDERS, { description: 'Where the account is.' }),
    name: MerchantName,
    sealed_credentials: SealedUpload,
  },
  { additionalProperties: false },
);
export type CreateMerchant = Static<typeof CreateMerchant>;

export const ReplaceCredentials = Type.Object({ sealed_credentials: SealedUpload }, { additionalProperties: false });
export type ReplaceCredentials = Static<typeof ReplaceCredentials>;

/** A merchant account at a provider. Keys go in and never come out: what can be seen are fingerprints. */
export const Merchant = Type.Object(
  {
    id: Id('merchant', "Named in the account's notification addresses."),
    provider: Words(PROVIDERS, { description: 'Where the account is.' }),
    site_id: SiteId,
    name: MerchantName,
    account_number: Type.String({ description: 'The merchant number (WeChat Pay) or app id (Alipay).' }),
    key_fingerprint: Type.String({
      description: "SHA-256 of the merchant's public key, its first 16 hexadecimal digits.",
    }),
    key_serial: Nullable(Type.String({ description: "The merchant certificate's serial number, where there is one." })),
    credentials_since: Time('When the credentials in use were given.'),
  },
  { additionalProperties: false },
);
export type Merchant = Static<typeof Merchant>;
export const MerchantList = Type.Object({ items: Type.Array(Merchant) }, { additionalProperties: false });
