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
  'busy' | 'refused' | 'bad_gateway' | 'rate_limited' | 'cut' | 'held' | 'wrongly_signed' | 'paid_first';
export type QueryTrouble = 'unknown_word' | 'not_found' | 'wrongly_signed';
type CloseTrouble = 'held' | 'paid_first';
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
];

/** Amounts kept free for what the simulators cannot do yet. They pay normally. */
export const RESERVED: readonly { readonly amounts: string; readonly purpose: string }[] = [
  { amounts: '66.40 – 66.49', purpose: 'bills' },
  { amounts: '66.50 – 66.59', purpose: 'pre-authorisation' },
  { amounts: '66.60 – 66.69', purpose: 'partner mode and profit sharing' },
  { amounts: '66.70 – 66.79', purpose: 'OAuth and JSAPI' },
];

const BY_MINOR = new Map(OUTCOMES.map((outcome) => [Number(outcome.amount.replace('.', '')), outcome]));

const NOTHING_ODD: Behaviour = {};

/** The outcome that an amount stands for, if it stands for one. */
export const outcomeOf = (amountMinor: number, currency: string): Outcome | undefined =>
  currency === 'CNY' ? BY_MINOR.get(amountMinor) : undefined;

/** What to do with a payment of this amount; an ordinary one unless steering is on and the table has the amount. */
export const behaviourOf = (amountMinor: number, currency: string, steering: boolean): Behaviour =>
  (steering ? outcomeOf(amountMinor, currency)?.behaviour : undefined) ?? NOTHING_ODD;
