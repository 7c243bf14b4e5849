import { randomBytes } from 'node:crypto';
import type { Office } from '../shared/core';
import type { Answer, Request } from '../shared/http-server';
import { signatureInBackground, spoiled } from '../shared/rsa';
import { authenticateV2, merchantOf } from './authenticate';
import { decrypted, encrypted } from './encryption';
import { AlipayRefusal } from './errors';
import { Fields } from './fields';
import { alipayPrivateKey, type Merchant, type Merchants } from './merchants';
import { OAUTH_METHOD } from './oauth';
import type { Operations } from './operations';
import type { CashierPages } from './pages';
import { memberText } from './signature';
import { addressOf } from './trade-fields';
import { enter } from './outage';
import type { TradeAnswer } from './trade-answer';
import { BadGateway } from './trades';

type Parameters = Readonly<Record<string, string>>;

const PAGE_CHANNELS: Readonly<Record<string, 'page' | 'wap'>> = {
  'alipay.trade.page.pay': 'page',
  'alipay.trade.wap.pay': 'wap',
};

/** Common parameters may stand in the address or in the form; clients differ. */
function parametersOf(request: Request): Parameters {
  const form = new URLSearchParams(request.body.toString('utf8'));
  return Object.fromEntries([...request.query, ...form]);
}

const addressesOf = (parameters: Parameters) => ({
  notifyUrl: addressOf('notify_url', parameters['notify_url']),
  returnUrl: addressOf('return_url', parameters['return_url']),
});

const BAD_GATEWAY: Answer = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
};

/** The v2 protocol: everything goes to /gateway.do, and every answer has the status 200. */
export class Gateway {
  readonly #office: Office;
  readonly #merchants: Merchants;
  readonly #operations: Operations;
  readonly #pages: CashierPages;

  constructor(office: Office, merchants: Merchants, operations: Operations, pages: CashierPages) {
    this.#office = office;
    this.#merchants = merchants;
    this.#operations = operations;
    this.#pages = pages;
  }

  async handle(request: Request): Promise<Answer> {
    const parameters = parametersOf(request);
    const channel = PAGE_CHANNELS[parameters['method'] ?? ''];
    try {
      return channel ? await this.#page(parameters, channel) : await this.#call(parameters);
    } catch (error) {
      if (error instanceof BadGateway) return BAD_GATEWAY;
      if (channel && error instanceof AlipayRefusal) return this.#pages.refusal(error);
      throw error;
    }
  }

  /** The shopper's browser brings a signed address or form and is sent on to the cashier. */
  async #page(parameters: Parameters, channel: 'page' | 'wap'): Promise<Answer> {
    const merchant = merchantOf(this.#merchants, parameters['app_id']);
    authenticateV2(this.#office, merchant, parameters, false);
    const handle = await this.#operations.trades.openPage(
      merchant,
      Fields.parse(contentIn(parameters, merchant)),
      channel,
      addressesOf(parameters),
    );
    return { status: 302, headers: { location: this.#pages.url(handle) } };
  }

  async #call(parameters: Parameters): Promise<Answer> {
    const { method = '' } = parameters;
    const operation = this.#operations.byMethod(method);
    if (!operation) return unsigned('error_response', new AlipayRefusal(method ? 'invalid_method' : 'missing_method'));
    const member = `${method.replaceAll('.', '_')}_response`;
    let merchant: Merchant | undefined;
    try {
      merchant = merchantOf(this.#merchants, parameters['app_id']);
      authenticateV2(this.#office, merchant, parameters, true);
      await enter(this.#office.settings.for(merchant.id));
      // OAuth's call has its fields among the common parameters, no code, and refuses under another name.
      const fields = method === OAUTH_METHOD ? new Fields(parameters) : Fields.parse(contentIn(parameters, merchant));
      const answer = await operation(merchant, fields, addressesOf(parameters));
      const said = method === OAUTH_METHOD ? {} : { code: '10000', msg: 'Success' };
      const key = parameters['encrypt_type'] ? merchant.aesKey : undefined;
      return await this.#signed(merchant, member, { ...answer, value: { ...said, ...answer.value } }, key);
    } catch (error) {
      if (!(error instanceof AlipayRefusal)) throw error;
      if (method === OAUTH_METHOD) return unsigned('error_response', error);
      return merchant && error.isBusiness
        ? this.#signed(merchant, member, { value: error.v2 })
        : unsigned(member, error);
    }
  }

  /** The signature covers the member's text as it is sent, and stands behind it. */
  async #signed(
    merchant: Merchant,
    member: string,
    { value, wronglySigned }: TradeAnswer,
    aesKey?: string,
  ): Promise<Answer> {
    const plain = memberText(value);
    const text = aesKey === undefined ? plain : `"${encrypted(plain, aesKey)}"`;
    const signature = await signatureInBackground(text, alipayPrivateKey(merchant));
    const sign = wronglySigned ? spoiled(signature) : signature;
    const certSn = merchant.certificates ? `,"alipay_cert_sn":"${merchant.certificates.alipaySn}"` : '';
    return gatewayAnswer(`{"${member}":${text},"sign":"${sign}"${certSn}}`);
  }
}

/** The business content, which may be encrypted. */
function contentIn(parameters: Parameters, merchant: Merchant): string {
  const content = parameters['biz_content'] ?? '';
  const type = parameters['encrypt_type'] ?? '';
  if (type === '') return content;
  if (type !== 'AES') throw new AlipayRefusal('invalid_encrypt_type');
  if (merchant.aesKey === undefined) throw new AlipayRefusal('missing_encrypt_key');
  return decrypted(content, merchant.aesKey);
}

const gatewayAnswer = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/html;charset=utf-8', trace_id: randomBytes(16).toString('hex') },
  body,
});

const unsigned = (member: string, refusal: AlipayRefusal): Answer =>
  gatewayAnswer(`{"${member}":${memberText(refusal.v2)}}`);
