import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chinaText } from '../shared/clock';
import { alipayCalls, codeOf, type AlipayCalls } from '../testing/alipay-calls';
import { AlipayV3Client } from '../testing/alipay-v3-client';
import { alipayFiles, alipayRows } from '../testing/bill-reader';
import { Vector, vectorsAreHere } from '../testing/vectors';

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';

let calls: AlipayCalls;
let number: string;
let day: string;

beforeAll(async () => {
  calls = await alipayCalls();
  number = await calls.numberAt('paid', { subject: '茶, tea', body: 'for site 2' });
  await calls.askRefund(number, { refund_amount: '5.01', out_request_no: 'back' });
  const nowMs = await calls.tester.nowMs();
  day = chinaText(nowMs).slice(0, 10);
  await calls.tester.advance((Date.parse(`${day}T00:00:00+08:00`) + 34 * 3_600_000 - nowMs) / 1_000 + 1);
});
afterAll(() => calls.end());

async function filesOf(content: Record<string, unknown>) {
  const { value } = await calls.client.call(METHOD, content);
  const response = await fetch(String(value['bill_download_url']));
  return alipayFiles(new Uint8Array(await response.arrayBuffer()))!;
}

describe('the trade bill', () => {
  it('lists the trade and its refund, which is below zero, and sums them up', async () => {
    const { detail, summary } = await filesOf({ bill_type: 'trade', bill_date: day });
    expect(alipayRows(detail)).toMatchObject([
      {
        商户订单号: number,
        业务类型: '交易',
        商品名称: '茶， tea',
        '订单金额（元）': '10.01',
        '商家实收（元）': '10.01',
        '服务费（元）': '-0.06',
        '退款批次号/请求号': '',
        备注: 'for site 2',
      },
      {
        商户订单号: number,
        业务类型: '退款',
        '订单金额（元）': '-5.01',
        '服务费（元）': '0.03',
        '退款批次号/请求号': 'back',
      },
    ]);
    expect(detail).toContain('#交易合计：1笔，商家实收共10.01元');
    expect(detail).toContain('#退款合计：1笔，商家实收退款共-5.01元');
    expect(alipayRows(summary)).toMatchObject([
      {
        交易订单总笔数: '1',
        退款订单总笔数: '1',
        '商家实收（元）': '5.00',
        '服务费（元）': '-0.03',
        '实收净额（元）': '4.97',
      },
    ]);
  });

  it.skipIf(!vectorsAreHere)('has the form of a published one', async () => {
    const published = new Vector('alipay.json', 'ali-bill-trade-detail-sample').text('text').split('\n');
    const ours = (await filesOf({ bill_type: 'trade', bill_date: day })).detail.split('\r\n');
    expect(ours[4]).toBe(published[4]);
    const shape = (line: string): string => line.replace(/[^,#\t：]+/g, 'x').replace(/x\t/g, '\t');
    expect(ours.slice(5, 7).map(shape)).toEqual(published.slice(5, 7).map(shape));
    expect([0, 1, 2, 3, 7, 8, 9, 10].map((at) => shape(ours[at]!))).toEqual(
      [0, 1, 2, 3, 7, 8, 9, 10].map((at) => shape(published[at]!)),
    );
  });

  it('of a month has its days', async () => {
    await calls.tester.advance(31 * 86_400);
    const { detail } = await filesOf({ bill_type: 'trade', bill_date: day.slice(0, 7) });
    expect(alipayRows(detail)).toHaveLength(2);
  });
});

describe('the account bill', () => {
  it('lists each movement, fees apart, with the balance after it', async () => {
    const { detail, summary } = await filesOf({ bill_type: 'signcustomer', bill_date: day });
    const amounts = alipayRows(detail).map((row) => [row['业务类型'], row['收入金额（+元）'], row['支出金额（-元）']]);
    expect(amounts).toEqual([
      ['在线支付', '10.01', '0.00'],
      ['收费', '0.00', '-0.06'],
      ['退款（交易退款）', '0.00', '-5.01'],
      ['收费退回', '0.03', '0.00'],
    ]);
    expect(alipayRows(detail).at(-1)?.['账户余额（元）']).toBe('100004.97');
    expect(alipayRows(summary)).toContainEqual({
      类型: '在线支付',
      '收入（+元）': '10.01',
      '支出（-元）': '0.00',
      '合计（元）': '10.01',
    });
  });
});

describe('asking for a bill', () => {
  it.each([
    [{ bill_type: 'trade', bill_date: '2024-13-01' }, 'ACQ.INVALID_PARAMETER'],
    [{ bill_type: 'trade', bill_date: '2024-02-30' }, 'ACQ.INVALID_PARAMETER'],
    [{ bill_type: 'else', bill_date: '2024-02-01' }, 'ACQ.INVALID_PARAMETER'],
    [{ bill_type: 'trade' }, 'ACQ.INVALID_PARAMETER'],
    [{ bill_type: 'trade', bill_date: '2024-02-01' }, 'BILL_NOT_EXIST'],
    [{ bill_type: 'trade', bill_date: '2099-02-01' }, 'BILL_NOT_EXIST'],
  ])('is refused for %j', async (content, code) => {
    expect(await codeOf(calls.client.call(METHOD, content))).toBe(code);
  });

  it('gives an address that lives for thirty seconds', async () => {
    const { value } = await calls.client.call(METHOD, { bill_type: 'trade', bill_date: day });
    const url = String(value['bill_download_url']);
    expect((await fetch(url)).headers.get('content-type')).toBe('application/zip');
    await calls.tester.advance(31);
    expect((await fetch(url)).status).toBe(403);
  });

  it('works in the v3 protocol', async () => {
    const v3 = new AlipayV3Client(calls.simulator.url, calls.client.credentials);
    const target = `/v3/${METHOD.replaceAll('.', '/')}?bill_type=trade&bill_date=${day}`;
    expect(await v3.call('GET', target)).toMatchObject({
      status: 200,
      verified: true,
      value: { bill_download_url: expect.stringContaining('/bill/download?token=') },
    });
  });
});
