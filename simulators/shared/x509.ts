import { randomBytes, sign, type KeyObject } from 'node:crypto';

/**
 * Writes X.509 certificates (RFC 5280) with RSA keys and SHA-256, for pretend merchants. node:crypto reads certificates
 * but does not make them.
 */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
};

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).padStart(content.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const septets = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return der(TAG.oid, Buffer.from(bytes));
}

const SHA256_WITH_RSA = der(TAG.sequence, oid('1.2.840.113549.1.1.11'), der(TAG.null));

const ATTRIBUTES = { CN: '2.5.4.3', OU: '2.5.4.11', O: '2.5.4.10', C: '2.5.4.6' } as const;

/** The parts of a distinguished name, in the order in which the certificate has them. */
export type Name = readonly (readonly [keyof typeof ATTRIBUTES, string])[];

const nameDer = (name: Name): Buffer =>
  der(
    TAG.sequence,
    ...name.map(([attribute, value]) =>
      der(TAG.set, der(TAG.sequence, oid(ATTRIBUTES[attribute]), der(TAG.utf8, Buffer.from(value)))),
    ),
  );

/** UTCTime holds years until 2049, which is far enough for a simulator. */
const utcTime = (ms: number): Buffer =>
  der(TAG.utcTime, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));

const TRUE = der(TAG.boolean, Buffer.from([0xff]));

/** Basic constraints, critical: this certificate may sign others. */
const AUTHORITY = der(
  TAG.extensions,
  der(TAG.sequence, der(TAG.sequence, oid('2.5.29.19'), TRUE, der(TAG.octetString, der(TAG.sequence, TRUE)))),
);

export interface CertificateWish {
  readonly subject: Name;
  readonly subjectKey: KeyObject;
  readonly issuer: Name;
  readonly issuerKey: KeyObject;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  /** Whether it may sign others. */
  readonly isAuthority?: boolean;
}

/** A certificate as PEM, with a random serial number of 20 bytes. */
export function certificatePem(wish: CertificateWish): string {
  const serial = randomBytes(20);
  serial.writeUInt8((serial.readUInt8(0) & 0x3f) | 0x40, 0); // positive, and never shorter
  const body = der(
    TAG.sequence,
    der(TAG.version, der(TAG.integer, Buffer.from([2]))), // version 3
    der(TAG.integer, serial),
    SHA256_WITH_RSA,
    nameDer(wish.issuer),
    der(TAG.sequence, utcTime(wish.validFromMs), utcTime(wish.validUntilMs)),
    nameDer(wish.subject),
    wish.subjectKey.export({ type: 'spki', format: 'der' }),
    wish.isAuthority ? AUTHORITY : Buffer.alloc(0),
  );
  const signature = sign('sha256', body, wish.issuerKey);
  const certificate = der(TAG.sequence, body, SHA256_WITH_RSA, der(TAG.bitString, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
