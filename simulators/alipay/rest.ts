import { randomBytes, randomUUID } from 'node:crypto';
import type { Office } from '../shared/core';
import type { Answer, Request } from '../shared/http-server';
import { signatureInBackground, spoiled } from '../shared/rsa';
import { authenticateV3, merchantOf } from './authenticate';
import { AlipayRefusal } from './errors';
import { Fields } from './fields';
import { alipayPrivateKey, type Merchant, type Merchants } from './merchants';
import type { Operations } from './operations';
import { parseV3Authorization, v3AnswerContent } from './signature';
import { addressOf } from './trade-fields';
import { enter } from './outage';
import { BadGateway } from './trades';

/** Older documentation asks with GET, newer with POST. */
const ALSO_BY_GET: readonly string[] = ['alipay.trade.query', 'alipay.data.dataservice.bill.downloadurl.query'];

const header = (request: Request, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** The v3 protocol: a path for each call, plain JSON, the signature in headers, refusals with 4xx and 5xx. */
export class Rest {
  readonly #office: Office;
  readonly #merchants: Merchants;
  readonly #operations: Operations;

  constructor(office: Office, merchants: Merchants, operations: Operations) {
    this.#office = office;
    this.#merchants = merchants;
    this.#operations = operations;
  }

  async handle(request: Request): Promise<Answer> {
    const traceId = randomBytes(16).toString('hex');
    try {
      return await this.#call(request, traceId);
    } catch (error) {
      if (error instanceof BadGateway) return { status: 502, headers: { 'content-type': 'text/html' }, body: BAD_PAGE };
      if (error instanceof AlipayRefusal) return refusalAnswer(error, traceId);
      throw error;
    }
  }

  async #call(request: Request, traceId: string): Promise<Answer> {
    const method = request.path.slice('/v3/'.length).replaceAll('/', '.');
    const operation = this.#operations.byMethod(method);
    if (!operation) return unknownPath(traceId);
    const byGet = request.method === 'GET' && ALSO_BY_GET.includes(method);
    if (request.method !== 'POST' && !byGet) throw new AlipayRefusal('invalid_method');
    const merchant = this.#authenticate(request);
    await enter(this.#office.settings.for(merchant.id));
    const body = request.body.toString('utf8');
    const fields = byGet ? new Fields(Object.fromEntries(request.query)) : Fields.parse(body);
    const addresses = {
      notifyUrl: addressOf('notify_url', fields.optionalText('notify_url', 256)),
      returnUrl: addressOf('return_url', fields.optionalText('return_url', 256)),
    };
    const { value, wronglySigned = false } = await operation(merchant, fields, addresses);
    return this.#signed(merchant, JSON.stringify(value), wronglySigned, traceId);
  }

  #authenticate(request: Request): Merchant {
    const authorization = parseV3Authorization(header(request, 'authorization'));
    if (!authorization) throw new AlipayRefusal('missing_timestamp'); // which is what the real one says, too
    const merchant = merchantOf(this.#merchants, authorization.appId);
    authenticateV3(this.#office, merchant, authorization, {
      method: request.method,
      target: request.target,
      body: request.body.toString('utf8'),
      rootCertSn: header(request, 'alipay-root-cert-sn'),
      appAuthToken: header(request, 'alipay-app-auth-token'),
    });
    return merchant;
  }

  async #signed(merchant: Merchant, body: string, wronglySigned: boolean, traceId: string): Promise<Answer> {
    const timestamp = String(this.#office.signatureClock.nowMs(merchant.id));
    const nonce = randomUUID();
    const signature = await signatureInBackground(v3AnswerContent(timestamp, nonce, body), alipayPrivateKey(merchant));
    return {
      status: 200,
      headers: {
        'content-type': 'application/json;charset=utf-8',
        'alipay-timestamp': timestamp,
        'alipay-nonce': nonce,
        'alipay-signature': wronglySigned ? spoiled(signature) : signature,
        ...(merchant.certificates && { 'alipay-sn': merchant.certificates.alipaySn }),
        'alipay-trace-id': traceId,
      },
      body,
    };
  }
}

const BAD_PAGE =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>';

const failure = (status: number, traceId: string, code: string, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', 'alipay-trace-id': traceId },
  body: JSON.stringify({
    code,
    links: [{ link: `https://open.alipay.com/api/errCheck?traceId=${traceId}&source=openapi`, desc: '解决方案' }],
    message,
  }),
});

/** Refusals are not signed. */
const refusalAnswer = (refusal: AlipayRefusal, traceId: string): Answer =>
  failure(refusal.v3Status, traceId, refusal.v3Code, refusal.sentence);

const unknownPath = (traceId: string): Answer => failure(404, traceId, 'invalid-method', '不存在的方法名');
