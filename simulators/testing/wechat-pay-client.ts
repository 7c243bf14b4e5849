import { createPublicKey } from 'node:crypto';
import WxPay from 'wechatpay-node-v3';

export interface Credentials {
  readonly merchant_number: string;
  readonly app_id: string;
  readonly api_v3_key: string;
  readonly merchant_private_key: string;
  readonly merchant_certificate_serial: string;
  readonly wechat_pay_public_key_id?: string;
  readonly wechat_pay_public_key?: string;
  readonly platform_certificates?: readonly string[];
}

export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** By wechatpay-node-v3; null when the answer carries no signature. */
  readonly verified: boolean | null;
}

/** What a test may do differently from a good client. */
export interface Mischief {
  readonly timestamp?: number;
  readonly serial?: string;
  readonly mchid?: string;
  readonly signedTarget?: string;
  readonly signedBody?: string;
  readonly authorization?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** WeChat Pay as wechatpay-node-v3 signs, verifies and decrypts; only the transport is ours, since its URLs are fixed. */
export class WeChatPayClient {
  readonly credentials: Credentials;
  readonly pay: WxPay;
  readonly #url: string;

  constructor(url: string, credentials: Credentials) {
    this.#url = url;
    this.credentials = credentials;
    this.pay = new WxPay({
      appid: credentials.app_id,
      mchid: credentials.merchant_number,
      serial_no: credentials.merchant_certificate_serial,
      publicKey: Buffer.from('unused: the serial number is given'),
      privateKey: Buffer.from(credentials.merchant_private_key),
      key: credentials.api_v3_key,
    });
    const { wechat_pay_public_key_id: id, wechat_pay_public_key: pem } = credentials;
    if (id && pem) this.trust(id, createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString());
    this.pay.createHttp({
      get: (address, headers) => this.#forLibrary('GET', address, headers),
      post: (address, body, headers) => this.#forLibrary('POST', address, headers, JSON.stringify(body)),
      upload: () => Promise.reject(new Error('not used here')),
    });
  }

  /** The library finds platform certificates by itself; public keys it has to be told. */
  trust(serial: string, pem: string): void {
    (WxPay as unknown as { certificates: Record<string, string> }).certificates[serial] = pem;
  }

  async call(method: string, target: string, body?: unknown, mischief: Mischief = {}): Promise<Exchange> {
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    const timestamp = String(mischief.timestamp ?? Math.floor(Date.now() / 1_000));
    const nonce = Math.random().toString(36).slice(2);
    const { signedTarget = target, signedBody = text } = mischief;
    const signature = this.pay.getSignature(method, nonce, timestamp, signedTarget, signedBody);
    const authorization = mischief.authorization ?? this.#authorization(nonce, timestamp, signature, mischief);
    const response = await fetch(`${this.#url}${target}`, {
      method,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(mischief.authorization === null ? {} : { authorization }),
        ...mischief.headers,
      },
      ...(text !== '' && { body: text }),
      ...(mischief.signal && { signal: mischief.signal }),
    });
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      verified: await this.verify(response.headers, answer),
    };
  }

  /** A bill's file, whose answer carries no signature. @throws Error unless the answer is 200 */
  async download(address: string, mischief: Mischief = {}): Promise<Buffer> {
    const { pathname, search } = new URL(address);
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1_000)), Math.random().toString(36).slice(2)];
    const signature = this.pay.getSignature('GET', nonce, timestamp, `${pathname}${search}`, '');
    const response = await fetch(address, {
      headers: { authorization: this.#authorization(nonce, timestamp, signature, mischief) },
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return Buffer.from(await response.arrayBuffer());
  }

  verify(headers: Headers, body: string): Promise<boolean> | null {
    const signature = headers.get('wechatpay-signature');
    if (signature === null) return null;
    return this.pay.verifySign({
      timestamp: headers.get('wechatpay-timestamp') ?? '',
      nonce: headers.get('wechatpay-nonce') ?? '',
      serial: headers.get('wechatpay-serial') ?? '',
      signature,
      body,
    });
  }

  #authorization(nonce: string, timestamp: string, signature: string, { serial, mchid }: Mischief): string {
    const written = this.pay.getAuthorization(nonce, timestamp, signature);
    const withSerial = serial === undefined ? written : written.replace(/serial_no="[^"]*"/, `serial_no="${serial}"`);
    return mchid === undefined ? withSerial : withSerial.replace(/mchid="[^"]*"/, `mchid="${mchid}"`);
  }

  async #forLibrary(method: string, address: string, headers: Record<string, unknown>, body?: string) {
    const response = await fetch(address.replace('https://api.mch.weixin.qq.com', this.#url), {
      method,
      headers: headers as Record<string, string>,
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const ok = response.status < 300;
    return { status: response.status, ...(ok ? { data: text === '' ? {} : JSON.parse(text) } : { error: text }) };
  }
}
