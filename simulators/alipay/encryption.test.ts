import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAlipay, type Simulator } from '../index';
import { AlipayClient, type Mischief } from '../testing/alipay-client';
import { freshNumber } from '../testing/bench';
import { Tester } from '../testing/tester';
import { Vector, vectorsAreHere } from '../testing/vectors';
import { decrypted, encrypted } from './encryption';

let simulator: Simulator;
let client: AlipayClient;
let plainClient: AlipayClient;
let key: string;

beforeAll(async () => {
  simulator = await startAlipay();
  const tester = new Tester(simulator.controlUrl);
  const made = await tester.alipayMerchant({ aes: true });
  key = (made as unknown as { aes_key: string }).aes_key;
  client = new AlipayClient(simulator.url, made.credentials);
  plainClient = new AlipayClient(simulator.url, (await tester.alipayMerchant()).credentials);
});
afterAll(() => simulator.close());

const order = () => ({ out_trade_no: freshNumber(), total_amount: '1.00', subject: '一杯 coffee' });

/** Sends content as it is, and answers the text of the answer. */
const send = async (content: string, mischief: Mischief = {}, by = client): Promise<string> => {
  const parameters = { biz_content: content, encrypt_type: 'AES', ...mischief.parameters };
  return (await by.call('alipay.trade.precreate', undefined, { ...mischief, parameters })).text;
};

describe('encrypted content', () => {
  it('is read, and answered by an encrypted text whose signature covers its quotation marks', async () => {
    const wish = order();
    const text = await send(encrypted(JSON.stringify(wish), key));
    const [, quoted = '', sign = ''] =
      /^\{"alipay_trade_precreate_response":("[\w+/=]+"),"sign":"([^"]+)"\}$/.exec(text) ?? [];
    expect(client.verifies(quoted, sign)).toBe(true);
    expect(client.verifies(quoted.slice(1, -1), sign)).toBe(false);
    expect(JSON.parse(decrypted(JSON.parse(quoted) as string, key))).toMatchObject({
      code: '10000',
      out_trade_no: wish.out_trade_no,
    });
  });

  it('is refused with another key, without one, and in another way', async () => {
    const otherKey = Buffer.alloc(16, 7).toString('base64');
    expect(await send(encrypted(JSON.stringify(order()), otherKey))).toMatch(/decryption-error|illegal-json/);
    expect(await send('not encrypted at all')).toContain('isv.decryption-error-unknown');
    expect(await send(encrypted('{}', key), {}, plainClient)).toContain('isv.missing-encrypt-key');
    const other = { parameters: { encrypt_type: 'DES' } };
    expect(await send(encrypted('{}', key), other)).toContain('isv.invalid-encrypt-type');
  });

  it('is a choice of each request', async () => {
    expect((await client.call('alipay.trade.precreate', order())).value['code']).toBe('10000');
  });
});

it.skipIf(!vectorsAreHere)('is encrypted as in a published sample', () => {
  const vector = new Vector('alipay.json', 'ali-aes-128-cbc-derived');
  const [published, plain] = [vector.text('encryptKeyBase64'), vector.text('plaintext')];
  expect(encrypted(plain, published)).toBe(vector.text('ciphertext'));
  expect(decrypted(vector.text('ciphertext'), published)).toBe(plain);
});
