import { randomLetters } from './keys';
import { fillerLine, listedLines, trueLines, type BillLine, type Filler } from './bill-lines';
import { paymentKey, type Payment } from './books';
import { chinaDay, chinaPeriodEndMs } from './clock';
import type { Office } from './core';
import { Refused, type Body } from './refused';
import type { BillOddity } from './steering';
import type { Table } from './tables';

/** Whether a bill can be had: `early`: its day is not over; `creating`: not yet ready; `old`: no longer there. */
export type BillState = 'early' | 'creating' | 'empty' | 'ready' | 'old';

/** What an address to download a bill stands for, until it ends. */
export interface Ticket {
  readonly merchant: string;
  /** A day (`20180608`) or a month (`201806`) in China. */
  readonly period: string;
  /** The provider's word for what kind of bill it is. */
  readonly kind: string;
  readonly endsMs: number;
  /** Steered: the file arrives damaged. */
  readonly damaged: boolean;
}

const HOUR_MS = 3_600_000;
const LATE_HOUR = 20;
const KEPT_MS = 90 * 86_400_000;
const OPENING_BALANCE_MINOR = 10_000_000;
const MOST_FILLERS = 5_000_000;

const byTime = (left: BillLine, right: BillLine): number => left.atMs - right.atMs;

/** A line of a fund-flow bill, with what the account holds after it. */
export interface FundLine {
  readonly line: BillLine;
  readonly what: 'payment' | 'fee' | 'refund' | 'fee_back';
  /** Negative where money leaves the account. */
  readonly minor: number;
  readonly balanceMinor: number;
}

/** Where bills are made up: when they are ready, and what stands in them. */
export class BillDesk {
  readonly #office: Office;
  readonly #merchantIds: () => readonly string[];
  readonly #fillers: Table<Filler>;
  readonly #tickets = new Map<string, Ticket>();

  constructor(office: Office, merchantIds: () => readonly string[], fillers: Table<Filler>) {
    this.#office = office;
    this.#merchantIds = merchantIds;
    this.#fillers = fillers;
  }

  state(merchant: string, period: string, which: 'trade' | 'fund'): BillState {
    const nowMs = this.#office.clock.nowMs();
    const endMs = chinaPeriodEndMs(period);
    if (nowMs < endMs) return 'early';
    if (nowMs < endMs + this.#readyHour(merchant, period) * HOUR_MS) return 'creating';
    if (nowMs > endMs + KEPT_MS) return 'old';
    const lines = which === 'trade' ? this.tradeLines(merchant, period) : this.fundLines(merchant, period);
    return lines.next().done ? 'empty' : 'ready';
  }

  /** A token for the address of a bill. Its file may be asked for more than once. */
  ticket(merchant: string, period: string, kind: string, lifeMs: number, damaged = false): string {
    const nowMs = this.#office.clock.nowMs();
    for (const [token, { endsMs }] of this.#tickets) if (endsMs < nowMs) this.#tickets.delete(token);
    const token = randomLetters(40);
    this.#tickets.set(token, { merchant, period, kind, endsMs: nowMs + lifeMs, damaged });
    return token;
  }

  ticketOf(token: string): Ticket | undefined {
    const ticket = this.#tickets.get(token);
    return ticket && ticket.endsMs >= this.#office.clock.nowMs() ? ticket : undefined;
  }

  /** Steered, once for a bill: its hash is wrong, or its file where there is no hash. */
  isSpoiledOnce(merchant: string, period: string): boolean {
    if (!this.#has(merchant, period, 'spoiled_once')) return false;
    const key = paymentKey({ merchant, outTradeNo: `bill of ${period}` });
    return this.#office.troubles.befalls(key, 'bill', { kind: 'spoiled', times: 1 }) !== undefined;
  }

  /** What the trade bill lists, by time; made-up payments come last. */
  *tradeLines(merchant: string, period: string): Generator<BillLine, undefined> {
    const basisPoints = this.#basisPoints(merchant);
    const lines = this.#listed(merchant).flatMap((payment) => listedLines(payment, basisPoints, this.#oddity(payment)));
    yield* lines.filter((line) => chinaDay(line.atMs).startsWith(period)).sort(byTime);
    for (const filler of this.#fillers.values()) {
      if (filler.merchant !== merchant || !filler.day.startsWith(period)) continue;
      for (let n = 0; n < filler.count; n++) yield fillerLine(filler, n, basisPoints);
    }
    return undefined;
  }

  /** How the merchant's account moved: always the truth, whatever an amount makes of the trade bill. */
  *fundLines(merchant: string, period: string): Generator<FundLine, undefined> {
    const basisPoints = this.#basisPoints(merchant);
    let balanceMinor = OPENING_BALANCE_MINOR;
    const all = this.#office.books.all(merchant).flatMap((payment) => trueLines(payment, basisPoints));
    for (const line of all.sort(byTime)) {
      const steps = line.refund
        ? ([['refund', -line.minor] as const, ['fee_back', -line.feeMinor] as const] as const)
        : ([['payment', line.minor] as const, ['fee', -line.feeMinor] as const] as const);
      for (const [what, minor] of steps) {
        if (minor === 0) continue;
        balanceMinor += minor;
        if (chinaDay(line.atMs).startsWith(period)) yield { line, what, minor, balanceMinor };
      }
    }
    return undefined;
  }

  /** Makes a day's bill large; asking again with the same prefix replaces the earlier lines. */
  fill(body: Body): Filler {
    const { merchant, date, count, prefix } = body;
    if (typeof merchant !== 'string' || !this.#merchantIds().includes(merchant)) throw new Refused(422, 'say merchant');
    const isDay = typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date);
    if (!isDay) throw new Refused(422, 'date must be YYYY-MM-DD, a day in China');
    const fits = typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 && count <= MOST_FILLERS;
    if (!fits) throw new Refused(422, `count must be from 0 to ${MOST_FILLERS}`);
    if (typeof prefix !== 'string' || !/^\w{1,20}$/.test(prefix))
      throw new Refused(422, 'prefix must be 1 to 20 letters');
    const filler = { merchant, day: date.replaceAll('-', ''), count, prefix };
    this.#fillers.put(`${merchant}/${filler.day}/${prefix}`, filler);
    return filler;
  }

  forget(): void {
    this.#fillers.clear();
    this.#tickets.clear();
  }

  #basisPoints(merchant: string): number {
    return this.#office.settings.for(merchant).fee_basis_points;
  }

  #oddity(payment: Payment): BillOddity | undefined {
    return this.#office.till.behaviour(payment).bill;
  }

  /** The payments on a merchant's bill: its own, and those that an amount has put onto a neighbour's. */
  #listed(merchant: string): Payment[] {
    const isElsewhere = (payment: Payment): boolean => this.#oddity(payment) === 'elsewhere';
    const ids = this.#merchantIds();
    const previous = ids.at((ids.indexOf(merchant) || ids.length) - 1) ?? merchant;
    const own = this.#office.books.all(merchant).filter((payment) => !isElsewhere(payment));
    return [...own, ...this.#office.books.all(previous).filter(isElsewhere)];
  }

  #readyHour(merchant: string, period: string): number {
    const hour = this.#office.settings.for(merchant).bill_ready_hour;
    return this.#has(merchant, period, 'late') ? Math.max(hour, LATE_HOUR) : hour;
  }

  #has(merchant: string, period: string, oddity: BillOddity): boolean {
    const within = ({ paid }: Payment): boolean => paid !== null && chinaDay(paid.atMs).startsWith(period);
    return this.#office.books.all(merchant).some((payment) => within(payment) && this.#oddity(payment) === oddity);
  }
}
