import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { opensslTrusts, opensslX509 } from '../testing/openssl';
import { newKeyPair, privateKeyOf, publicKeyOf, type KeyPairPem } from './keys';
import { certificatePem, type Name } from './x509';

const ROOT: Name = [
  ['C', 'CN'],
  ['O', '某某机构'],
  ['CN', 'Root'],
];
const VALID_FROM_MS = Date.UTC(2024, 0, 2, 3, 4, 5);
const VALID_UNTIL_MS = Date.UTC(2049, 11, 31);

let root: KeyPairPem;
let owner: KeyPairPem;

beforeAll(async () => {
  [root, owner] = await Promise.all([newKeyPair(), newKeyPair()]);
});

const certificate = (key: KeyPairPem, subject: Name, isAuthority = false): string =>
  certificatePem({
    subject,
    subjectKey: publicKeyOf(key.publicPem),
    issuer: ROOT,
    issuerKey: privateKeyOf(root.privatePem),
    validFromMs: VALID_FROM_MS,
    validUntilMs: VALID_UNTIL_MS,
    isAuthority,
  });

describe('a certificate', () => {
  it('is read by node as what was asked for', () => {
    const made = new X509Certificate(certificate(owner, [['CN', '商户 & Co']]));
    expect(made.subject).toBe('CN=商户 & Co');
    expect(made.issuer).toBe('C=CN\nO=某某机构\nCN=Root');
    expect(Date.parse(made.validFrom)).toBe(VALID_FROM_MS);
    expect(Date.parse(made.validTo)).toBe(VALID_UNTIL_MS);
    expect(made.publicKey.export({ type: 'spki', format: 'pem' })).toBe(owner.publicPem);
    expect(made.verify(publicKeyOf(root.publicPem))).toBe(true);
    expect(made.verify(publicKeyOf(owner.publicPem))).toBe(false);
    expect(made.serialNumber).toMatch(/^[4-7][0-9A-F]{39}$/);
  });

  it('is trusted by openssl under its root, and not under one that may not sign others', () => {
    const leaf = certificate(owner, [['CN', 'leaf']]);
    expect(opensslTrusts(leaf, certificate(root, ROOT, true))).toBe(true);
    expect(opensslTrusts(leaf, certificate(root, ROOT))).toBe(false);
    expect(opensslX509(leaf, ['-text'])).toContain('sha256WithRSAEncryption');
  });

  it('has a serial number of its own each time', () => {
    const serials = [1, 2].map(() => new X509Certificate(certificate(owner, [['CN', 'twice']])).serialNumber);
    expect(serials[0]).not.toBe(serials[1]);
  });
});
