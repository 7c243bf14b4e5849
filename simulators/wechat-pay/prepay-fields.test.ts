import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../testing/wechat-pay-bench';
import { codeOf, H5, NATIVE, weChatPayCalls, type WeChatPayCalls } from '../testing/wechat-pay-calls';

let calls: WeChatPayCalls;

beforeAll(async () => {
  calls = await weChatPayCalls();
});
afterAll(() => calls.end());

describe('what a prepay call may ask', () => {
  it.each<[string, Record<string, unknown>, number, string]>([
    ['without an appid', { appid: undefined }, 400, 'PARAM_ERROR'],
    ['an appid of somebody else', { appid: 'wx0000000000000000' }, 400, 'APPID_MCHID_NOT_MATCH'],
    ['a mchid that did not sign', { mchid: '1900000109' }, 400, 'INVALID_REQUEST'],
    ['without a description', { description: undefined }, 400, 'PARAM_ERROR'],
    ['an empty description', { description: '' }, 400, 'PARAM_ERROR'],
    ['a description of 128 characters', { description: '长'.repeat(128) }, 400, 'PARAM_ERROR'],
    ['a number of five characters', { out_trade_no: 'abcde' }, 400, 'PARAM_ERROR'],
    ['a number of 33 characters', { out_trade_no: 'a'.repeat(33) }, 400, 'PARAM_ERROR'],
    ['a number with a slash', { out_trade_no: 'order/12345' }, 400, 'PARAM_ERROR'],
    ['a number that is a number', { out_trade_no: 1234567 }, 400, 'PARAM_ERROR'],
    ['without notify_url', { notify_url: undefined }, 400, 'PARAM_ERROR'],
    ['a relative notify_url', { notify_url: '/notify' }, 400, 'PARAM_ERROR'],
    ['a notify_url with a query string', { notify_url: 'https://shop.example/n?x=1' }, 400, 'PARAM_ERROR'],
    ['without an amount', { amount: undefined }, 400, 'PARAM_ERROR'],
    ['nothing', { amount: { total: 0 } }, 400, 'PARAM_ERROR'],
    ['a part of a fen', { amount: { total: 10.5 } }, 400, 'PARAM_ERROR'],
    ['an amount in words', { amount: { total: '1001' } }, 400, 'PARAM_ERROR'],
    ['another currency', { amount: { total: 1, currency: 'USD' } }, 400, 'PARAM_ERROR'],
    ['a time without its zone', { time_expire: '2030-01-01T00:00:00' }, 400, 'PARAM_ERROR'],
    ['attach of 129 characters', { attach: 'a'.repeat(129) }, 400, 'PARAM_ERROR'],
  ])('not %s', async (_name, change, status, code) => {
    expect(await codeOf(calls.client.call('POST', NATIVE, calls.order(change)))).toEqual([status, code]);
  });

  it.each<[string, unknown]>([
    ['without scene_info', undefined],
    ["without the shopper's address", { h5_info: { type: 'Wap' } }],
    ['from 127.0.0.1', { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } }],
    ['from ::1', { payer_client_ip: '::1', h5_info: { type: 'Wap' } }],
    ['from something that is no address', { payer_client_ip: '1.2.3', h5_info: { type: 'Wap' } }],
    ['without h5_info', { payer_client_ip: '203.0.113.7' }],
    ['of an unknown type', { payer_client_ip: '203.0.113.7', h5_info: { type: 'Desktop' } }],
  ])('H5: not %s', async (_name, scene_info) => {
    expect(await codeOf(calls.client.call('POST', H5, calls.h5Order({ scene_info })))).toEqual([400, 'PARAM_ERROR']);
  });

  it('says which field is at fault', async () => {
    const answer = await calls.client.call('POST', NATIVE, calls.order({ amount: { total: 0 } }));
    expect(JSON.parse(answer.text)).toMatchObject({ detail: { field: '/amount/total', location: 'body', value: 0 } });
  });

  it('JSON, and nothing else', async () => {
    expect(await codeOf(calls.client.call('POST', NATIVE, '{"appid":'))).toEqual([400, 'PARAM_ERROR']);
    expect(await codeOf(calls.client.call('POST', NATIVE, '[]'))).toEqual([400, 'PARAM_ERROR']);
  });

  it('127 characters of any script, and every character that a number may have', async () => {
    const wish = calls.order({ description: '长'.repeat(127), out_trade_no: `aZ0_-|*${Date.now()}`, attach: '附' });
    expect(resultOf(await calls.client.call('POST', NATIVE, wish)).code).toBe('OK');
    const found = await calls.query(encodeURIComponent(wish.out_trade_no));
    expect(resultOf(found)).toMatchObject({ code: 'OK', state: 'NOTPAY' });
  });
});
