import type { KeyObject } from 'node:crypto';
import type { WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import { BridgeError } from '../../domain/errors';
import type { CredentialFacts } from '../../domain/provider';
import { certificateFrom, fingerprintOf, privateKeyFrom, publicKeyFrom } from '../keys';

/** A merchant's credentials with their keys parsed. */
export interface WeChatPayKeys {
  readonly merchantNumber: string;
  readonly appId: string;
  readonly apiV3Key: string;
  readonly serial: string;
  readonly privateKey: KeyObject;
  /** WeChat Pay's own keys, by the name in `Wechatpay-Serial`: public key ids and certificate serials side by side. */
  readonly verifiers: Readonly<Record<string, KeyObject>>;
}

/** @throws BridgeError `credentials_invalid` */
export function parseCredentials(credentials: WeChatPayCredentials): WeChatPayKeys {
  const privateKey = privateKeyFrom(credentials.merchant_private_key, 'merchant_private_key');
  const verifiers = verifiersOf(credentials);
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
  };
}

function verifiersOf(credentials: WeChatPayCredentials): Record<string, KeyObject> {
  const { wechat_pay_public_key_id: id, wechat_pay_public_key: key, platform_certificates: certificates } = credentials;
  const verifiers: Record<string, KeyObject> = {};
  if ((id === undefined) !== (key === undefined)) {
    throw new BridgeError('credentials_invalid', 'the WeChat Pay public key and its id belong together');
  }
  if (id !== undefined && key !== undefined) verifiers[id] = publicKeyFrom(key, 'wechat_pay_public_key');
  for (const pem of certificates ?? []) {
    const certificate = certificateFrom(pem, 'platform_certificates');
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

export const factsOf = ({ merchantNumber, appId, privateKey, serial, verifiers }: WeChatPayKeys): CredentialFacts => ({
  accountNumber: merchantNumber,
  appId,
  keyFingerprint: fingerprintOf(privateKey),
  keySerial: serial,
  verifierIds: Object.keys(verifiers),
});
