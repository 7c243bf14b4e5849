import type { KeyObject, X509Certificate } from 'node:crypto';
import type { WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import { BridgeError } from '../../domain/errors';
import type { CertificateFacts, CredentialFacts } from '../../domain/provider';
import {
  certificateFacts,
  certificateFrom,
  certificatesFrom,
  fingerprintOf,
  firstEndMs,
  privateKeyFrom,
  publicKeyFrom,
} from '../keys';

/** A merchant's credentials with their keys parsed. */
export interface WeChatPayKeys {
  readonly merchantNumber: string;
  readonly appId: string;
  readonly apiV3Key: string;
  readonly serial: string;
  readonly privateKey: KeyObject;
  /** WeChat Pay's own keys, by the name in `Wechatpay-Serial`: public key ids and certificate serials side by side. */
  readonly verifiers: Readonly<Record<string, KeyObject>>;
  readonly certificates: readonly CertificateFacts[];
}

/** @throws BridgeError `credentials_invalid` */
export function parseCredentials(credentials: WeChatPayCredentials): WeChatPayKeys {
  const privateKey = privateKeyFrom(credentials.merchant_private_key, 'merchant_private_key');
  const platformCertificates = (credentials.platform_certificates ?? []).flatMap((pem) =>
    certificatesFrom(pem, 'platform_certificates'),
  );
  const own = ownCertificate(credentials, privateKey);
  const verifiers = verifiersOf(credentials, platformCertificates);
  const ownFingerprint = fingerprintOf(privateKey);
  for (const [id, key] of Object.entries(verifiers)) {
    if (fingerprintOf(key) === ownFingerprint) {
      throw new BridgeError('credentials_invalid', `${id} is the merchant's own key, not WeChat Pay's`);
    }
  }
  return {
    merchantNumber: credentials.merchant_number,
    appId: credentials.app_id,
    apiV3Key: credentials.api_v3_key,
    serial: credentials.merchant_certificate_serial.toUpperCase(),
    privateKey,
    verifiers,
    certificates: [
      ...(own ? [certificateFacts('merchant_certificate', own)] : []),
      ...platformCertificates.map((one) => certificateFacts('platform_certificates', one)),
    ],
  };
}

/** Where the merchant's certificate is given too, key, serial number and merchant number must be its. */
function ownCertificate(credentials: WeChatPayCredentials, privateKey: KeyObject): X509Certificate | null {
  const { merchant_certificate: pem, merchant_number: number, merchant_certificate_serial: serial } = credentials;
  if (pem === undefined) return null;
  const refused = (detail: string, field: string) =>
    new BridgeError('credentials_invalid', `${field}: ${detail}`, { field: `/${field}` });
  const certificate = certificateFrom(pem, 'merchant_certificate');
  if (!certificate.checkPrivateKey(privateKey)) {
    throw refused("is not this certificate's key", 'merchant_private_key');
  }
  if (certificate.serialNumber.toUpperCase() !== serial.toUpperCase()) {
    throw refused(`the certificate's is ${certificate.serialNumber}`, 'merchant_certificate_serial');
  }
  const holder = /^CN=(\d{8,10})$/m.exec(certificate.subject)?.[1];
  if (holder !== undefined && holder !== number) {
    throw refused(`belongs to merchant ${holder}, not ${number}`, 'merchant_certificate');
  }
  return certificate;
}

function verifiersOf(
  credentials: WeChatPayCredentials,
  certificates: readonly X509Certificate[],
): Record<string, KeyObject> {
  const { wechat_pay_public_key_id: id, wechat_pay_public_key: key } = credentials;
  const verifiers: Record<string, KeyObject> = {};
  if ((id === undefined) !== (key === undefined)) {
    throw new BridgeError('credentials_invalid', 'the WeChat Pay public key and its id belong together');
  }
  if (id !== undefined && key !== undefined) verifiers[id] = publicKeyFrom(key, 'wechat_pay_public_key');
  for (const certificate of certificates) {
    verifiers[certificate.serialNumber.toUpperCase()] = certificate.publicKey;
  }
  if (Object.keys(verifiers).length === 0) {
    throw new BridgeError(
      'credentials_invalid',
      'give the WeChat Pay public key with its id, or a platform certificate',
    );
  }
  return verifiers;
}

export const factsOf = (keys: WeChatPayKeys): CredentialFacts => ({
  accountNumber: keys.merchantNumber,
  appId: keys.appId,
  keyFingerprint: fingerprintOf(keys.privateKey),
  keySerial: keys.serial,
  verifierIds: Object.keys(keys.verifiers),
  certificates: keys.certificates,
  expiresMs: firstEndMs(keys.certificates),
});
