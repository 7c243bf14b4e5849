import { X509Certificate } from 'node:crypto';
import { rfc3339InChina } from '../shared/clock';
import { answer, type WireAnswer } from './answers';
import { WeChatPayRefusal } from './errors';
import type { Merchant } from './merchants';
import { seal } from './signature';

/**
 * `GET /v3/certificates`: the platform certificates, encrypted with the APIv3 key, the oldest first. Merchants of the
 * public-key time have none and get 404.
 */
export function certificates(merchant: Merchant): WireAnswer {
  if (merchant.platformCertificates.length === 0) throw new WeChatPayRefusal('no_certificates');
  const data = merchant.platformCertificates.map(({ certificatePem, serial }) => {
    const certificate = new X509Certificate(certificatePem);
    return {
      serial_no: serial,
      effective_time: rfc3339InChina(Date.parse(certificate.validFrom)),
      expire_time: rfc3339InChina(Date.parse(certificate.validTo)),
      encrypt_certificate: seal(certificatePem, merchant.apiV3Key, 'certificate'),
    };
  });
  return answer({ data });
}
