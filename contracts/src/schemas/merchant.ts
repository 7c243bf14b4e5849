import { Type, type Static } from 'typebox';
import { ERROR_CODES } from '../errors';
import { PROVIDERS } from '../providers';
import { AmountMinor, Id, Nullable, SiteId, Time, Words } from './words';

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
    merchant_certificate: Type.Optional(
      Pem('商户API证书, apiclient_cert.pem: with it, key, serial and merchant number are held against it.'),
    ),
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

/** Changes an account, not its keys. What is left out stays. */
export const ChangeMerchant = Type.Object(
  {
    name: Type.Optional(MerchantName),
    allowed_site_ids: Type.Optional(
      Nullable(Type.Array(SiteId, { maxItems: 500, description: 'The sites that may use it; null: all.' })),
    ),
    most_per_payment: Type.Optional(Nullable(AmountMinor('The most that one payment may be; null: no limit.'))),
    most_per_day: Type.Optional(
      Nullable(AmountMinor('The most that is opened in a day (Asia/Shanghai), paid or still payable; null: no limit.')),
    ),
  },
  { additionalProperties: false },
);
export type ChangeMerchant = Static<typeof ChangeMerchant>;

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
    expires_at: Nullable(Time('When the first of its certificates ends; null where it has none.')),
    allowed_site_ids: Nullable(Type.Array(SiteId, { description: 'The sites that may use it; null: all.' })),
    most_per_payment: Nullable(Type.Integer({ description: 'In fen; null: no limit.' })),
    most_per_day: Nullable(Type.Integer({ description: 'In fen; null: no limit.' })),
  },
  { additionalProperties: false },
);
export type Merchant = Static<typeof Merchant>;
export const MerchantList = Type.Object({ items: Type.Array(Merchant) }, { additionalProperties: false });

/** A set of keys of an account. `rehearsed`: tried, and waits to be activated. */
export const CREDENTIAL_STATES = ['active', 'rehearsed', 'verify_only'] as const;

export const Credential = Type.Object(
  {
    id: Id('credential', 'The set.'),
    merchant_id: Id('merchant', 'Whose keys.'),
    state: Words(CREDENTIAL_STATES, { description: 'What it is used for.' }),
    key_fingerprint: Type.String({ description: "SHA-256 of the merchant's public key, 16 hexadecimal digits." }),
    key_serial: Nullable(Type.String({ description: "The merchant certificate's serial number." })),
    verifier_ids: Type.Array(Type.String(), { description: "Names of the provider's own keys in it." }),
    expires_at: Nullable(Time('When the first of its certificates ends.')),
    created_at: Time('When it was given.'),
  },
  { additionalProperties: false },
);
export type Credential = Static<typeof Credential>;
export const CredentialList = Type.Object({ items: Type.Array(Credential) }, { additionalProperties: false });

/** What live queries with a set of keys showed. */
const LiveCheck = Type.Object(
  {
    check: Words(['signature_accepted', 'answer_verified', 'expiry', 'notifications'], {
      description:
        'What was tried: whether the provider takes our signature, whether we can verify its answer, when the certificates end, whether running notifications still verify.',
    }),
    ok: Type.Boolean(),
    code: Nullable(Words(ERROR_CODES, { description: 'Why not.' })),
    detail: Type.String({ description: "In English: what was seen, with the provider's own words." }),
  },
  { additionalProperties: false },
);

export const MerchantTest = Type.Object(
  { ok: Type.Boolean(), checks: Type.Array(LiveCheck), milliseconds: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);
export type MerchantTest = Static<typeof MerchantTest>;

/** A new set of keys was tried; it waits to be activated, and the old one goes on signing. */
export const Rehearsal = Type.Object(
  {
    credential: Credential,
    ok: Type.Boolean(),
    checks: Type.Array(LiveCheck),
    milliseconds: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type Rehearsal = Static<typeof Rehearsal>;

/** The key that seals all others in the bridge's database, and those before it. */
export const MasterKeys = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          id: Type.String({ description: 'A fingerprint.' }),
          state: Words(['active', 'decrypt_only', 'destroyed'], { description: 'What it is used for.' }),
          since: Time('When it came into use.'),
          secrets: Type.Integer({ minimum: 0, description: 'How many secrets are sealed under it.' }),
          destroy_asked_by: Nullable(
            Type.String({ description: 'Who asked for its destruction; another one confirms.' }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    rotate_by: Time('When the active one is 90 days old.'),
    checked_at: Nullable(Time('When every secret was last opened to see that it can be.')),
    may_rotate: Type.Boolean({
      description: 'Whether the caller may: not where the bridge serves other networks too.',
    }),
  },
  { additionalProperties: false },
);
export type MasterKeys = Static<typeof MasterKeys>;
