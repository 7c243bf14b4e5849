import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { AlipayClient } from './alipay-client';
import type { WeChatPayClient } from './wechat-pay-client';

/** A line of a bill, whosever it is. */
export interface BillRow {
  readonly number: string;
  readonly refundNumber: string | null;
  /** Always positive. */
  readonly minor: number;
  readonly feeMinor: number;
  /** Null where the bill names none. */
  readonly currency: string | null;
  readonly word: string;
  readonly time: string;
}

export interface BillSeen {
  /** `OK`, or why there is none. */
  readonly code: string;
  /** Whether the file is what the answer promised. */
  readonly whole: boolean;
  readonly rows: readonly BillRow[];
}

const minorOf = (text: string): number => Math.round(Number(text) * 100);

type Cells = Readonly<Record<string, string>>;

const named = (header: string, lines: readonly string[], split: (line: string) => string[]): Cells[] => {
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(split(line).map((cell, at) => [names[at] ?? '', cell])));
};

/** The data of a WeChat Pay bill, without its summary. */
export function weChatPayRows(file: string): Cells[] {
  const [header = '', ...lines] = file.replace(/^\ufeff/, '').split('\r\n');
  return named(header, lines.slice(0, -3), (line) => line.slice(1).split(',`'));
}

/** The data of an Alipay bill, without its comments and TABs. */
export function alipayRows(file: string): Cells[] {
  const [header = '', ...lines] = file.split('\r\n').filter((line) => line !== '' && !line.startsWith('#'));
  return named(header, lines, (line) => line.split(',').map((cell) => cell.replace(/\t$/, '')));
}

const seen = (code: string): BillSeen => ({ code, whole: false, rows: [] });

/** Asks WeChat Pay for a day's trade bill (`yyyy-MM-dd`), packed, and downloads it. */
export async function weChatPayBill(client: WeChatPayClient, day: string): Promise<BillSeen> {
  const asked = await client.call('GET', `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL&tar_type=GZIP`);
  const said = JSON.parse(asked.text) as Record<string, string>;
  if (asked.status !== 200) return seen(said['code'] ?? '');
  const file = gunzipSync(await client.download(said['download_url'] ?? ''));
  const rows = weChatPayRows(file.toString('utf8')).map((cells): BillRow => {
    const refunded = cells['商户退款单号'] !== '0';
    return {
      number: cells['商户订单号'] ?? '',
      refundNumber: refunded ? (cells['商户退款单号'] ?? '') : null,
      minor: minorOf(cells[refunded ? '退款金额' : '订单金额'] ?? ''),
      feeMinor: minorOf(cells['手续费'] ?? ''),
      currency: cells['货币种类'] ?? null,
      word: cells['交易状态'] ?? '',
      time: cells['交易时间'] ?? '',
    };
  });
  return { code: 'OK', whole: createHash('sha1').update(file).digest('hex') === said['hash_value'], rows };
}

/** The texts in an Alipay bill's ZIP: the detail and the summary; undefined when it cannot be opened. */
export function alipayFiles(zip: Uint8Array): { detail: string; summary: string } | undefined {
  try {
    const texts = Object.values(unzipSync(zip)).map((bytes) => new TextDecoder('gbk').decode(bytes));
    const isSummary = (text: string): boolean => text.includes('汇总列表');
    return { detail: texts.find((text) => !isSummary(text)) ?? '', summary: texts.find(isSummary) ?? '' };
  } catch {
    return undefined;
  }
}

/** Asks Alipay for a day's trade bill and downloads it. */
export async function alipayBill(client: AlipayClient, day: string): Promise<BillSeen> {
  const method = 'alipay.data.dataservice.bill.downloadurl.query';
  const { value } = await client.call(method, { bill_type: 'trade', bill_date: day });
  if (value['code'] !== '10000') return seen(String(value['sub_code']));
  const response = await fetch(String(value['bill_download_url']));
  const files = alipayFiles(new Uint8Array(await response.arrayBuffer()));
  if (!files) return { ...seen('OK') };
  const rows = alipayRows(files.detail).map((cells): BillRow => {
    const refundNumber = cells['退款批次号/请求号'] || null;
    return {
      number: cells['商户订单号'] ?? '',
      refundNumber,
      minor: Math.abs(minorOf(cells['订单金额（元）'] ?? '')),
      feeMinor: -minorOf(cells['服务费（元）'] ?? '') || 0,
      currency: null,
      word: cells['业务类型'] ?? '',
      time: cells['完成时间'] ?? '',
    };
  });
  return { code: 'OK', whole: true, rows };
}
