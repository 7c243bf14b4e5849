import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { BillDesk, BillState, Ticket } from '../shared/bill-desk';
import { isCalendarDate } from '../shared/clock';
import type { BillLine } from '../shared/bill-lines';
import type { Office } from '../shared/core';
import { inPieces, sha1Of } from '../shared/pieces';
import { answer, type WireAnswer } from './answers';
import { fundFlowText, TRADE_BILL_TYPES, tradeBillText } from './bill-file';
import { WeChatPayRefusal, type Fault } from './errors';
import type { Merchant } from './merchants';
import { subMerchantOf } from './prepay-fields';

const ADDRESS_LIFE_MS = 300_000;
export const BILL_FILE_PATH = '/v3/billdownload/file';

const FAULTS: { readonly [S in Exclude<BillState, 'ready'>]: Fault } = {
  early: 'bill_day_wrong',
  old: 'bill_day_wrong',
  creating: 'bill_creating',
  empty: 'bill_missing',
};

const FUND_ACCOUNTS = ['BASIC', 'OPERATION', 'FEES'];

/** One of the words that a parameter may have; the first when it is absent. */
function wordOf<Word extends string>(query: URLSearchParams, name: string, words: readonly Word[]): Word {
  const value = query.get(name) ?? words[0];
  const word = words.find((known) => known === value);
  if (word !== undefined) return word;
  throw new WeChatPayRefusal('bad_parameter', { field: name, location: 'query', issue: 'is not one of the words' });
}

function periodOf(query: URLSearchParams): string {
  const date = query.get('bill_date') ?? '';
  if (/^\d{4}-\d\d-\d\d$/.test(date) && isCalendarDate(date)) return date.replaceAll('-', '');
  throw new WeChatPayRefusal('bad_parameter', { field: 'bill_date', location: 'query', issue: 'must be yyyy-MM-dd' });
}

const flipped = (hash: string): string => `${hash.startsWith('0') ? '1' : '0'}${hash.slice(1)}`;

function* onlyOf(subMerchant: string, lines: Iterable<BillLine>): Generator<BillLine, void, undefined> {
  for (const line of lines) if (line.payment.details['sub_mchid'] === subMerchant) yield line;
}

/** Bills: asking for one, and downloading its file. */
export class Bills {
  readonly #office: Office;
  readonly #desk: BillDesk;

  constructor(office: Office, desk: BillDesk) {
    this.#office = office;
    this.#desk = desk;
  }

  async trade(merchant: Merchant, query: URLSearchParams): Promise<WireAnswer> {
    const type = wordOf(query, 'bill_type', TRADE_BILL_TYPES);
    return this.#bill(merchant, query, type, this.#desk.isSpoiledOnce(merchant.id, periodOf(query)));
  }

  /** OPERATION and FEES accounts exist, but nothing ever moves on them. */
  async fundFlow(merchant: Merchant, query: URLSearchParams): Promise<WireAnswer> {
    const account = wordOf(query, 'account_type', FUND_ACCOUNTS);
    if (account !== 'BASIC') throw new WeChatPayRefusal('bill_missing');
    return this.#bill(merchant, query, 'FUND', false);
  }

  /** The file itself; its answer carries no signature. Only the merchant who asked for the bill may have it. */
  file(merchant: Merchant, query: URLSearchParams): WireAnswer {
    const ticket = this.#desk.ticketOf(query.get('token') ?? '');
    if (!ticket) throw new WeChatPayRefusal('bill_address_ended');
    if (ticket.merchant !== merchant.id) throw new WeChatPayRefusal('bill_of_another');
    const plain = Readable.from(this.#pieces(ticket));
    if (!ticket.kind.endsWith('/gz')) return { status: 200, body: '', file: plain };
    const packed = createGzip();
    plain.on('error', (error) => packed.destroy(error));
    return { status: 200, body: '', file: plain.pipe(packed) };
  }

  async #bill(merchant: Merchant, query: URLSearchParams, type: string, spoiled: boolean): Promise<WireAnswer> {
    const period = periodOf(query);
    const packed = wordOf(query, 'tar_type', ['', 'GZIP']) !== '';
    const state = this.#desk.state(merchant.id, period, type === 'FUND' ? 'fund' : 'trade');
    if (state !== 'ready') throw new WeChatPayRefusal(FAULTS[state]);
    const sub = query.get('sub_mchid') ?? undefined;
    if (sub !== undefined) subMerchantOf(merchant, sub);
    const kind = [type, sub ?? '', packed ? 'gz' : ''].join('/');
    const token = this.#desk.ticket(merchant.id, period, kind, ADDRESS_LIFE_MS);
    const ticket = this.#desk.ticketOf(token);
    // The hash is of the file as it is before it is packed.
    const hash = ticket ? await sha1Of(this.#pieces(ticket)) : '';
    return answer({
      download_url: `${this.#office.address.url}${BILL_FILE_PATH}?token=${token}`,
      hash_type: 'SHA1',
      hash_value: spoiled ? flipped(hash) : hash,
    });
  }

  #pieces({ merchant, period, kind }: Ticket): AsyncGenerator<Buffer> {
    const [word, sub] = kind.split('/');
    const type = TRADE_BILL_TYPES.find((known) => known === word);
    if (!type) return inPieces(fundFlowText(this.#desk.fundLines(merchant, period)));
    const basisPoints = this.#office.settings.for(merchant).fee_basis_points;
    const lines = this.#desk.tradeLines(merchant, period);
    const chosen = sub ? onlyOf(sub, lines) : lines;
    return inPieces(tradeBillText(chosen, type, { merchant, basisPoints }));
  }
}
