import type { FundLine } from '../shared/bill-desk';
import type { BillLine } from '../shared/bill-lines';
import { chinaMidnightMs, chinaPeriodEndMs, chinaText } from '../shared/clock';
import { yuanText } from '../shared/html';

/**
 * Alipay's bill files, from published samples: comment lines with `#` above and below, a TAB behind cells that a
 * spreadsheet would spoil, refunds below zero. Lines end with CRLF; the bytes are GBK.
 */

export interface BillContext {
  /** The account that the bill is of (2088...). */
  readonly account: string;
  readonly period: string;
  readonly exportedMs: number;
}

const signedYuan = (minor: number): string => `${minor < 0 ? '-' : ''}${yuanText(Math.abs(minor))}`;

/** A comma or a line end inside a cell would tear the line. */
const freely = (text: string): string => text.replaceAll(',', '，').replace(/[\r\n]+/g, ' ');

const chinaWords = (ms: number): string => {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+) (.*)$/.exec(chinaText(ms)) ?? [];
  return `${year}年${month}月${day}日 ${time}`;
};

const comment = (text: string): string => `#${text}\r\n`;
const rule = (text: string): string => comment(`${'-'.repeat(41)}${text}${'-'.repeat(40)}`);

const heading = (title: string, list: string, { account, period }: BillContext): string =>
  [
    comment(title),
    comment(`账号：[${account}0156]`),
    comment(`起始日期：[${chinaWords(chinaMidnightMs(period))}]   终止日期：[${chinaWords(chinaPeriodEndMs(period))}]`),
    rule(list),
  ].join('');

const exported = ({ exportedMs }: BillContext): string => comment(`导出时间：[${chinaWords(exportedMs)}]`);

type Cell = (line: BillLine) => string;

const signed: Cell = ({ refund, minor }) => signedYuan(refund ? -minor : minor);
const zero: Cell = () => '0.00';
const empty: Cell = () => '\t';

const UNKNOWN_WORD = '争议处理';
const kindOf: Cell = (line) => `${line.refund ? '退款' : line.unknownWord ? UNKNOWN_WORD : '交易'}\t`;

// prettier-ignore
const DETAIL: readonly (readonly [name: string, cell: Cell])[] = [
  ['支付宝交易号', ({ payment }) => `${payment.tradeNumber ?? ''}\t`],
  ['商户订单号', ({ payment }) => `${payment.outTradeNo}\t`],
  ['业务类型', kindOf],
  ['商品名称', ({ payment }) => freely(payment.description)],
  ['创建时间', ({ payment }) => chinaText(payment.scannedMs ?? payment.createdMs)],
  ['完成时间', ({ atMs }) => chinaText(atMs)],
  ['门店编号', empty],
  ['门店名称', empty],
  ['操作员', empty],
  ['终端号', empty],
  ['对方账户', ({ payment }) => `*买家(${payment.details['buyer_logon_id'] ?? ''})\t`],
  ['订单金额（元）', signed],
  ['商家实收（元）', signed],
  ['支付宝红包（元）', zero],
  ['集分宝（元）', zero],
  ['支付宝优惠（元）', zero],
  ['商家优惠（元）', zero],
  ['券核销金额（元）', zero],
  ['券名称', () => ''],
  ['商家红包消费金额（元）', () => '0.00\t'],
  ['卡消费金额（元）', zero],
  ['退款批次号/请求号', ({ refund }) => `${refund?.number ?? ''}\t`],
  ['服务费（元）', ({ feeMinor }) => signedYuan(-feeMinor)],
  ['分润（元）', zero],
  ['备注', ({ payment }) => freely(payment.details['body'] ?? '')],
];

interface Sums {
  tradeCount: number;
  tradeMinor: number;
  refundCount: number;
  refundMinor: number;
  feeMinor: number;
}

function add(sums: Sums, line: BillLine): void {
  sums.feeMinor += line.feeMinor;
  if (line.refund) [sums.refundCount, sums.refundMinor] = [sums.refundCount + 1, sums.refundMinor + line.minor];
  else [sums.tradeCount, sums.tradeMinor] = [sums.tradeCount + 1, sums.tradeMinor + line.minor];
}

const noSums = (): Sums => ({ tradeCount: 0, tradeMinor: 0, refundCount: 0, refundMinor: 0, feeMinor: 0 });

/** 业务明细: each trade and each refund. */
export function* tradeDetailText(lines: Iterable<BillLine>, context: BillContext): Generator<string, void, undefined> {
  const sums = noSums();
  yield heading('支付宝业务明细查询', '业务明细列表', context);
  yield `${DETAIL.map(([name]) => name).join(',')}\r\n`;
  for (const line of lines) {
    add(sums, line);
    yield `${DETAIL.map(([, cell]) => cell(line)).join(',')}\r\n`;
  }
  yield rule('业务明细列表结束');
  yield comment(`交易合计：${sums.tradeCount}笔，商家实收共${yuanText(sums.tradeMinor)}元，商家优惠共0.00元`);
  yield comment(
    `退款合计：${sums.refundCount}笔，商家实收退款共${signedYuan(-sums.refundMinor)}元，商家优惠退款共0.00元`,
  );
  yield exported(context);
}

/** 业务明细(汇总): the day in one line. */
export function* tradeSummaryText(lines: Iterable<BillLine>, context: BillContext): Generator<string, void, undefined> {
  const sums = noSums();
  for (const line of lines) add(sums, line);
  const netMinor = sums.tradeMinor - sums.refundMinor;
  const counts = `${sums.tradeCount},${sums.refundCount}`;
  const net = signedYuan(netMinor);
  yield heading('支付宝业务汇总查询', '业务汇总列表', context);
  yield '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）\r\n';
  yield `合计\t,\t,${counts},${net},${net},0.00,0.00,0.00,${signedYuan(-sums.feeMinor)},0.00,${signedYuan(netMinor - sums.feeMinor)}\r\n`;
  yield rule('业务汇总列表结束');
  yield exported(context);
}

const FUND_WORDS: { readonly [W in FundLine['what']]: string } = {
  payment: '在线支付',
  fee: '收费',
  refund: '退款（交易退款）',
  fee_back: '收费退回',
};

/** 账务明细: how the account moved, fees apart. */
export function* accountDetailText(
  lines: Iterable<FundLine>,
  context: BillContext,
): Generator<string, void, undefined> {
  const sums = { inCount: 0, inMinor: 0, outCount: 0, outMinor: 0 };
  yield heading('支付宝账务明细查询', '账务明细列表', context);
  yield '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注\r\n';
  for (const { line, what, minor, balanceMinor } of lines) {
    const { payment, refund, atMs } = line;
    if (minor > 0) [sums.inCount, sums.inMinor] = [sums.inCount + 1, sums.inMinor + minor];
    else [sums.outCount, sums.outMinor] = [sums.outCount + 1, sums.outMinor - minor];
    const flow = `${(refund?.providerNumber ?? payment.tradeNumber ?? '').slice(-14)}${what.length}`;
    const [income, expense] = minor > 0 ? [yuanText(minor), '0.00'] : ['0.00', signedYuan(minor)];
    yield `${[
      ...[`${flow}\t`, `${payment.tradeNumber ?? ''}\t`, `${payment.outTradeNo}\t`, freely(payment.description)],
      ...[chinaText(atMs), `*买家(${payment.details['buyer_logon_id'] ?? ''})\t`, income, expense],
      ...[signedYuan(balanceMinor), '支付宝', FUND_WORDS[what], freely(refund?.number ?? '')],
    ].join(',')}\r\n`;
  }
  yield rule('账务明细列表结束');
  yield comment(`支出合计：${sums.outCount}笔，共${signedYuan(-sums.outMinor)}元`);
  yield comment(`收入合计：${sums.inCount}笔，共${yuanText(sums.inMinor)}元`);
  yield exported(context);
}

/** 账务明细(汇总): the same by kind of movement. */
export function* accountSummaryText(
  lines: Iterable<FundLine>,
  context: BillContext,
): Generator<string, void, undefined> {
  const kinds = new Map<string, { in: number; out: number }>();
  for (const { what, minor } of lines) {
    const kind = kinds.get(what) ?? { in: 0, out: 0 };
    kinds.set(what, { in: kind.in + Math.max(0, minor), out: kind.out + Math.min(0, minor) });
  }
  yield heading('支付宝账务汇总查询', '账务汇总列表', context);
  yield '类型,收入（+元）,支出（-元）,合计（元）\r\n';
  for (const [what, sum] of kinds) {
    const cells = [sum.in, sum.out, sum.in + sum.out].map(signedYuan);
    yield `${[FUND_WORDS[what as FundLine['what']], ...cells].join(',')}\r\n`;
  }
  yield rule('账务汇总列表结束');
  yield exported(context);
}
