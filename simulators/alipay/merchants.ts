import { type KeyObject } from 'node:crypto';
import { newKeyPair, privateKeyOf, publicKeyOf, randomDigits, type KeyPairPem } from '../shared/keys';
import { MerchantTable, textOr } from '../shared/merchant-table';
import { Refused, type Body } from '../shared/refused';
import { certificatePem, type Name } from '../shared/x509';
import { certificateSn, rootCertificateSn } from './signature';

const MODES = ['public_key', 'certificate'] as const;
type Mode = (typeof MODES)[number];

const KEY_FORMATS = ['pkcs8_pem', 'pkcs1_pem', 'pkcs8_base64', 'pkcs1_base64'] as const;
type KeyFormat = (typeof KEY_FORMATS)[number];

interface Certificates {
  readonly appPem: string;
  readonly alipayPem: string;
  readonly rootPem: string;
  readonly appSn: string;
  readonly alipaySn: string;
  readonly rootSn: string;
}

/** An application (APPID) with the account that gets its money. */
export interface Merchant {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly mode: Mode;
  readonly sellerId: string;
  readonly app: KeyPairPem;
  /** Alipay's key for this application. */
  readonly alipay: KeyPairPem;
  readonly certificates: Certificates | null;
  readonly keyFormat: KeyFormat;
}

export const appPublicKey = (merchant: Merchant): KeyObject => publicKeyOf(merchant.app.publicPem);
export const alipayPrivateKey = (merchant: Merchant): KeyObject => privateKeyOf(merchant.alipay.privatePem);

const CERTIFICATE_LIFE_MS = 5 * 365 * 86_400_000;
const DAY_MS = 86_400_000;

const nameOf = (commonName: string): Name => [
  ['C', 'CN'],
  ['O', 'Ant Financial'],
  ['OU', 'Certification Authority'],
  ['CN', commonName],
];

const ROOT = nameOf('Simulated Ant Financial Certification Authority R1');

async function newCertificates(id: string, app: KeyPairPem, alipay: KeyPairPem): Promise<Certificates> {
  const authority = await newKeyPair();
  const nowMs = Date.now();
  const certify = (subject: Name, key: KeyPairPem): string =>
    certificatePem({
      subject,
      subjectKey: publicKeyOf(key.publicPem),
      issuer: ROOT,
      issuerKey: privateKeyOf(authority.privatePem),
      validFromMs: nowMs - DAY_MS,
      validUntilMs: nowMs + CERTIFICATE_LIFE_MS,
      isAuthority: subject === ROOT,
    });
  const [rootPem, appPem, alipayPem] = [
    certify(ROOT, authority),
    certify(
      [
        ['C', 'CN'],
        ['O', '模拟商户'],
        ['CN', id],
      ],
      app,
    ),
    certify(nameOf('Alipay'), alipay),
  ] as const;
  return {
    rootPem,
    appPem,
    alipayPem,
    appSn: certificateSn(appPem),
    alipaySn: certificateSn(alipayPem),
    rootSn: rootCertificateSn(rootPem),
  };
}

type Wish = Pick<Merchant, 'name' | 'key' | 'mode' | 'keyFormat'>;

async function newMerchant(id: string, wish: Wish): Promise<Merchant> {
  const [app, alipay] = await Promise.all([newKeyPair(), newKeyPair()]);
  const certificates = wish.mode === 'certificate' ? await newCertificates(id, app, alipay) : null;
  return { id, ...wish, sellerId: `2088${randomDigits(12)}`, app, alipay, certificates };
}

/** The forms in which merchants have their keys: PEM, or what the key tool puts into one line. */
function inFormat(key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'spki', format: KeyFormat): string {
  if (format.endsWith('_pem')) return key.export({ type, format: 'pem' }).toString();
  return key.export({ type, format: 'der' }).toString('base64');
}

/** What a merchant would copy from the open platform's console. */
function answerFor(merchant: Merchant) {
  const { certificates, keyFormat } = merchant;
  return {
    id: merchant.id,
    name: merchant.name,
    key: merchant.key,
    mode: merchant.mode,
    credentials: {
      app_id: merchant.id,
      app_private_key: inFormat(
        privateKeyOf(merchant.app.privatePem),
        keyFormat.startsWith('pkcs1') ? 'pkcs1' : 'pkcs8',
        keyFormat,
      ),
      alipay_public_key: inFormat(publicKeyOf(merchant.alipay.publicPem), 'spki', keyFormat),
      seller_id: merchant.sellerId,
    },
    ...(certificates && {
      certificates: {
        app_certificate: certificates.appPem,
        alipay_certificate: certificates.alipayPem,
        alipay_root_certificate: certificates.rootPem,
        app_cert_sn: certificates.appSn,
        alipay_cert_sn: certificates.alipaySn,
        alipay_root_cert_sn: certificates.rootSn,
      },
    }),
  };
}

function choice<Word extends string>(words: readonly Word[], value: unknown, otherwise: Word): Word {
  const chosen = words.find((word) => word === (value ?? otherwise));
  if (!chosen) throw new Refused(422, `${JSON.stringify(value)} is not one of ${words.join(', ')}`);
  return chosen;
}

export class Merchants extends MerchantTable<Merchant> {
  async create(wish: Body) {
    const mode = choice(MODES, wish['mode'], 'public_key');
    const keyFormat = choice(KEY_FORMATS, wish['key_format'], 'pkcs8_pem');
    const key = textOr(wish['key'], '') || null;
    const details = { name: textOr(wish['name'], '模拟商户'), key, mode, keyFormat };
    return answerFor(await this.findOrMake(key, () => newMerchant(this.freeId('2021', 12), details)));
  }
}
