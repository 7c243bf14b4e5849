import type { Payment, Refund } from './books';
import { chinaDay, chinaMidnightMs, chinaPeriodEndMs } from './clock';
import type { BillOddity } from './steering';

/** A line of a bill: a payment that was taken or a refund that arrived. */
export interface BillLine {
  readonly payment: Payment;
  readonly refund: Refund | null;
  readonly atMs: number;
  /** In the minor unit; never negative, also for a refund. */
  readonly minor: number;
  readonly currency: string;
  /** What the provider kept of it, in the minor unit; negative where a refund gives it back. */
  readonly feeMinor: number;
  /** Steered: a status word that nobody knows. */
  readonly unknownWord: boolean;
}

const BASIS_POINTS = 10_000;

/** Half up, in whole minor units. */
export const feeOf = (minor: number, basisPoints: number): number =>
  Math.floor((minor * basisPoints + BASIS_POINTS / 2) / BASIS_POINTS);

const settledFirst = (left: Refund, right: Refund): number => (left.settledMs ?? 0) - (right.settledMs ?? 0);

/**
 * What really happened to a payment: its money, and each refund that arrived. The fees that refunds give back add up to
 * the fee that was taken.
 */
export function trueLines(payment: Payment, basisPoints: number): BillLine[] {
  const { paid } = payment;
  if (!paid) return [];
  const { currency, minor } = paid;
  const taken = { payment, refund: null, atMs: paid.atMs, minor, currency, unknownWord: false };
  const lines: BillLine[] = [{ ...taken, feeMinor: feeOf(minor, basisPoints) }];
  let leftMinor = minor;
  for (const refund of payment.refunds.filter(({ state }) => state === 'succeeded').sort(settledFirst)) {
    const before = feeOf(leftMinor, basisPoints);
    leftMinor -= refund.minor;
    const feeMinor = feeOf(leftMinor, basisPoints) - before;
    lines.push({ ...taken, refund, atMs: refund.settledMs ?? refund.createdMs, minor: refund.minor, feeMinor });
  }
  return lines;
}

const LESS_MINOR = 100;
const MORE_FEE_MINOR = 10;
const AFTER_MIDNIGHT_MS = 30_000;

/** The same number with another last digit: nobody else has it, and it stays the same each time. */
const neighbour = (number: string): string => `${number.slice(0, -1)}${(Number(number.slice(-1)) + 1) % 10}`;

const stranger = (payment: Payment): Payment => {
  const tradeNumber = neighbour(payment.tradeNumber ?? '0');
  return { ...payment, tradeNumber, outTradeNo: `nobody_${tradeNumber.slice(-20)}` };
};

function strayRefund(line: BillLine): Refund {
  const providerNumber = neighbour(line.payment.tradeNumber ?? '0');
  return {
    number: `unasked_${providerNumber.slice(-20)}`,
    providerNumber,
    minor: LESS_MINOR,
    reason: null,
    notifyUrl: null,
    by: 'console',
    createdMs: line.atMs,
    state: 'succeeded',
    settlesMs: line.atMs,
    endsAs: 'succeeded',
    settledMs: line.atMs,
  };
}

const ODDLY: { readonly [O in BillOddity]?: (line: BillLine) => BillLine[] } = {
  missing: () => [],
  other_amount: (line) => [{ ...line, minor: line.minor - LESS_MINOR }],
  other_fee: (line) => [{ ...line, feeMinor: line.feeMinor + MORE_FEE_MINOR }],
  other_currency: (line) => [{ ...line, currency: 'USD' }],
  twice: (line) => [line, line],
  next_day: (line) => [{ ...line, atMs: chinaPeriodEndMs(chinaDay(line.atMs)) + AFTER_MIDNIGHT_MS }],
  stranger: (line) => [line, { ...line, payment: stranger(line.payment) }],
  stray_refund: (line) => [line, { ...line, refund: strayRefund(line), minor: LESS_MINOR, feeMinor: 0 }],
  unknown_word: (line) => [{ ...line, unknownWord: true }],
};

/** A payment's lines as the trade bill lists them. Refunds that were really made are listed as they are. */
export const listedLines = (payment: Payment, basisPoints: number, oddity: BillOddity | undefined): BillLine[] =>
  trueLines(payment, basisPoints).flatMap((line) =>
    oddity && !line.refund ? (ODDLY[oddity]?.(line) ?? [line]) : [line],
  );

/** Made-up payments on a bill that is to be large; see `POST /bills/filler`. */
export interface Filler {
  readonly merchant: string;
  readonly day: string;
  readonly count: number;
  readonly prefix: string;
}

const FILLER_AMOUNTS = 100_000;
const DAY_MS = 86_400_000;

/** The n-th payment of a filler, from 0: paid 1 fen to 1000.00, spread over the day, under `<prefix><n>`. */
export function fillerLine({ merchant, day, count, prefix }: Filler, n: number, basisPoints: number): BillLine {
  const atMs = chinaMidnightMs(day) + Math.floor((n / count) * DAY_MS);
  const minor = (n % FILLER_AMOUNTS) + 1;
  const payment: Payment = {
    merchant,
    outTradeNo: `${prefix}${n}`,
    channel: 'NATIVE',
    description: 'filler',
    amountMinor: minor,
    currency: 'CNY',
    notifyUrl: null,
    terms: '',
    details: {},
    createdMs: atMs,
    expiresMs: atMs,
    codes: [],
    tradeNumber: `4200${day}${String(n).padStart(16, '0')}`,
    scannedMs: atMs,
    state: 'paid',
    closedMs: null,
    shownAsClosed: false,
    lastTryFailed: false,
    paid: { minor, currency: 'CNY', atMs },
    refunds: [],
    plans: [],
  };
  const feeMinor = feeOf(minor, basisPoints);
  return { payment, refund: null, atMs, minor, currency: 'CNY', feeMinor, unknownWord: false };
}
