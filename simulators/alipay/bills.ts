import { Readable } from 'node:stream';
import type { BillDesk, Ticket } from '../shared/bill-desk';
import { isCalendarDate } from '../shared/clock';
import type { Office } from '../shared/core';
import { gbk } from '../shared/gbk';
import type { Answer, Request } from '../shared/http-server';
import { inPieces } from '../shared/pieces';
import { zipped, type ZipEntry } from '../shared/zip';
import { accountDetailText, accountSummaryText, tradeDetailText, tradeSummaryText } from './bill-file';
import { AlipayRefusal } from './errors';
import { refuse, type Fields } from './fields';
import type { Merchant, Merchants } from './merchants';
import type { TradeAnswer } from './trade-answer';

const ADDRESS_LIFE_MS = 30_000;
const PATH = '/bill/download';
const CUT_AT_BYTES = 100;

export const isBillPath = (path: string): boolean => path === PATH;

/** Bills: asking for an address, and downloading the file behind it. */
export class Bills {
  readonly #office: Office;
  readonly #merchants: Merchants;
  readonly #desk: BillDesk;

  constructor(office: Office, merchants: Merchants, desk: BillDesk) {
    this.#office = office;
    this.#merchants = merchants;
    this.#desk = desk;
  }

  /** `alipay.data.dataservice.bill.downloadurl.query`: of a day (`yyyy-MM-dd`) or a month (`yyyy-MM`). */
  address(merchant: Merchant, fields: Fields): TradeAnswer {
    const kind = fields.text('bill_type', 20, /^(trade|signcustomer)$/);
    const date = fields.text('bill_date', 10, /^\d{4}-(0[1-9]|1[0-2])(-\d\d)?$/);
    if (!isCalendarDate(date)) refuse('bill_date', 'is not a date');
    const period = date.replaceAll('-', '');
    const state = this.#desk.state(merchant.id, period, kind === 'trade' ? 'trade' : 'fund');
    if (state !== 'ready') throw new AlipayRefusal('bill_missing');
    const damaged = kind === 'trade' && this.#desk.isSpoiledOnce(merchant.id, period);
    const token = this.#desk.ticket(merchant.id, period, kind, ADDRESS_LIFE_MS, damaged);
    return { value: { bill_download_url: `${this.#office.address.url}${PATH}?token=${token}` } };
  }

  /** A ZIP of two CSV files, for anybody who has the address in time. */
  download(request: Request): Answer {
    const ticket = this.#desk.ticketOf(request.query.get('token') ?? '');
    if (!ticket) return { status: 403, headers: { 'content-type': 'text/plain' }, body: 'expired' };
    const file = zipped(this.#entries(ticket, this.#merchants.known(ticket.merchant)));
    const headers = { 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="bill.csv.zip"' };
    return { status: 200, headers, body: Readable.from(ticket.damaged ? cutShort(file) : file) };
  }

  #entries({ merchant: id, period, kind }: Ticket, { sellerId }: Merchant): ZipEntry[] {
    const context = { account: sellerId, period, exportedMs: this.#office.clock.nowMs() };
    const isTrade = kind === 'trade';
    const name = (what: string): Buffer => gbk(`${sellerId}0156_${period}_${isTrade ? '业务' : '账务'}${what}.csv`);
    const detail = isTrade
      ? tradeDetailText(this.#desk.tradeLines(id, period), context)
      : accountDetailText(this.#desk.fundLines(id, period), context);
    const summary = isTrade
      ? tradeSummaryText(this.#desk.tradeLines(id, period), context)
      : accountSummaryText(this.#desk.fundLines(id, period), context);
    return [
      { name: name('明细'), content: inPieces(detail, gbk) },
      { name: name('明细(汇总)'), content: inPieces(summary, gbk) },
    ];
  }
}

async function* cutShort(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let left = CUT_AT_BYTES;
  for await (const piece of file) {
    yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
}
