import { randomUUID } from 'node:crypto';
import { chinaText, type Clock } from '../shared/clock';
import type { Letter, Reply } from '../shared/deliver';
import { privateKeyOf, strangersKey } from '../shared/keys';
import type { LetterKind, Letters, Message } from '../shared/letters';
import { signatureInBackground, spoiled } from '../shared/rsa';
import type { SettingsStore } from '../shared/settings';
import { STRANGER } from './house';
import { alipayPrivateKey, type Merchants } from './merchants';
import { contentOf, NOTIFICATION_LEAVES_OUT } from './signature';
import { UNKNOWN_STATUS } from './trade-view';

// prettier-ignore
const KINDS: readonly LetterKind[] = [
  'genuine', 'signtest', 'bad_signature', 'forged', 'unsigned', 'altered_body', 'wrong_merchant', 'other_amount',
  'other_currency', 'unknown_word', 'unknown_order',
];

/** 4m, 10m, 10m, 1h, 2h, 6h, 15h, from Alipay's documentation on asynchronous notifications. */
const RESEND_AFTER_SECONDS = [240, 600, 600, 3_600, 7_200, 21_600, 54_000];

type Parameters = Readonly<Record<string, string>>;

/** What is properly signed, and speaks of what never happened. */
const TWISTS: { readonly [K in LetterKind]?: () => Parameters } = {
  wrong_merchant: () => STRANGER,
  other_amount: () => ({ total_amount: '0.01', receipt_amount: '0.01', buyer_pay_amount: '0.01' }),
  other_currency: () => ({ trans_currency: 'USD', settle_currency: 'USD' }),
  unknown_word: () => ({ trade_status: UNKNOWN_STATUS }),
  unknown_order: () => ({ out_trade_no: `nobody_${randomUUID().replaceAll('-', '')}` }),
};

/** Writes Alipay's notifications, genuine and otherwise. */
export class AlipayLetters implements Letters {
  readonly resendAfterSeconds = RESEND_AFTER_SECONDS;
  readonly kinds = KINDS;
  readonly #merchants: Merchants;
  readonly #clock: Clock;
  readonly #settings: SettingsStore;

  constructor(merchants: Merchants, clock: Clock, settings: SettingsStore) {
    this.#merchants = merchants;
    this.#clock = clock;
    this.#settings = settings;
  }

  async write(message: Message, kind: LetterKind): Promise<Letter> {
    const merchant = this.#merchants.known(message.merchant);
    const parameters = {
      ...(message.content as Parameters),
      ...TWISTS[kind]?.(),
      notify_time: chinaText(this.#clock.nowMs()),
      sign_type: 'RSA2',
    };
    const key = kind === 'forged' ? privateKeyOf((await strangersKey()).privatePem) : alipayPrivateKey(merchant);
    const genuine = await signatureInBackground(contentOf(parameters, NOTIFICATION_LEAVES_OUT), key);
    const sign = kind === 'signtest' || kind === 'bad_signature' ? spoiled(genuine) : genuine;
    const certSn = this.#settings.for(merchant.id).notification_cert_sn ? merchant.certificates?.alipaySn : undefined;
    const form = new URLSearchParams({
      ...parameters,
      ...(kind === 'altered_body' && { total_amount: '0.01' }),
      ...(certSn !== undefined && { alipay_cert_sn: certSn }),
      ...(kind !== 'unsigned' && { sign }),
    });
    return {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8', 'User-Agent': 'Mozilla/4.0' },
      body: form.toString(),
    };
  }

  /** The bare word and nothing else, not even a line feed. */
  acknowledges(reply: Reply): boolean {
    return reply.status === 200 && reply.body === 'success';
  }
}
