import type { KeyObject } from 'node:crypto';
import type { AlipayCredentials } from '@multipay/contracts/schemas/merchant';
import { BridgeError } from '../../domain/errors';
import type { CertificateFacts, CredentialFacts } from '../../domain/provider';
import { certificateFacts, certificateIn, fingerprintOf, firstEndMs, privateKeyFrom, publicKeyFrom } from '../keys';

/** A merchant's credentials with their keys parsed. */
export interface AlipayKeys {
  readonly appId: string;
  readonly privateKey: KeyObject;
  readonly alipayPublicKey: KeyObject;
  readonly sellerId: string | undefined;
  /** Alipay's key may be given as its certificate. */
  readonly certificates: readonly CertificateFacts[];
}

/** @throws BridgeError `credentials_invalid` */
export function parseCredentials(credentials: AlipayCredentials): AlipayKeys {
  const privateKey = privateKeyFrom(credentials.app_private_key, 'app_private_key');
  const alipayPublicKey = publicKeyFrom(credentials.alipay_public_key, 'alipay_public_key');
  // Signing would work, verifying never: the most common mistake there is.
  if (fingerprintOf(privateKey) === fingerprintOf(alipayPublicKey)) {
    const detail = "this is the application's public key; copy Alipay's (支付宝公钥) from the console";
    throw new BridgeError('credentials_invalid', `alipay_public_key: ${detail}`, { field: '/alipay_public_key' });
  }
  const certificate = certificateIn(credentials.alipay_public_key);
  return {
    appId: credentials.app_id,
    privateKey,
    alipayPublicKey,
    sellerId: credentials.seller_id,
    certificates: certificate ? [certificateFacts('alipay_public_key', certificate)] : [],
  };
}

export const factsOf = ({ appId, privateKey, alipayPublicKey, certificates }: AlipayKeys): CredentialFacts => ({
  accountNumber: appId,
  appId,
  keyFingerprint: fingerprintOf(privateKey),
  keySerial: null,
  verifierIds: [fingerprintOf(alipayPublicKey)],
  certificates,
  expiresMs: firstEndMs(certificates),
});
