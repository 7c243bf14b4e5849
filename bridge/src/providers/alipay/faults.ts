import { AlipayRequestError } from 'alipay-sdk';
import { BridgeError } from '../../domain/errors';
import { readAnswer, type Answer } from './wire';

/** Some codes come with the family's letters swapped (AQC.SYSTEM_ERROR) or without them. */
const normal = (subCode: string): string => subCode.replace(/^A(?:CQ|QC)\./, '');

const BUSY = new Set([
  'SYSTEM_ERROR',
  'isp.unknow-error',
  'aop.unknow-error',
  'isp.call-limited',
  'aop.invalid-app-call-limited',
]);
const KEY = /^isv\.(invalid-signature|missing-signature|invalid-app-id|invalid-signature-type|missing-signature-key)$/;

/** What a refusal means for the trade that was named. */
const MEANINGS = new Map<string, 'absent' | 'paid' | 'closed'>([
  ['TRADE_NOT_EXIST', 'absent'],
  ['TRADE_HAS_SUCCESS', 'paid'],
  ['TRADE_HAS_FINISHED', 'paid'],
  ['TRADE_STATUS_ERROR', 'paid'],
  ['REASON_TRADE_STATUS_INVALID', 'paid'],
  ['TRADE_HAS_CLOSE', 'closed'],
]);

/** Gateway codes: 20000 service unavailable, 40005 too many calls. */
const BUSY_CODES = new Set(['20000', '40005']);

/** The gateway refuses before any trade is looked at; trades answer with 10000, 10003 or 40004, and sign that. */
const GATEWAY_CODES = new Set([...BUSY_CODES, '20001', '40001', '40002', '40003', '40006']);

/** Whether an answer is the gateway's own "no": the only kind that is read without a signature. */
export const isGatewayRefusal = (answer: unknown): answer is Answer =>
  readAnswer.Check(answer) && GATEWAY_CODES.has(answer.code);

/** A call that did not bring what was asked. `meaning` says what it means for the trade, if anything. */
export class AlipayRefusal extends Error {
  constructor(
    readonly error: BridgeError,
    readonly meaning: 'absent' | 'paid' | 'closed' | null,
  ) {
    super(error.message, { cause: error });
  }
}

/** A signed answer that says no. */
export function refusalFrom(answer: Answer): AlipayRefusal {
  const providerCode = answer.sub_code ?? answer.code;
  const word = normal(providerCode);
  const detail = `Alipay: ${providerCode} ${answer.sub_msg ?? answer.msg ?? ''}`;
  const busy = BUSY_CODES.has(answer.code) || BUSY.has(word);
  const kind = busy ? 'provider_busy' : KEY.test(word) ? 'provider_rejected_key' : 'provider_refused';
  return new AlipayRefusal(new BridgeError(kind, detail, { providerCode }), MEANINGS.get(word) ?? null);
}

/** What the SDK threw. */
export function faultFrom(thrown: unknown): AlipayRefusal {
  if (thrown instanceof AlipayRefusal) return thrown;
  if (thrown instanceof BridgeError) return new AlipayRefusal(thrown, null);
  if (!(thrown instanceof AlipayRequestError) && !(thrown instanceof TypeError)) throw thrown;
  const raw = thrown instanceof AlipayRequestError ? thrown.responseDataRaw : undefined;
  const gatewayError = raw === undefined ? null : errorResponseIn(raw);
  if (gatewayError) return refusalFrom(gatewayError);
  if (raw === undefined && thrown instanceof AlipayRequestError) {
    return plain('provider_unreachable', `Alipay did not answer: ${thrown.message}`, thrown);
  }
  // Without a signature the SDK runs into a TypeError; with a wrong one it says so, with the whole answer: payers' data
  // and the signature would reach the log as the cause.
  if (thrown instanceof TypeError || String(thrown).includes('验签失败')) {
    return plain('provider_answer_unverified', "Alipay's answer was not signed with Alipay's key");
  }
  return plain('provider_busy', 'Alipay answered something that is no answer', thrown);
}

const plain = (code: BridgeError['code'], detail: string, cause?: unknown): AlipayRefusal =>
  new AlipayRefusal(new BridgeError(code, detail, { cause }), null);

/** The gateway's own refusals may come unsigned; they only ever say no. */
function errorResponseIn(raw: string): Answer | null {
  try {
    const { error_response: answer } = JSON.parse(raw) as { error_response?: unknown };
    return isGatewayRefusal(answer) ? answer : null;
  } catch {
    return null; // a proxy's HTML page, which is no refusal of Alipay's
  }
}
