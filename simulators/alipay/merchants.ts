import { randomBytes, type KeyObject } from 'node:crypto';
import { newKeyPair, privateKeyOf, publicKeyOf, randomDigits, type KeyPairPem } from '../shared/keys';
import { MerchantTable, textOr } from '../shared/merchant-table';
import { Refused, type Body } from '../shared/refused';
import { certificatePem, type Name } from '../shared/x509';
import { AlipayRefusal } from './errors';
import type { Fields } from './fields';
import { certificateSn, rootCertificateSn } from './signature';
import type { TradeAnswer } from './trade-answer';

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
  /** The root's key, which signs further certificates; absent in states of earlier versions. */
  readonly rootPrivatePem?: string;
  /** Alipay's earlier certificates, which can still be downloaded. */
  readonly earlierAlipayPems?: readonly string[];
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
  /** For encrypted content, in base64; absent unless the merchant wants it. */
  readonly aesKey?: string;
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

/** A certificate that the root has signed; the root's own when it is its subject. */
function certify(subject: Name, key: KeyPairPem, rootPrivatePem: string): string {
  const nowMs = Date.now();
  return certificatePem({
    subject,
    subjectKey: publicKeyOf(key.publicPem),
    issuer: ROOT,
    issuerKey: privateKeyOf(rootPrivatePem),
    validFromMs: nowMs - DAY_MS,
    validUntilMs: nowMs + CERTIFICATE_LIFE_MS,
    isAuthority: subject === ROOT,
  });
}

async function newCertificates(id: string, app: KeyPairPem, alipay: KeyPairPem): Promise<Certificates> {
  const root = await newKeyPair();
  const owner: Name = [
    ['C', 'CN'],
    ['O', '模拟商户'],
    ['CN', id],
  ];
  const rootPem = certify(ROOT, root, root.privatePem);
  const appPem = certify(owner, app, root.privatePem);
  const alipayPem = certify(nameOf('Alipay'), alipay, root.privatePem);
  return {
    rootPem,
    appPem,
    alipayPem,
    appSn: certificateSn(appPem),
    alipaySn: certificateSn(alipayPem),
    rootSn: rootCertificateSn(rootPem),
    rootPrivatePem: root.privatePem,
    earlierAlipayPems: [],
  };
}

type Wish = Pick<Merchant, 'name' | 'key' | 'mode' | 'keyFormat' | 'aesKey'>;

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
    ...(merchant.aesKey !== undefined && { aes_key: merchant.aesKey }),
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
    const aes = wish['aes'] === true ? { aesKey: randomBytes(16).toString('base64') } : {};
    const details = { name: textOr(wish['name'], '模拟商户'), key, mode, keyFormat, ...aes };
    return answerFor(await this.findOrMake(key, () => newMerchant(this.freeId('2021', 12), details)));
  }

  /** Gives a merchant another key of its own; the one before is refused from now on. */
  async rekey(id: string) {
    const merchant = this.get(id);
    if (!merchant) throw new Refused(404, `there is no merchant ${id}`);
    if (merchant.certificates) throw new Refused(409, "this merchant's key is in its certificate");
    const rekeyed = { ...merchant, app: await newKeyPair() };
    this.put(rekeyed);
    return answerFor(rekeyed);
  }

  /** Gives a merchant another certificate and key of Alipay's, in use from now on. */
  async rotate(id: string) {
    const merchant = this.get(id);
    if (!merchant) throw new Refused(404, `there is no merchant ${id}`);
    const root = merchant.certificates?.rootPrivatePem;
    if (!merchant.certificates || root === undefined) throw new Refused(409, 'this merchant has no certificates');
    const alipay = await newKeyPair();
    const alipayPem = certify(nameOf('Alipay'), alipay, root);
    const { alipayPem: before, earlierAlipayPems = [] } = merchant.certificates;
    const earlier = [...earlierAlipayPems, before];
    const certificates = {
      ...merchant.certificates,
      ...{ alipayPem, alipaySn: certificateSn(alipayPem), earlierAlipayPems: earlier },
    };
    const rotated = { ...merchant, alipay, certificates };
    this.put(rotated);
    return answerFor(rotated);
  }
}

/** `alipay.open.app.alipaycert.download`: one of Alipay's certificates, by its serial number. */
export function downloadCertificate({ certificates }: Merchant, fields: Fields): TradeAnswer {
  const wanted = fields.text('alipay_cert_sn', 64);
  const all = certificates ? [certificates.alipayPem, ...(certificates.earlierAlipayPems ?? [])] : [];
  const pem = all.find((each) => certificateSn(each) === wanted);
  if (pem === undefined) throw new AlipayRefusal('certificate_missing');
  return { value: { alipay_cert_content: Buffer.from(pem).toString('base64') } };
}
