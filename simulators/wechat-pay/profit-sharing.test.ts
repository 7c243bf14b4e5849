import { constants, createPrivateKey, privateDecrypt, publicEncrypt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshNumber } from '../testing/bench';
import { Vector, vectorsAreHere } from '../testing/vectors';
import { resultOf } from '../testing/wechat-pay-bench';
import { codeOf, weChatPayCalls, type WeChatPayCalls } from '../testing/wechat-pay-calls';

const BASE = '/v3/profitsharing';
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
const PARTNER_ACCOUNT = '1900000109';

let calls: WeChatPayCalls;

const sealed = (text: string): string => {
  const key = calls.client.credentials.wechat_pay_public_key ?? '';
  return publicEncrypt({ key, ...OAEP }, Buffer.from(text)).toString('base64');
};

const addReceiver = (change: Record<string, unknown> = {}, serial?: string) =>
  calls.client.call(
    'POST',
    `${BASE}/receivers/add`,
    {
      appid: calls.client.credentials.app_id,
      type: 'MERCHANT_ID',
      account: PARTNER_ACCOUNT,
      name: sealed('合作伙伴有限公司'),
      relation_type: 'PARTNER',
      ...change,
    },
    { headers: { 'wechatpay-serial': serial ?? calls.client.credentials.wechat_pay_public_key_id ?? '' } },
  );

beforeAll(async () => {
  calls = await weChatPayCalls();
  await addReceiver();
  await addReceiver({ type: 'PERSONAL_OPENID', account: 'oPerson', name: undefined, relation_type: 'STAFF' });
});
afterAll(() => calls.end());

/** WeChat Pay's number of a payment that is frozen for sharing and was paid more than a minute ago. */
async function frozen(total = 10_000): Promise<string> {
  const change = { amount: { total, currency: 'CNY' }, settle_info: { profit_sharing: true } };
  const number = await calls.paidOrder(change);
  await calls.tester.advance(61);
  return (await calls.tester.payment(number)).transaction_id ?? '';
}

const toPartner = (amount: number) => ({ type: 'MERCHANT_ID', account: PARTNER_ACCOUNT, amount, description: 'part' });
const toPerson = (amount: number) => ({ type: 'PERSONAL_OPENID', account: 'oPerson', amount, description: 'bonus' });

const share = (
  transaction_id: string,
  receivers: readonly unknown[],
  out_order_no = freshNumber(),
  signal?: AbortSignal,
) =>
  calls.client.call(
    'POST',
    `${BASE}/orders`,
    { appid: calls.client.credentials.app_id, transaction_id, out_order_no, receivers, unfreeze_unsplit: false },
    { ...(signal && { signal }) },
  );
const ask = async (number: string, transaction: string) =>
  resultOf(await calls.client.call('GET', `${BASE}/orders/${number}?transaction_id=${transaction}`));
const unsplit = async (transaction: string) =>
  resultOf(await calls.client.call('GET', `${BASE}/transactions/${transaction}/amounts`)).body['unsplit_amount'];
const unfreeze = (transaction_id: string) =>
  calls.client.call('POST', `${BASE}/orders/unfreeze`, {
    transaction_id,
    out_order_no: freshNumber(),
    description: 'rest',
  });
const giveBack = (out_order_no: string, amount: number, change: Record<string, unknown> = {}) =>
  calls.client.call('POST', `${BASE}/return-orders`, {
    out_order_no,
    out_return_no: freshNumber(),
    return_mchid: PARTNER_ACCOUNT,
    amount,
    description: 'back',
    ...change,
  });

describe('sharing a payment', () => {
  it('is in process first and finished later, each receiver with its result', async () => {
    const [transaction, number] = [await frozen(), freshNumber()];
    const first = resultOf(await share(transaction, [toPartner(1_000), toPerson(500)], number));
    expect(first).toMatchObject({ code: 'OK', verified: true, body: { state: 'PROCESSING', out_order_no: number } });
    await calls.tester.advance(2);
    expect((await ask(number, transaction)).body).toMatchObject({
      state: 'FINISHED',
      receivers: [
        { account: PARTNER_ACCOUNT, amount: 1_000, result: 'SUCCESS', finish_time: expect.any(String) },
        { account: 'oPerson', amount: 500, result: 'SUCCESS' },
      ],
    });
    expect(await unsplit(transaction)).toBe(8_500);
  });

  it('finishes also when a receiver was never named: its part stays frozen', async () => {
    const [transaction, number] = [await frozen(), freshNumber()];
    await share(transaction, [{ ...toPartner(1_000), account: '1900000110' }], number);
    await calls.tester.advance(2);
    expect((await ask(number, transaction)).body).toMatchObject({
      state: 'FINISHED',
      receivers: [{ result: 'CLOSED', fail_reason: 'NO_RELATION' }],
    });
    expect(await unsplit(transaction)).toBe(10_000);
  });

  it('with the same number is the same sharing, and with other terms refused', async () => {
    const [transaction, number] = [await frozen(), freshNumber()];
    const [first, again] = [
      resultOf(await share(transaction, [toPartner(1_000)], number)),
      resultOf(await share(transaction, [toPartner(1_000)], number)),
    ];
    expect(again.body['order_id']).toBe(first.body['order_id']);
    expect(await codeOf(share(transaction, [toPartner(1_001)], number))).toEqual([400, 'INVALID_REQUEST']);
    expect(await unsplit(transaction)).toBe(9_000);
  });

  it('never takes more than thirty per cent, all in all', async () => {
    const transaction = await frozen();
    expect((await share(transaction, [toPartner(2_000)])).status).toBe(200);
    expect(await codeOf(share(transaction, [toPartner(1_001)]))).toEqual([400, 'INVALID_REQUEST']);
    expect((await share(transaction, [toPartner(1_000)])).status).toBe(200);
  });

  it('is refused in the first minute, after thirty days, and for payments that are not frozen', async () => {
    const change = { settle_info: { profit_sharing: true } };
    const number = await calls.paidOrder(change);
    const transaction = (await calls.tester.payment(number)).transaction_id ?? '';
    expect(await codeOf(share(transaction, [toPartner(1)]))).toEqual([400, 'INVALID_REQUEST']);
    await calls.tester.advance(31 * 86_400);
    expect(await codeOf(share(transaction, [toPartner(1)]))).toEqual([400, 'INVALID_REQUEST']);
    const ordinary = await calls.paidOrder();
    await calls.tester.advance(61);
    const other = (await calls.tester.payment(ordinary)).transaction_id ?? '';
    expect(await codeOf(share(other, [toPartner(1)]))).toEqual([400, 'INVALID_REQUEST']);
    expect(await unsplit(other)).toBe(0);
  });

  it('is refused for nobody, for fifty-one, and for a payment that is not there', async () => {
    const transaction = await frozen();
    expect(await codeOf(share(transaction, []))).toEqual([400, 'PARAM_ERROR']);
    const many = Array.from({ length: 51 }, () => toPartner(1));
    expect(await codeOf(share(transaction, many))).toEqual([400, 'PARAM_ERROR']);
    expect(await codeOf(share('4200', [toPartner(1)]))).toEqual([404, 'RESOURCE_NOT_EXISTS']);
  });

  it('ends when the rest is unfrozen', async () => {
    const transaction = await frozen();
    expect((await unfreeze(transaction)).status).toBe(200);
    expect(await unsplit(transaction)).toBe(0);
    expect(await codeOf(share(transaction, [toPartner(1)]))).toEqual([400, 'INVALID_REQUEST']);
  });
});

describe('giving a share back', () => {
  it('is in process first, succeeds later, and never gives back more than was received', async () => {
    const [transaction, number] = [await frozen(), freshNumber()];
    await share(transaction, [toPartner(1_000), toPerson(500)], number);
    await calls.tester.advance(2);
    const back = resultOf(await giveBack(number, 600));
    expect(back.body).toMatchObject({ result: 'PROCESSING', amount: 600, return_mchid: PARTNER_ACCOUNT });
    await calls.tester.advance(2);
    const target = `${BASE}/return-orders/${String(back.body['out_return_no'])}?out_order_no=${number}`;
    expect(resultOf(await calls.client.call('GET', target)).body).toMatchObject({ result: 'SUCCESS' });
    expect(await codeOf(giveBack(number, 401))).toEqual([400, 'INVALID_REQUEST']);
    expect(await codeOf(giveBack(number, 1, { return_mchid: 'oPerson' }))).toEqual([400, 'INVALID_REQUEST']);
    expect(await codeOf(giveBack('nothing', 1))).toEqual([404, 'RESOURCE_NOT_EXISTS']);
  });
});

describe('receivers', () => {
  it('that are merchants come with their name, encrypted for the key that is named', async () => {
    expect(await codeOf(addReceiver({ name: undefined }))).toEqual([400, 'PARAM_ERROR']);
    expect(await codeOf(addReceiver({ name: 'plain' }))).toEqual([400, 'PARAM_ERROR']);
    expect(await codeOf(addReceiver({}, 'PUB_KEY_ID_0'))).toEqual([400, 'PARAM_ERROR']);
    expect(await codeOf(addReceiver({ relation_type: 'CUSTOM' }))).toEqual([400, 'PARAM_ERROR']);
    expect((await addReceiver({ relation_type: 'CUSTOM', custom_relation: '朋友' })).status).toBe(200);
  });

  it('get nothing any more once they were removed', async () => {
    const who = { appid: calls.client.credentials.app_id, type: 'MERCHANT_ID', account: PARTNER_ACCOUNT };
    expect((await calls.client.call('POST', `${BASE}/receivers/delete`, who)).status).toBe(200);
    const transaction = await frozen();
    const { body } = resultOf(await share(transaction, [toPartner(1)]));
    await calls.tester.advance(2);
    const later = await ask(String(body['out_order_no']), transaction);
    expect(later.body['receivers']).toMatchObject([{ fail_reason: 'NO_RELATION' }]);
    await addReceiver();
  });
});

describe('sharing, steered', () => {
  it('66.60 refuses once, because the balance is too short', async () => {
    const transaction = await frozen(6660);
    expect(await codeOf(share(transaction, [toPartner(1)]))).toEqual([403, 'NOT_ENOUGH']);
    expect((await share(transaction, [toPartner(1)])).status).toBe(200);
  });

  it('66.61 finishes with the first receiver refused', async () => {
    const [transaction, number] = [await frozen(6661), freshNumber()];
    await share(transaction, [toPartner(100), toPerson(100)], number);
    await calls.tester.advance(2);
    expect((await ask(number, transaction)).body).toMatchObject({
      state: 'FINISHED',
      receivers: [{ result: 'CLOSED', fail_reason: 'RECEIVER_HIGH_RISK' }, { result: 'SUCCESS' }],
    });
  });

  it('66.62 stays in process for ten minutes', async () => {
    const [transaction, number] = [await frozen(6662), freshNumber()];
    await share(transaction, [toPartner(100)], number);
    await calls.tester.advance(590);
    expect((await ask(number, transaction)).body['state']).toBe('PROCESSING');
    await calls.tester.advance(15);
    expect((await ask(number, transaction)).body['state']).toBe('FINISHED');
  });

  it('66.63 brings nothing back', async () => {
    const [transaction, number] = [await frozen(6663), freshNumber()];
    await share(transaction, [toPartner(100)], number);
    await calls.tester.advance(2);
    const out_return_no = freshNumber();
    await giveBack(number, 100, { out_return_no });
    await calls.tester.advance(2);
    const target = `${BASE}/return-orders/${out_return_no}?out_order_no=${number}`;
    const said = resultOf(await calls.client.call('GET', target)).body;
    expect(said).toMatchObject({ result: 'FAILED', fail_reason: 'BALANCE_NOT_ENOUGH' });
  });

  it('66.64 answers after the time-out, but has shared', async () => {
    const [transaction, number] = [await frozen(6664), freshNumber()];
    const caller = new AbortController();
    const calling = share(transaction, [toPartner(100)], number, caller.signal).catch((error: unknown) => error);
    await expect.poll(() => unsplit(transaction)).toBe(6564);
    caller.abort();
    expect(await calling).toHaveProperty('name', 'AbortError');
    expect((await share(transaction, [toPartner(100)], number)).status).toBe(200);
    expect(await unsplit(transaction)).toBe(6564);
  });

  it('66.65 fails to unfreeze once', async () => {
    const transaction = await frozen(6665);
    expect(await codeOf(unfreeze(transaction))).toEqual([500, 'SYSTEM_ERROR']);
    expect(await unsplit(transaction)).toBe(6665);
    expect((await unfreeze(transaction)).status).toBe(200);
  });

  it('66.66 is rate limited once', async () => {
    const transaction = await frozen(6666);
    expect(await codeOf(share(transaction, [toPartner(1)]))).toEqual([429, 'RATELIMIT_EXCEED']);
    expect((await share(transaction, [toPartner(1)])).status).toBe(200);
  });
});

it.skipIf(!vectorsAreHere)('fields are encrypted as in a published sample: RSA-OAEP with SHA-1', () => {
  const vector = new Vector('wechatpay.json', 'wx-java-oaep');
  const key = createPrivateKey(new Vector('wechatpay.json', 'wx-java-keys').text('merchantPrivateKeyPem'));
  const opened = privateDecrypt({ key, ...OAEP }, Buffer.from(vector.text('ciphertext'), 'base64'));
  expect(opened.toString()).toBe(vector.text('plaintext'));
});
