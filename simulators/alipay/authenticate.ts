import type { Office } from '../shared/core';
import { msFromChinaText } from '../shared/clock';
import { verifies } from '../shared/rsa';
import { AlipayRefusal, type Fault } from './errors';
import { appPublicKey, type Merchant, type Merchants } from './merchants';
import { contentOf, REQUEST_LEAVES_OUT, v3RequestContent, type V3Authorization } from './signature';

/** In certificate mode a request says which certificates it goes by; both must be this application's. */
function checkCertificates(merchant: Merchant, appCertSn: string | undefined, rootCertSn: string | undefined): void {
  if (!merchant.certificates) return;
  if (!appCertSn) throw new AlipayRefusal('missing_app_cert_sn');
  if (!rootCertSn) throw new AlipayRefusal('missing_root_cert_sn');
  if (appCertSn !== merchant.certificates.appSn) throw new AlipayRefusal('invalid_app_cert_sn');
  if (rootCertSn !== merchant.certificates.rootSn) throw new AlipayRefusal('invalid_root_cert_sn');
}

function checkAge(office: Office, merchant: Merchant, signedMs: number): void {
  const toleranceMs = office.settings.for(merchant.id).timestamp_tolerance_seconds * 1_000;
  const young = office.signatureClock.accepts(merchant.id, signedMs, toleranceMs || Number.MAX_SAFE_INTEGER);
  if (!young) throw new AlipayRefusal('invalid_timestamp');
}

export function merchantOf(merchants: Merchants, appId: string | undefined): Merchant {
  if (!appId) throw new AlipayRefusal('missing_app_id');
  const merchant = merchants.get(appId);
  if (!merchant) throw new AlipayRefusal('invalid_app_id');
  return merchant;
}

const REQUIRED: readonly (readonly [name: string, fault: Fault])[] = [
  ['sign_type', 'missing_signature_type'],
  ['version', 'missing_version'],
  ['timestamp', 'missing_timestamp'],
  ['sign', 'missing_signature'],
];

/** When the request says that it was made. */
function readCommon(parameters: Readonly<Record<string, string>>): number {
  for (const [name, fault] of REQUIRED) if (!parameters[name]) throw new AlipayRefusal(fault);
  if (parameters['sign_type'] !== 'RSA2') throw new AlipayRefusal('invalid_signature_type');
  if ((parameters['format'] ?? 'JSON').toUpperCase() !== 'JSON') throw new AlipayRefusal('invalid_format');
  if (!/^utf-8$/i.test(parameters['charset'] ?? '')) throw new AlipayRefusal('invalid_charset');
  const signedMs = msFromChinaText(parameters['timestamp'] ?? '');
  if (signedMs === undefined) throw new AlipayRefusal('invalid_timestamp');
  return signedMs;
}

/**
 * Checks a v2 request's common parameters and its signature, the application first, as the real gateway does.
 *
 * @param agesOut whether a request may be too old; addresses of pages are signed long before they are opened
 * @throws AlipayRefusal
 */
export function authenticateV2(
  office: Office,
  merchant: Merchant,
  parameters: Readonly<Record<string, string>>,
  agesOut: boolean,
): void {
  const signedMs = readCommon(parameters);
  checkCertificates(merchant, parameters['app_cert_sn'], parameters['alipay_root_cert_sn']);
  const content = contentOf(parameters, REQUEST_LEAVES_OUT);
  if (!verifies(content, parameters['sign'] ?? '', appPublicKey(merchant))) {
    throw new AlipayRefusal('invalid_signature', `网关生成的验签字符串为：${content}`);
  }
  if (agesOut) checkAge(office, merchant, signedMs);
}

export interface V3Request {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly rootCertSn: string | undefined;
  readonly appAuthToken: string | undefined;
}

/** Checks a v3 request's certificates, signature and age. @throws AlipayRefusal */
export function authenticateV3(
  office: Office,
  merchant: Merchant,
  authorization: V3Authorization,
  { method, target, body, rootCertSn, appAuthToken }: V3Request,
): void {
  checkCertificates(merchant, authorization.appCertSn, rootCertSn);
  const content = v3RequestContent(authorization, method, target, body, appAuthToken);
  if (!verifies(content, authorization.signature, appPublicKey(merchant))) {
    throw new AlipayRefusal('invalid_signature', `网关生成的验签字符串为：${content}`);
  }
  checkAge(office, merchant, authorization.timestampMs);
}
