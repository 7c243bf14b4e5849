import { randomBytes } from 'node:crypto';
import { afterMs } from '../shared/after';
import type { Office } from '../shared/core';
import { CutConnection, type Answer, type Request } from '../shared/http-server';
import { signatureInBackground, spoiled, verifies } from '../shared/rsa';
import type { Settings } from '../shared/settings';
import { BAD_GATEWAY, type WireAnswer } from './answers';
import { codeOf, FAULTS, WeChatPayRefusal } from './errors';
import { merchantPublicKeys, type Merchant, type Merchants } from './merchants';
import { routesOf, type Desks, type Route } from './routes';
import {
  answerMessage,
  freshNonce,
  parseAuthorization,
  requestMessage,
  SIGNATURE_TYPE,
  SIGNTEST_PREFIX,
  type Authorization,
} from './signature';

const SIGNATURE_LIFE_MS = 300_000;
const SHOWN_OF_MESSAGE = 150;

const requestId = (number: number): string => `08${randomBytes(12).toString('hex').toUpperCase()}-${number}`;

/** WeChat Pay's API v3 over HTTP: who calls, what is asked, and the answer with its signature. */
export class WeChatPayApi {
  readonly #office: Office;
  readonly #merchants: Merchants;
  readonly #routes: readonly Route[];
  #answered = 0;

  constructor(office: Office, merchants: Merchants, desks: Desks) {
    this.#office = office;
    this.#merchants = merchants;
    this.#routes = routesOf(desks);
  }

  /** Unknown paths are answered 404 and known ones with another method 405, both without a body. */
  async handle(request: Request): Promise<Answer> {
    const known = this.#routes.filter((route) => route.path.test(request.path));
    const route = known.find(({ method }) => method === request.method);
    if (!route) return { status: known.length > 0 ? 405 : 404, headers: { 'Request-ID': requestId(0) } };
    let merchant: Merchant | null = null;
    try {
      if (route.wantsUserAgent && !request.headers['user-agent']) throw new WeChatPayRefusal('missing_user_agent');
      merchant = this.#authenticate(request);
      const { outage, processing_delay_ms } = this.#office.settings.for(merchant.id);
      await afterMs(processing_delay_ms);
      if (outage === 'bad_gateway') return await this.#signed(merchant, request, BAD_GATEWAY);
      failWhen(outage);
      const part = decodeURIComponent(route.path.exec(request.path)?.[1] ?? '');
      return await this.#signed(merchant, request, await route.run({ merchant, request, part }));
    } catch (error) {
      if (error instanceof URIError) return this.#refusal(new WeChatPayRefusal('bad_parameter'), merchant, request);
      if (error instanceof WeChatPayRefusal) return this.#refusal(error, merchant, request);
      throw error;
    }
  }

  #authenticate(request: Request): Merchant {
    const authorization = parseAuthorization(request.headers.authorization);
    if (!authorization) throw new WeChatPayRefusal('authorization_malformed');
    const merchant = this.#merchants.get(authorization.mchid);
    if (!merchant) throw new WeChatPayRefusal('signature_wrong');
    const signedMs = Number(authorization.timestamp) * 1_000;
    if (!this.#office.signatureClock.accepts(merchant.id, signedMs, SIGNATURE_LIFE_MS)) {
      throw new WeChatPayRefusal('clock_off');
    }
    const publicKey = merchantPublicKeys(merchant).get(authorization.serial.toUpperCase());
    if (!publicKey) throw new WeChatPayRefusal('serial_wrong');
    const message = requestMessage(request.method, request.target, authorization, request.body);
    if (!verifies(message, authorization.signature, publicKey)) {
      throw new WeChatPayRefusal('signature_wrong', signatureDetail(request, authorization, message));
    }
    return merchant;
  }

  async #signed(merchant: Merchant, request: Request, wire: WireAnswer): Promise<Answer> {
    if (wire.file)
      return { status: wire.status, headers: { 'content-type': 'application/octet-stream' }, body: wire.file };
    if (wire.foreign) return { status: wire.status, headers: { 'content-type': 'text/html' }, body: wire.body };
    await afterMs(wire.heldMs ?? 0);
    const headers = {
      ...(wire.status === 204 ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      'Request-ID': requestId(0),
      ...(await this.#signature(merchant, request, wire)),
    };
    return { status: wire.status, headers, body: wire.body };
  }

  async #signature(merchant: Merchant, request: Request, wire: WireAnswer): Promise<Record<string, string>> {
    const wanted = request.headers['wechatpay-serial'];
    const signer = this.#merchants.signer(merchant, typeof wanted === 'string' ? wanted : undefined);
    const timestamp = String(Math.floor(this.#office.signatureClock.nowMs(merchant.id) / 1_000));
    const nonce = freshNonce();
    const signature = await signatureInBackground(answerMessage(timestamp, nonce, wire.body), signer.key);
    return {
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': signer.serial,
      'Wechatpay-Signature-Type': SIGNATURE_TYPE,
      'Wechatpay-Signature': this.#asSent(merchant, signature, wire),
    };
  }

  #asSent(merchant: Merchant, signature: string, wire: WireAnswer): string {
    const every = this.#office.settings.for(merchant.id).signtest_answers_every;
    if (every > 0 && ++this.#answered % every === 0) return `${SIGNTEST_PREFIX}${signature}`;
    return wire.wronglySigned ? spoiled(signature) : signature;
  }

  /** A refusal is signed where the request's own signature was right. */
  async #refusal({ fault, detail }: WeChatPayRefusal, merchant: Merchant | null, request: Request): Promise<Answer> {
    const { status, number, message } = FAULTS[fault];
    const { old_error_spelling, signed_refusals } = this.#office.settings.for(merchant?.id);
    const body = JSON.stringify({ code: codeOf(fault, old_error_spelling), message, ...(detail && { detail }) });
    const headers = { 'content-type': 'application/json; charset=utf-8', 'Request-ID': requestId(number) };
    if (!merchant || !signed_refusals) return { status, headers, body };
    return { status, headers: { ...headers, ...(await this.#signature(merchant, request, { status, body })) }, body };
  }
}

function failWhen(outage: Settings['outage']): void {
  if (outage === 'cut') throw new CutConnection();
  if (outage === 'busy') throw new WeChatPayRefusal('busy');
}

/** What the real service shows to help: the message as it was built here. The signature itself is not repeated. */
function signatureDetail(request: Request, authorization: Authorization, message: Buffer) {
  return {
    field: 'signature',
    location: 'authorization',
    issue: 'sign not match',
    sign_information: {
      method: request.method,
      url: request.target,
      truncated_sign_message: message.toString('utf8').slice(0, SHOWN_OF_MESSAGE),
      sign_message_length: message.length,
    },
  } as const;
}
