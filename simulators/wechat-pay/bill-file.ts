import type { FundLine } from '../shared/bill-desk';
import type { BillLine } from '../shared/bill-lines';
import { chinaText } from '../shared/clock';
import { yuanText } from '../shared/html';

/**
 * WeChat Pay's bill files, from published samples: UTF-8 with a byte order mark, CRLF, a back-tick before each cell of
 * data, amounts in yuan, at the end a summary with its own header.
 */

export const TRADE_BILL_TYPES = ['ALL', 'SUCCESS', 'REFUND'] as const;
export type TradeBillType = (typeof TRADE_BILL_TYPES)[number];

/** Yuan, also below zero. */
const signedYuan = (minor: number): string => `${minor < 0 ? '-' : ''}${yuanText(Math.abs(minor))}`;

const ratePercent = (basisPoints: number): string => `${yuanText(basisPoints)}%`;

interface Context {
  readonly merchant: string;
  readonly basisPoints: number;
}

type Cell = (line: BillLine, context: Context) => string;

const ofPayment =
  (cell: Cell, otherwise: string): Cell =>
  (line, context) =>
    line.refund ? otherwise : cell(line, context);

const ofRefund =
  (cell: Cell, otherwise: string): Cell =>
  (line, context) =>
    line.refund ? cell(line, context) : otherwise;

const refundTime = (name: 'createdMs' | 'settledMs'): Cell =>
  ofRefund(({ refund, atMs }) => chinaText(refund?.[name] ?? atMs), '');

const UNKNOWN_WORD = 'UNDER_REVIEW';

const stateOf: Cell = (line) => (line.refund ? 'REFUND' : line.unknownWord ? UNKNOWN_WORD : 'SUCCESS');

// In the order of the file; `in` names the bills that have the column.
const ALL_BILLS: readonly TradeBillType[] = TRADE_BILL_TYPES;
const WITH_REFUNDS: readonly TradeBillType[] = ['ALL', 'REFUND'];
const REFUNDS_ONLY: readonly TradeBillType[] = ['REFUND'];

// prettier-ignore
const COLUMNS: readonly (readonly [name: string, bills: readonly TradeBillType[], cell: Cell])[] = [
  ['交易时间', ALL_BILLS, ({ atMs }) => chinaText(atMs)],
  ['公众账号ID', ALL_BILLS, ({ payment }) => payment.details['appid'] ?? ''],
  ['商户号', ALL_BILLS, (_line, { merchant }) => merchant],
  ['特约商户号', ALL_BILLS, ({ payment }) => payment.details['sub_mchid'] ?? '0'],
  ['设备号', ALL_BILLS, () => ''],
  ['微信订单号', ALL_BILLS, ({ payment }) => payment.tradeNumber ?? ''],
  ['商户订单号', ALL_BILLS, ({ payment }) => payment.outTradeNo],
  ['用户标识', ALL_BILLS, ({ payment }) => payment.details['openid'] ?? ''],
  ['交易类型', ALL_BILLS, ({ payment }) => payment.channel],
  ['交易状态', ALL_BILLS, stateOf],
  ['付款银行', ALL_BILLS, () => 'OTHERS'],
  ['货币种类', ALL_BILLS, ({ currency }) => currency],
  ['应结订单金额', ALL_BILLS, ofPayment(({ minor }) => yuanText(minor), '0.00')],
  ['代金券金额', ALL_BILLS, () => '0.00'],
  ['退款申请时间', REFUNDS_ONLY, refundTime('createdMs')],
  ['退款成功时间', REFUNDS_ONLY, refundTime('settledMs')],
  ['微信退款单号', WITH_REFUNDS, ofRefund(({ refund }) => refund?.providerNumber ?? '', '0')],
  ['商户退款单号', WITH_REFUNDS, ofRefund(({ refund }) => refund?.number ?? '', '0')],
  ['退款金额', WITH_REFUNDS, ofRefund(({ minor }) => yuanText(minor), '0.00')],
  ['充值券退款金额', WITH_REFUNDS, () => '0.00'],
  ['退款类型', WITH_REFUNDS, ofRefund(() => 'ORIGINAL', '')],
  ['退款状态', WITH_REFUNDS, ofRefund(() => 'SUCCESS', '')],
  ['商品名称', ALL_BILLS, ({ payment }) => payment.description],
  ['商户数据包', ALL_BILLS, ({ payment }) => payment.details['attach'] ?? ''],
  ['手续费', ALL_BILLS, ({ feeMinor }) => `${signedYuan(feeMinor)}000`],
  ['费率', ALL_BILLS, (_line, { basisPoints }) => ratePercent(basisPoints)],
  ['订单金额', ALL_BILLS, ofPayment(({ minor }) => yuanText(minor), '0.00')],
  ['申请退款金额', WITH_REFUNDS, ofRefund(({ minor }) => yuanText(minor), '0.00')],
  ['费率备注', ALL_BILLS, () => ''],
];

const BOM = '\ufeff';

/** Names as they come, also with commas: a back-tick begins a cell. Line ends would tear the line. */
const row = (cells: readonly string[]): string =>
  `${cells.map((cell) => `\`${cell.replace(/[\r\n]+/g, ' ')}`).join(',')}\r\n`;

const belongs = (line: BillLine, type: TradeBillType): boolean =>
  type === 'ALL' || (type === 'REFUND') === (line.refund !== null);

/** The lines of a trade bill's file. */
export function* tradeBillText(
  lines: Iterable<BillLine>,
  type: TradeBillType,
  context: Context,
): Generator<string, void, undefined> {
  const columns = COLUMNS.filter(([, bills]) => bills.includes(type));
  const sums = { count: 0, paidMinor: 0, refundedMinor: 0, feeMinor: 0 };
  yield `${BOM}${columns.map(([name]) => name).join(',')}\r\n`;
  for (const line of lines) {
    if (!belongs(line, type)) continue;
    sums.count += 1;
    sums.feeMinor += line.feeMinor;
    if (line.refund) sums.refundedMinor += line.minor;
    else sums.paidMinor += line.minor;
    yield row(columns.map(([, , cell]) => cell(line, context)));
  }
  yield '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n';
  const [paid, refunded] = [yuanText(sums.paidMinor), yuanText(sums.refundedMinor)];
  yield row([String(sums.count), paid, refunded, '0.00', `${signedYuan(sums.feeMinor)}000`, paid, refunded]);
}

const FUND_WORDS: { readonly [W in FundLine['what']]: readonly [name: string, type: string] } = {
  payment: ['交易', '交易'],
  fee: ['扣除交易手续费', '扣除交易手续费'],
  refund: ['退款', '退款'],
  fee_back: ['退还交易手续费', '退还交易手续费'],
};

const FUND_HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';

/** The lines of a fund-flow bill's file: how the account moved, fees apart. */
export function* fundFlowText(lines: Iterable<FundLine>): Generator<string, void, undefined> {
  const sums = { count: 0, inCount: 0, inMinor: 0, outCount: 0, outMinor: 0 };
  yield `${BOM}${FUND_HEADER}\r\n`;
  for (const { line, what, minor, balanceMinor } of lines) {
    const [name, type] = FUND_WORDS[what];
    const about = line.refund?.providerNumber ?? line.payment.tradeNumber ?? '';
    sums.count += 1;
    if (minor > 0) [sums.inCount, sums.inMinor] = [sums.inCount + 1, sums.inMinor + minor];
    else [sums.outCount, sums.outMinor] = [sums.outCount + 1, sums.outMinor - minor];
    const [time, flow] = [chinaText(line.atMs), `${about.slice(-24)}${what.length}`];
    const [amount, balance] = [yuanText(Math.abs(minor)), signedYuan(balanceMinor)];
    const voucher = line.refund?.number ?? line.payment.outTradeNo;
    yield row([time, about, flow, name, type, minor > 0 ? '收入' : '支出', amount, balance, 'system', '', voucher]);
  }
  yield '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n';
  const [income, expense] = [yuanText(sums.inMinor), yuanText(sums.outMinor)];
  yield row([String(sums.count), String(sums.inCount), income, String(sums.outCount), expense]);
}
