import { randomUUID } from 'node:crypto';
import { rfc3339InChina } from '../shared/clock';
import type { Letter, Reply } from '../shared/deliver';
import { privateKeyOf, strangersKey } from '../shared/keys';
import type { LetterKind, Letters, Message } from '../shared/letters';
import { signatureInBackground, spoiled } from '../shared/rsa';
import type { SignatureClock } from '../shared/signature-clock';
import { strangerIn } from './house';
import type { Merchant, Merchants, Signer } from './merchants';
import { answerMessage, freshNonce, seal, SIGNATURE_TYPE, SIGNTEST_PREFIX } from './signature';
import { UNKNOWN_STATE } from './transaction';

const SUMMARIES: Readonly<Record<string, string>> = {
  'TRANSACTION.SUCCESS': '支付成功',
  'REFUND.SUCCESS': '退款成功',
  'REFUND.ABNORMAL': '退款异常',
  'REFUND.CLOSED': '退款关闭',
};

// prettier-ignore
const KINDS: readonly LetterKind[] = [
  'genuine', 'signtest', 'bad_signature', 'forged', 'unsigned', 'unknown_serial', 'altered_body', 'old_timestamp',
  'wrong_merchant', 'other_amount', 'other_currency', 'unknown_word', 'unknown_order', 'wrong_key', 'not_json',
];

/** 15s/15s/30s/3m/10m/20m/30m/30m/30m/60m/3h/3h/3h/6h/6h, from WeChat Pay's documentation on notifications. */
const RESEND_AFTER_SECONDS = [
  15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600,
];

const HOUR_MS = 3_600_000;

type Content = Message['content'];

const withAmount = (content: Content, change: Content): Content => ({
  ...content,
  amount: { ...(content['amount'] as Content | undefined), ...change },
});

/** What is properly signed, and speaks of what never happened. */
const TWISTS: { readonly [K in LetterKind]?: (content: Content) => Content } = {
  wrong_merchant: (content) => ({ ...content, ...strangerIn(content) }),
  other_amount: (content) => withAmount(content, { total: 1, payer_total: 1 }),
  other_currency: (content) => withAmount(content, { currency: 'USD', payer_currency: 'USD' }),
  unknown_word: (content) => ({ ...content, trade_state: UNKNOWN_STATE, trade_state_desc: '状态未知' }),
  unknown_order: (content) => ({ ...content, out_trade_no: `nobody${randomUUID().slice(0, 20)}` }),
};

function bodyOf(merchant: Merchant, message: Message, kind: LetterKind): string {
  if (kind === 'not_json') return '{"id":"not json at all';
  const about = message.event.startsWith('REFUND') ? 'refund' : 'transaction';
  const apiV3Key = kind === 'wrong_key' ? '0'.repeat(32) : merchant.apiV3Key;
  const sealed = seal(JSON.stringify(TWISTS[kind]?.(message.content) ?? message.content), apiV3Key, about);
  return JSON.stringify({
    id: message.id,
    create_time: rfc3339InChina(message.createdMs),
    resource_type: 'encrypt-resource',
    event_type: message.event,
    summary: SUMMARIES[message.event] ?? '',
    resource: { original_type: about, ...sealed },
  });
}

/** Who signs a letter of this kind, and under which serial number. */
async function signerOf(merchants: Merchants, merchant: Merchant, kind: LetterKind): Promise<Signer> {
  const signer = merchants.signer(merchant);
  if (kind !== 'forged' && kind !== 'unknown_serial') return signer;
  const key = privateKeyOf((await strangersKey()).privatePem);
  return { serial: kind === 'forged' ? signer.serial : '7F'.repeat(20), key };
}

async function signed(body: string, signer: Signer, nowMs: number, kind: LetterKind): Promise<Record<string, string>> {
  const timestamp = String(Math.floor((kind === 'old_timestamp' ? nowMs - HOUR_MS : nowMs) / 1_000));
  const nonce = freshNonce();
  const genuine = await signatureInBackground(answerMessage(timestamp, nonce, body), signer.key);
  const probe = kind === 'signtest' ? `${SIGNTEST_PREFIX}${genuine}` : genuine;
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': signer.serial,
    'Wechatpay-Signature-Type': SIGNATURE_TYPE,
    'Wechatpay-Signature': kind === 'bad_signature' ? spoiled(genuine) : probe,
  };
}

/** Writes WeChat Pay's notifications, genuine and otherwise. */
export class WeChatPayLetters implements Letters {
  readonly resendAfterSeconds = RESEND_AFTER_SECONDS;
  readonly kinds = KINDS;
  readonly #merchants: Merchants;
  readonly #clock: SignatureClock;

  constructor(merchants: Merchants, clock: SignatureClock) {
    this.#merchants = merchants;
    this.#clock = clock;
  }

  async write(message: Message, kind: LetterKind): Promise<Letter> {
    const merchant = this.#merchants.known(message.merchant);
    const body = bodyOf(merchant, message, kind);
    const headers = { 'Content-Type': 'application/json', Accept: '*/*', 'User-Agent': 'Mozilla/4.0' };
    if (kind === 'unsigned') return { headers, body };
    const signer = await signerOf(this.#merchants, merchant, kind);
    const signature = await signed(body, signer, this.#clock.nowMs(merchant.id), kind);
    return {
      headers: { ...headers, ...signature },
      body: kind === 'altered_body' ? body.replace('{"id":"', '{"id":"x') : body,
    };
  }

  acknowledges(reply: Reply): boolean {
    return reply.status === 200 || reply.status === 204;
  }
}
