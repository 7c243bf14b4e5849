import { createHash, X509Certificate, type KeyObject } from 'node:crypto';
import {
  newKeyPair,
  privateKeyOf,
  publicKeyOf,
  randomDigits,
  randomLetters,
  strangersKey,
  type KeyPairPem,
} from '../shared/keys';
import { MerchantTable, textOr } from '../shared/merchant-table';
import { Refused, type Body } from '../shared/refused';
import { certificatePem } from '../shared/x509';

const VERIFICATIONS = ['public_key', 'platform_certificate', 'both'] as const;

/** How a merchant verifies WeChat Pay: by its public key (new merchants), by its certificates, or changing over. */
type Verification = (typeof VERIFICATIONS)[number];

interface Certified {
  readonly certificatePem: string;
  readonly privatePem: string;
  readonly serial: string;
}

/** A merchant for which a service provider sells, with an application of its own. */
export interface SubMerchant {
  readonly id: string;
  readonly appId: string;
}

export interface Merchant {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly verification: Verification;
  readonly appId: string;
  readonly apiV3Key: string;
  /** The merchant's own API certificate and key. */
  readonly own: Certified;
  /** Those before it, which are accepted for a while; absent in states of earlier versions. */
  readonly earlierOwn?: readonly Certified[];
  /** WeChat Pay's key for this merchant, under its PUB_KEY_ID_…; null for a merchant that has certificates only. */
  readonly publicKey: (KeyPairPem & { readonly id: string }) | null;
  /** WeChat Pay's certificates for this merchant; the last one is in use. */
  readonly platformCertificates: readonly Certified[];
  /** Where its H5 pages may be opened from; empty: from anywhere. */
  readonly h5Domains: readonly string[];
  /** Where its OAuth may go back to; empty or absent: anywhere. */
  readonly oauthDomains?: readonly string[];
  /** A service provider's sub-merchants. */
  readonly subMerchants?: readonly SubMerchant[];
  /** Its mini program, which is an application of its own; absent in states of earlier versions. */
  readonly miniProgramAppId?: string;
}

/** What signs an answer or a notification. */
export interface Signer {
  readonly serial: string;
  readonly key: KeyObject;
}

const CERTIFICATE_LIFE_MS = 5 * 365 * 86_400_000;

/** An application's secret, which stays the same. */
export const appSecretOf = (merchant: Merchant, appId: string): string =>
  createHash('sha256').update(`${merchant.apiV3Key} ${appId}`).digest('hex').slice(0, 32);

/** For verifying what the merchant signs, by the serial numbers of its certificates. */
export const merchantPublicKeys = ({ own, earlierOwn = [] }: Merchant): ReadonlyMap<string, KeyObject> =>
  new Map([own, ...earlierOwn].map((one) => [one.serial, publicKeyOf(one.certificatePem)]));

async function certified(subject: string, issuer: string): Promise<Certified> {
  const pair = await newKeyPair();
  const nowMs = Date.now();
  const pem = certificatePem({
    subject: [
      ['C', 'CN'],
      ['O', 'Tenpay.com'],
      ['OU', 'Tenpay.com CA Center'],
      ['CN', subject],
    ],
    subjectKey: publicKeyOf(pair.publicPem),
    issuer: [
      ['C', 'CN'],
      ['O', 'Tenpay.com'],
      ['OU', 'Tenpay.com CA Center'],
      ['CN', issuer],
    ],
    issuerKey: privateKeyOf((await strangersKey()).privatePem), // nobody checks the chain,
    validFromMs: nowMs,
    validUntilMs: nowMs + CERTIFICATE_LIFE_MS,
  });
  return { certificatePem: pem, privatePem: pair.privatePem, serial: new X509Certificate(pem).serialNumber };
}

const newOwnCertificate = (id: string): Promise<Certified> => certified(id, 'Tenpay.com User CA');
const newPlatformCertificate = (): Promise<Certified> => certified('Tenpay.com sign', 'Tenpay.com Root CA');

const MOST_SUB_MERCHANTS = 100;

function newSubMerchants(wanted: unknown): SubMerchant[] {
  const count = wanted ?? 0;
  const fits = typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MOST_SUB_MERCHANTS;
  if (!fits) throw new Refused(422, `sub_merchants must be a number up to ${MOST_SUB_MERCHANTS}`);
  return Array.from({ length: count }, () => ({ id: `17${randomDigits(8)}`, appId: `wx${randomDigits(16)}` }));
}

type Wish = Pick<Merchant, 'name' | 'key' | 'verification' | 'h5Domains' | 'oauthDomains' | 'subMerchants'>;

async function newMerchant(id: string, wish: Wish): Promise<Merchant> {
  const hasKey = wish.verification !== 'platform_certificate';
  const hasCertificate = wish.verification !== 'public_key';
  const [own, publicKey, platformCertificate] = await Promise.all([
    newOwnCertificate(id),
    hasKey ? newKeyPair() : undefined,
    hasCertificate ? newPlatformCertificate() : undefined,
  ]);
  return {
    id,
    ...wish,
    appId: `wx${randomDigits(16)}`,
    miniProgramAppId: `wx${randomDigits(16)}`,
    apiV3Key: randomLetters(32),
    own,
    publicKey: publicKey ? { ...publicKey, id: `PUB_KEY_ID_0${id}2024110100${randomDigits(16)}` } : null,
    platformCertificates: platformCertificate ? [platformCertificate] : [],
  };
}

/** What a merchant would copy from the provider's console. */
function answerFor(merchant: Merchant) {
  const { publicKey, platformCertificates } = merchant;
  return {
    id: merchant.id,
    name: merchant.name,
    key: merchant.key,
    verification: merchant.verification,
    app_secret: appSecretOf(merchant, merchant.appId),
    merchant_certificate: merchant.own.certificatePem,
    ...(merchant.subMerchants &&
      merchant.subMerchants.length > 0 && {
        sub_merchants: merchant.subMerchants.map((sub) => ({
          sub_mchid: sub.id,
          sub_appid: sub.appId,
          sub_app_secret: appSecretOf(merchant, sub.appId),
        })),
      }),
    ...(merchant.miniProgramAppId !== undefined && {
      mini_program: {
        app_id: merchant.miniProgramAppId,
        app_secret: appSecretOf(merchant, merchant.miniProgramAppId),
      },
    }),
    credentials: {
      merchant_number: merchant.id,
      app_id: merchant.appId,
      api_v3_key: merchant.apiV3Key,
      merchant_private_key: merchant.own.privatePem,
      merchant_certificate_serial: merchant.own.serial,
      ...(publicKey && { wechat_pay_public_key_id: publicKey.id, wechat_pay_public_key: publicKey.publicPem }),
      ...(platformCertificates.length > 0 && {
        platform_certificates: platformCertificates.map((certificate) => certificate.certificatePem),
      }),
    },
  };
}

export class Merchants extends MerchantTable<Merchant> {
  readonly #turns = new Map<string, number>();

  async create(wish: Body) {
    const verification = VERIFICATIONS.find((word) => word === (wish['verification'] ?? 'public_key'));
    if (!verification) throw new Refused(422, `verification must be one of ${VERIFICATIONS.join(', ')}`);
    const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
    const domains = { h5Domains: listOf(wish['h5_domains']), oauthDomains: listOf(wish['oauth_domains']) };
    const key = textOr(wish['key'], '') || null;
    const details = {
      name: textOr(wish['name'], '模拟商户'),
      key,
      verification,
      ...domains,
      subMerchants: newSubMerchants(wish['sub_merchants']),
    };
    return answerFor(await this.findOrMake(key, () => newMerchant(this.freeId('16', 8), details)));
  }

  /** Whose official account or mini program this is. */
  byAppId(appId: string): Merchant | undefined {
    return this.all().find(
      (merchant) =>
        merchant.appId === appId ||
        merchant.miniProgramAppId === appId ||
        merchant.subMerchants?.some((sub) => sub.appId === appId),
    );
  }

  /** Gives a merchant another platform certificate, in use from now on; the earlier ones stay in /v3/certificates. */
  async rotate(id: string) {
    const merchant = this.get(id);
    if (!merchant) throw new Refused(404, `there is no merchant ${id}`);
    if (merchant.verification === 'public_key') throw new Refused(409, 'this merchant has no platform certificates');
    const fresh = await newPlatformCertificate();
    const rotated = { ...merchant, platformCertificates: [...merchant.platformCertificates, fresh] };
    this.put(rotated);
    return answerFor(rotated);
  }

  /** Gives a merchant another certificate and key of its own; the ones before are accepted too. */
  async rekey(id: string) {
    const merchant = this.get(id);
    if (!merchant) throw new Refused(404, `there is no merchant ${id}`);
    const earlierOwn = [...(merchant.earlierOwn ?? []), merchant.own];
    const rekeyed = { ...merchant, own: await newOwnCertificate(id), earlierOwn };
    this.put(rekeyed);
    return answerFor(rekeyed);
  }

  /**
   * What signs for this merchant. One that changes over from certificates gets the kind that it asked for (by the
   * Wechatpay-Serial header), otherwise both kinds in turn.
   */
  signer(merchant: Merchant, wantedSerial?: string): Signer {
    const signers = signersOf(merchant);
    const turn = this.#turns.get(merchant.id) ?? 0;
    const wanted = signers.find((signer) => signer.serial === wantedSerial);
    if (!wanted && signers.length > 1) this.#turns.set(merchant.id, turn + 1);
    const signer = wanted ?? signers[turn % signers.length];
    if (!signer) throw new Error(`nothing signs for merchant ${merchant.id}`);
    return signer;
  }
}

function signersOf({ publicKey, platformCertificates }: Merchant): Signer[] {
  const certificate = platformCertificates.at(-1);
  return [
    ...(publicKey ? [{ serial: publicKey.id, key: privateKeyOf(publicKey.privatePem) }] : []),
    ...(certificate ? [{ serial: certificate.serial, key: privateKeyOf(certificate.privatePem) }] : []),
  ];
}
