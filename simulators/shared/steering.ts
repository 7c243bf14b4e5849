/**
 * Odd outcomes, chosen by what a person can type: an amount from 66.01 to 66.99 CNY. The table is data; both simulators
 * read it, and docs/simulated-outcomes.md is written from it. Numbers never change their meaning.
 */

/** How often something happens to the same payment: the first so many times, or each time. */
type Times = number | 'always';

export interface Trouble<Kind extends string> {
  readonly kind: Kind;
  readonly times: Times;
}

/** What befalls the call that opens a payment. On Alipay's cashier pages it befalls the visit to the page. */
export type OpenTrouble =
  | 'busy'
  | 'refused'
  | 'bad_gateway'
  | 'rate_limited'
  | 'cut'
  | 'held'
  | 'wrongly_signed'
  | 'paid_first'
  | 'other_openid'
  | 'prompt_ended';
export type QueryTrouble = 'unknown_word' | 'not_found' | 'wrongly_signed';
type CloseTrouble = 'held' | 'paid_first';
/** What is odd about a payment's line in the trade bill, or about the whole bill on which it stands. */
export type BillOddity =
  | 'missing'
  | 'other_amount'
  | 'other_fee'
  | 'twice'
  | 'next_day'
  | 'late'
  | 'stranger'
  | 'stray_refund'
  | 'spoiled_once'
  | 'unknown_word'
  | 'elsewhere'
  | 'other_currency';
/** What is odd about money that an authorisation freezes (Alipay). */
export type AuthorizationOddity =
  | 'expires_early'
  | 'capture_held'
  | 'capture_limited'
  | 'release_fails_once'
  | 'never_notified'
  | 'freezes_late'
  | 'console_release'
  | 'capture_refused'
  | 'release_held'
  | 'notified_twice';
/** What is odd about sharing a payment with others (WeChat Pay). */
type SharingOddity =
  | 'balance_short_once'
  | 'receiver_refused'
  | 'takes_ten_minutes'
  | 'return_fails'
  | 'held_once'
  | 'unfreeze_fails_once'
  | 'rate_limited_once';
type RefundTrouble = 'balance_short' | 'held';

export interface Behaviour {
  readonly open?: Trouble<OpenTrouble>;
  readonly query?: Trouble<QueryTrouble>;
  readonly close?: Trouble<CloseTrouble>;
  /** What happens when the shopper presses Pay. */
  readonly pay?: 'after_expiry' | 'fails_first' | 'closed_first';
  /** What the provider takes instead of what was asked; its books say the same. */
  readonly takes?: { readonly lessMinor?: number; readonly currency?: string };
  /** A refund that the merchant makes in the provider's console, without a request of ours. */
  readonly consoleRefund?: { readonly afterSeconds: number; readonly minor: number | 'all' };
  /** How the payment's notification reaches the shop. */
  readonly notify?:
    | 'never'
    | 'twice'
    | 'five_at_once'
    | 'probes_first'
    | 'second_step'
    | 'after_refund'
    | 'other_merchant'
    | 'unknown_word';
  readonly refund?: Trouble<RefundTrouble>;
  /** How an accepted refund ends. */
  readonly refundEnds?: 'abnormal' | 'closed' | 'after_ten_minutes';
  readonly bill?: BillOddity;
  readonly sharing?: SharingOddity;
  readonly authorization?: AuthorizationOddity;
  /** What a page inside the provider's app hears when the shopper is done, whatever happened; or that it hears nothing. */
  readonly pageHears?: 'ok' | 'fail' | 'nothing';
  /** A payment code does not pay at once: the shopper has to confirm on the phone (Alipay). */
  readonly asksShopper?: true;
}

export interface Outcome {
  readonly amount: string;
  readonly name: string;
  /** What the pretend provider does; begins with a verb. */
  readonly sentence: string;
  readonly behaviour: Behaviour;
}

// prettier-ignore
export const OUTCOMES: readonly Outcome[] = [
  { amount: '66.01', name: 'notified twice', behaviour: { notify: 'twice' },
    sentence: 'takes the money, notifies twice' },
  { amount: '66.02', name: 'never notified', behaviour: { notify: 'never' },
    sentence: 'takes the money, never notifies' },
  { amount: '66.03', name: 'busy three times', behaviour: { open: { kind: 'busy', times: 3 } },
    sentence: 'answers "system busy" to the first three create calls, then works' },
  { amount: '66.04', name: 'another amount', behaviour: { takes: { lessMinor: 100 } },
    sentence: 'takes and notifies 1.00 less than was asked; its books say that amount too' },
  { amount: '66.05', name: 'notified before the answer', behaviour: { open: { kind: 'paid_first', times: 1 } },
    sentence: 'is paid at once, and notifies before the create call has answered' },
  { amount: '66.06', name: 'paid after the expiry', behaviour: { pay: 'after_expiry' },
    sentence: 'takes the money five seconds after the expiry, whenever the shopper pressed Pay, even when it was closed' },
  { amount: '66.07', name: 'created after the time-out', behaviour: { open: { kind: 'held', times: 1 } },
    sentence: 'answers the first create call only after the client\'s time-out (`held_answer_ms`); the order exists' },
  { amount: '66.08', name: 'probe and forgery first', behaviour: { notify: 'probes_first' },
    sentence: 'sends a SIGNTEST probe (Alipay: a wrongly signed notification) and a forged one before the genuine one' },
  { amount: '66.09', name: 'refund notified first', behaviour: { notify: 'after_refund', consoleRefund: { afterSeconds: 0, minor: 100 } },
    sentence: 'notifies out of order: 1.00 is refunded in the console at once, and that is notified before the payment' },
  { amount: '66.10', name: 'closed, then paid', behaviour: { pay: 'closed_first' },
    sentence: 'says closed when the shopper presses Pay, and 30 seconds later that it was paid; a closed one can still be paid' },
  { amount: '66.11', name: 'definitely refused', behaviour: { open: { kind: 'refused', times: 'always' } },
    sentence: 'definitely refuses to open it (NO_AUTH; ACQ.ACCESS_FORBIDDEN)' },
  { amount: '66.12', name: 'unknown status in queries', behaviour: { query: { kind: 'unknown_word', times: 'always' } },
    sentence: 'answers queries with a status word that nobody knows, until it is paid' },
  { amount: '66.13', name: 'another currency', behaviour: { takes: { currency: 'USD' } },
    sentence: 'takes and notifies another currency (USD); its books say so too' },
  { amount: '66.14', name: 'not found at first', behaviour: { query: { kind: 'not_found', times: 3 } },
    sentence: 'says "order does not exist" to the first three queries, although it does' },
  { amount: '66.15', name: 'create answer signed wrongly', behaviour: { open: { kind: 'wrongly_signed', times: 'always' } },
    sentence: 'signs its create answers wrongly (on Alipay\'s pages: the return address)' },
  { amount: '66.16', name: 'bad gateway once', behaviour: { open: { kind: 'bad_gateway', times: 1 } },
    sentence: 'answers the first create call with a 502 page of HTML, then works' },
  { amount: '66.17', name: 'rate limited once', behaviour: { open: { kind: 'rate_limited', times: 1 } },
    sentence: 'answers the first create call with the rate limit, then works' },
  { amount: '66.18', name: 'first try fails', behaviour: { pay: 'fails_first' },
    sentence: 'fails when the shopper first presses Pay (PAYERROR; still WAIT_BUYER_PAY), and takes the money the second time' },
  { amount: '66.19', name: 'cut once', behaviour: { open: { kind: 'cut', times: 1 } },
    sentence: 'cuts the connection of the first create call before doing anything, then works' },
  { amount: '66.20', name: 'paid while closing', behaviour: { close: { kind: 'paid_first', times: 1 } },
    sentence: 'is paid at the very moment of closing (close answers ORDERPAID; ACQ.TRADE_STATUS_ERROR)' },
  { amount: '66.21', name: 'refund balance short', behaviour: { refund: { kind: 'balance_short', times: 2 } },
    sentence: 'refuses the first two refund calls, because the merchant\'s balance is too short, then works' },
  { amount: '66.22', name: 'refund to an abnormal account', behaviour: { refundEnds: 'abnormal' },
    sentence: 'cannot pay the refund out: the shopper\'s account is abnormal (ABNORMAL; ACQ.BUYER_ERROR)' },
  { amount: '66.23', name: 'refund takes ten minutes', behaviour: { refundEnds: 'after_ten_minutes' },
    sentence: 'keeps the refund in process until its clock has moved ten minutes, then notifies' },
  { amount: '66.24', name: 'refund answered after the time-out', behaviour: { refund: { kind: 'held', times: 1 } },
    sentence: 'answers the first refund call only after the time-out (`held_answer_ms`); the refund exists' },
  { amount: '66.25', name: 'refunded in the console', behaviour: { consoleRefund: { afterSeconds: 600, minor: 'all' } },
    sentence: 'is refunded in the provider\'s console ten minutes after the payment, without a request of ours' },
  { amount: '66.26', name: 'refund closed', behaviour: { refundEnds: 'closed' },
    sentence: 'closes the refund without paying it out (CLOSED; the refund query never says REFUND_SUCCESS)' },
  { amount: '66.27', name: 'notified late', behaviour: { notify: 'second_step' },
    sentence: 'loses its first notifications: the first that arrives is the schedule\'s second resend' },
  { amount: '66.28', name: 'another merchant named', behaviour: { notify: 'other_merchant' },
    sentence: 'names another merchant and app in its notifications, properly signed' },
  { amount: '66.29', name: 'unknown status notified', behaviour: { notify: 'unknown_word' },
    sentence: 'notifies a status word that nobody knows; its books and queries say paid' },
  { amount: '66.30', name: 'notified five times at once', behaviour: { notify: 'five_at_once' },
    sentence: 'notifies the payment five times at the same moment' },
  { amount: '66.31', name: 'query answer signed wrongly once', behaviour: { query: { kind: 'wrongly_signed', times: 1 } },
    sentence: 'signs its first query answer wrongly' },
  { amount: '66.32', name: 'close times out', behaviour: { close: { kind: 'held', times: 1 } },
    sentence: 'answers the first close call only after the time-out (`held_answer_ms`); it did close' },
  { amount: '66.40', name: 'missing in the bill', behaviour: { bill: 'missing' },
    sentence: 'leaves the payment out of the trade bill; the fund-flow bill has it' },
  { amount: '66.41', name: 'another amount in the bill', behaviour: { bill: 'other_amount' },
    sentence: 'lists 1.00 less in the trade bill than was paid' },
  { amount: '66.42', name: 'another fee in the bill', behaviour: { bill: 'other_fee' },
    sentence: 'lists a fee in the trade bill that is 0.10 higher than agreed' },
  { amount: '66.43', name: 'twice in the bill', behaviour: { bill: 'twice' },
    sentence: 'lists the payment twice in the trade bill' },
  { amount: '66.44', name: 'in the next day\'s bill', behaviour: { bill: 'next_day' },
    sentence: 'lists the payment in the next day\'s trade bill, thirty seconds after midnight' },
  { amount: '66.45', name: 'bill late', behaviour: { bill: 'late' },
    sentence: 'keeps the whole bill of its day back until 20:00 of the next day, in China' },
  { amount: '66.46', name: 'unknown payment in the bill', behaviour: { bill: 'stranger' },
    sentence: 'also lists a payment of the same amount that nobody here has made (`nobody_...`)' },
  { amount: '66.47', name: 'unknown refund in the bill', behaviour: { bill: 'stray_refund' },
    sentence: 'also lists a refund of 1.00 that nobody has asked for (`unasked_...`); the payment itself says nothing of it' },
  { amount: '66.48', name: 'bill damaged once', behaviour: { bill: 'spoiled_once' },
    sentence: 'gives a wrong hash when its day\'s trade bill is first asked for (Alipay, which has no hash: a file that is cut short)' },
  { amount: '66.49', name: 'unknown status in the bill', behaviour: { bill: 'unknown_word' },
    sentence: 'lists the payment in the trade bill with a status word that nobody knows (UNDER_REVIEW; 争议处理)' },
  { amount: '66.50', name: 'authorisation expires early', behaviour: { authorization: 'expires_early' },
    sentence: 'releases the frozen money by itself ten minutes after the freeze, and notifies that (Alipay)' },
  { amount: '66.51', name: 'capture answered after the time-out', behaviour: { authorization: 'capture_held' },
    sentence: 'answers the first capture only after the time-out (`held_answer_ms`); the trade is paid (Alipay)' },
  { amount: '66.52', name: 'large captures refused', behaviour: { authorization: 'capture_limited' },
    sentence: 'refuses captures of more than 50.00 (ACQ.AUTH_AMOUNT_NOT_ENOUGH), takes smaller ones (Alipay)' },
  { amount: '66.53', name: 'release fails once', behaviour: { authorization: 'release_fails_once' },
    sentence: 'answers "system error" to the first release, and releases nothing (Alipay)' },
  { amount: '66.54', name: 'frozen, never notified', behaviour: { authorization: 'never_notified' },
    sentence: 'freezes the money, never notifies it (Alipay)' },
  { amount: '66.55', name: 'frozen late', behaviour: { authorization: 'freezes_late' },
    sentence: 'freezes the money only thirty seconds after the shopper has confirmed (Alipay; by payment code: 10003)' },
  { amount: '66.56', name: 'released in the console', behaviour: { authorization: 'console_release' },
    sentence: 'releases 10.00 of the frozen money ten minutes after the freeze, without a request of ours (Alipay)' },
  { amount: '66.57', name: 'captures refused', behaviour: { authorization: 'capture_refused' },
    sentence: 'refuses each capture, because the shopper\'s account is abnormal (ACQ.BUYER_ERROR); releasing works (Alipay)' },
  { amount: '66.58', name: 'release answered after the time-out', behaviour: { authorization: 'release_held' },
    sentence: 'answers the first release only after the time-out (`held_answer_ms`); the money is released (Alipay)' },
  { amount: '66.59', name: 'freeze notified twice', behaviour: { authorization: 'notified_twice' },
    sentence: 'notifies the freeze twice (Alipay)' },
  { amount: '66.60', name: 'balance short for sharing', behaviour: { sharing: 'balance_short_once' },
    sentence: 'refuses to share the payment once, because the balance is too short (NOT_ENOUGH; WeChat Pay)' },
  { amount: '66.61', name: 'receiver refused', behaviour: { sharing: 'receiver_refused' },
    sentence: 'finishes sharing with its first receiver refused (CLOSED, RECEIVER_HIGH_RISK), the others paid (WeChat Pay)' },
  { amount: '66.62', name: 'sharing takes ten minutes', behaviour: { sharing: 'takes_ten_minutes' },
    sentence: 'keeps sharing in process until its clock has moved ten minutes (WeChat Pay)' },
  { amount: '66.63', name: 'share does not come back', behaviour: { sharing: 'return_fails' },
    sentence: 'fails to bring a share back, because the receiver has spent it (FAILED, BALANCE_NOT_ENOUGH; WeChat Pay)' },
  { amount: '66.64', name: 'sharing answered after the time-out', behaviour: { sharing: 'held_once' },
    sentence: 'answers the first sharing call only after the time-out (`held_answer_ms`); the money is shared (WeChat Pay)' },
  { amount: '66.65', name: 'unfreezing fails once', behaviour: { sharing: 'unfreeze_fails_once' },
    sentence: 'answers "system busy" to the first call that unfreezes the rest, and unfreezes nothing (WeChat Pay)' },
  { amount: '66.66', name: 'sharing rate limited once', behaviour: { sharing: 'rate_limited_once' },
    sentence: 'answers the first sharing call with the rate limit (RATELIMIT_EXCEED), then works (WeChat Pay)' },
  { amount: '66.70', name: 'openid of another app', behaviour: { open: { kind: 'other_openid', times: 1 } },
    sentence: 'refuses the first JSAPI create call, because the openid is another app\'s (OPENID_MISMATCH; Alipay\'s trade.create: ACQ.INVALID_PARAMETER), then works' },
  { amount: '66.71', name: 'prepay id already ended', behaviour: { open: { kind: 'prompt_ended', times: 1 } },
    sentence: 'gives a `prepay_id` or `h5_url` that has already ended in the first create call; the next one is good (WeChat Pay)' },
  { amount: '66.72', name: 'page hears ok', behaviour: { pageHears: 'ok' },
    sentence: 'tells the page inside WeChat "ok", also when the shopper cancels and nothing was paid' },
  { amount: '66.73', name: 'page hears fail', behaviour: { pageHears: 'fail' },
    sentence: 'tells the page inside WeChat "fail", although the money was taken' },
  { amount: '66.74', name: 'does not come back', behaviour: { pageHears: 'nothing' },
    sentence: 'never brings the shopper back to the shop\'s page (JSAPI, H5, Alipay\'s cashier)' },
  { amount: '66.80', name: 'in another merchant\'s bill', behaviour: { bill: 'elsewhere' },
    sentence: 'lists the payment in the trade bill of the merchant that was made next (after the last one: of the first), not in its own' },
  { amount: '66.81', name: 'another currency in the bill', behaviour: { bill: 'other_currency' },
    sentence: 'lists USD as the currency in WeChat Pay\'s trade bill; Alipay\'s names no currency' },
  { amount: '66.82', name: 'payment code asks the shopper', behaviour: { asksShopper: true },
    sentence: 'answers a payment code with 10003 and waits until the shopper presses Pay on the phone (Alipay)' },
];

const BY_MINOR = new Map(OUTCOMES.map((outcome) => [Number(outcome.amount.replace('.', '')), outcome]));

const NOTHING_ODD: Behaviour = {};

/** The outcome that an amount stands for, if it stands for one. */
export const outcomeOf = (amountMinor: number, currency: string): Outcome | undefined =>
  currency === 'CNY' ? BY_MINOR.get(amountMinor) : undefined;

/** What to do with a payment of this amount; an ordinary one unless steering is on and the table has the amount. */
export const behaviourOf = (amountMinor: number, currency: string, steering: boolean): Behaviour =>
  (steering ? outcomeOf(amountMinor, currency)?.behaviour : undefined) ?? NOTHING_ODD;
