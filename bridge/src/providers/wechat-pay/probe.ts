import { isAxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { Aes, type Wechatpay } from 'wechatpay-axios-plugin';
import type { Clock } from '../../domain/clock';
import { BridgeError } from '../../domain/errors';
import { NO_PAYMENT, type Probed } from '../../domain/provider';
import type { WeChatPayKeys } from './credentials';
import { faultFrom } from './faults';
import { verifiedText } from './notification';
import { readCertificates } from './wire';

/**
 * Asks for the platform certificates where the merchant has some: these are signed, and encrypted with the APIv3 key. A
 * merchant of the public-key time has none; it asks about an order that cannot be. That "no" is signed where our own
 * signature was right, which the SDK does not look at.
 *
 * @throws BridgeError as ProviderAccount says
 */
export async function probe(client: Wechatpay['client'], keys: WeChatPayKeys, now: Clock): Promise<Probed> {
  if (keys.certificates.some(({ field }) => field === 'platform_certificates')) {
    const opens = await certificatesOpen(client, keys);
    if (opens !== null) return { answerVerified: true, opensEncrypted: opens };
  }
  return { answerVerified: await absenceVerified(client, keys, now), opensEncrypted: null };
}

/** @returns null for a merchant whose platform certificates are gone */
async function certificatesOpen(client: Wechatpay['client'], keys: WeChatPayKeys): Promise<boolean | null> {
  let answer: AxiosResponse<unknown>;
  try {
    answer = await client.request('v3/certificates', 'get');
  } catch (thrown) {
    const { error, meaning } = faultFrom(thrown);
    if (meaning !== 'absent') throw error;
    return null;
  }
  const { data } = answer;
  const sealed = readCertificates.Check(data) ? data.data[0]?.encrypt_certificate : undefined;
  if (!sealed) throw new BridgeError('provider_answer_unverified', "WeChat Pay's answer is not a list of certificates");
  try {
    Aes.AesGcm.decrypt(sealed.ciphertext, keys.apiV3Key, sealed.nonce, sealed.associated_data);
    return true;
  } catch {
    return false; // which is what was to be found out
  }
}

async function absenceVerified(client: Wechatpay['client'], keys: WeChatPayKeys, now: Clock): Promise<boolean> {
  let raw = '';
  // A refusal's signature is over its bytes, which are gone when the SDK hands it on.
  const remember = (text: string): string => (raw = text);
  const config: AxiosRequestConfig = {
    params: { mchid: keys.merchantNumber },
    transformResponse: [remember, client.v3.defaults.transformResponse ?? []].flat(),
  };
  try {
    await client.request(`v3/pay/transactions/out-trade-no/${NO_PAYMENT}`, 'get', undefined, config);
    return true;
  } catch (thrown) {
    const { error, meaning } = faultFrom(thrown);
    if (meaning !== 'absent') throw error;
    const headers = isAxiosError(thrown) ? thrown.response?.headers : undefined;
    return isSigned(headers) && refusalVerified(keys, headers, raw, now());
  }
}

type Headers = Readonly<Record<string, string>>;

const isSigned = (headers: unknown): headers is Headers =>
  typeof headers === 'object' && headers !== null && 'wechatpay-signature' in headers;

function refusalVerified(keys: WeChatPayKeys, headers: Headers, raw: string, nowMs: number): true {
  try {
    verifiedText(keys, { headers, body: Buffer.from(raw) }, nowMs);
    return true;
  } catch (error) {
    const why = error instanceof BridgeError ? error.message : 'it cannot be read';
    throw new BridgeError('provider_answer_unverified', `WeChat Pay's answer is not to be believed: ${why}`);
  }
}
