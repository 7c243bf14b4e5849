import { isAxiosError } from 'axios';
import { BridgeError } from '../../domain/errors';
import { readFault } from './wire';

/** Old and new codes differ by underscores only (ORDERPAID, ORDER_PAID). */
const normal = (code: string): string => code.replaceAll('_', '').toUpperCase();

const BUSY = new Set([
  'SYSTEMERROR',
  'BANKERROR',
  'FREQUENCYLIMITED',
  'FREQUENCYLIMITEXCEED',
  'RATELIMITEXCEED',
  'RATELIMITEXCEEDED',
]);
const KEY = new Set(['SIGNERROR', 'APPIDMCHIDNOTMATCH', 'MCHNOTEXISTS']);

/** What a refusal means for the order that was named. */
const MEANINGS = new Map<string, 'absent' | 'paid' | 'closed'>([
  ['ORDERNOTEXIST', 'absent'],
  ['RESOURCENOTEXISTS', 'absent'],
  ['ORDERPAID', 'paid'],
  ['OUTTRADENOUSED', 'paid'],
  ['ORDERCLOSED', 'closed'],
]);

export interface Fault {
  readonly error: BridgeError;
  readonly meaning: 'absent' | 'paid' | 'closed' | null;
}

/** Sorts what went wrong in a call: definite, unknown, or not to be believed. */
export function faultFrom(thrown: unknown): Fault {
  if (!isAxiosError(thrown)) throw thrown;
  if (thrown.code?.startsWith('EV3_')) {
    const detail = "WeChat Pay's answer was not signed with a key of this account";
    // Without the SDK's words for it, which quote the answer's signature.
    return plain(new BridgeError('provider_answer_unverified', detail, { providerCode: thrown.code }));
  }
  const { response } = thrown;
  if (!response)
    return plain(
      new BridgeError('provider_unreachable', `WeChat Pay did not answer: ${thrown.message}`, { cause: thrown }),
    );
  const fault: unknown = response.data;
  if (!readFault.Check(fault)) {
    return plain(
      new BridgeError('provider_busy', `WeChat Pay answered ${response.status} without a code`, { cause: thrown }),
    );
  }
  const code = normal(fault.code);
  const detail = `WeChat Pay: ${fault.code} ${fault.message ?? ''} (request ${String(response.headers['request-id'] ?? 'unknown')})`;
  const kind =
    BUSY.has(code) || response.status >= 500
      ? 'provider_busy'
      : KEY.has(code)
        ? 'provider_rejected_key'
        : 'provider_refused';
  return {
    error: new BridgeError(kind, detail, { cause: thrown, providerCode: fault.code }),
    meaning: MEANINGS.get(code) ?? null,
  };
}

const plain = (error: BridgeError): Fault => ({ error, meaning: null });
