// node-alipay-sdk writes the machine's local time, and the gateway wants China's.
process.env['TZ'] = 'Asia/Shanghai';

import { createPublicKey, verify } from 'node:crypto';
import AlipaySdk from 'node-alipay-sdk';
import utl from 'node-alipay-sdk/lib/utl.js';

export interface Credentials {
  readonly app_id: string;
  readonly app_private_key: string;
  readonly alipay_public_key: string;
  readonly seller_id: string;
}

export interface Exchange {
  readonly status: number;
  readonly text: string;
  readonly contentType: string;
  /** The answer's member, as it was sent: the signature covers these characters. */
  readonly member: string;
  readonly signature: string | undefined;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What a test may do differently from a good client. */
export interface Mischief {
  /** Common parameters to add or replace before signing. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  /** Common parameters to add or replace after signing. */
  readonly afterSigning?: Readonly<Record<string, string | undefined>>;
  readonly privateKey?: string;
  /** Send the parameters in a form instead of the address. */
  readonly asForm?: boolean;
  readonly signal?: AbortSignal;
}

/** Cuts the member and the signature out of an answer, without changing a character. */
function cut(text: string): { member: string; signature: string | undefined } {
  const match = /^\{"\w+":(\{.*\})(?:,"sign":"([^"]*)"(?:,"alipay_cert_sn":"\w+")?)?\}$/s.exec(text);
  return { member: match?.[1] ?? '', signature: match?.[2] };
}

/** Alipay as node-alipay-sdk builds and signs requests; only the transport is ours, since its gateway is fixed. */
export class AlipayClient {
  readonly credentials: Credentials;
  readonly sdk: AlipaySdk;
  readonly gatewayUrl: string;
  /** Common parameters of every request, such as the certificates' serial numbers. */
  readonly #always: Readonly<Record<string, string>>;

  constructor(url: string, credentials: Credentials, always: Readonly<Record<string, string>> = {}) {
    this.gatewayUrl = `${url}/gateway.do`;
    this.credentials = credentials;
    this.#always = always;
    this.sdk = new AlipaySdk({
      appId: credentials.app_id,
      rsaPrivate: credentials.app_private_key,
      rsaPublic: credentials.alipay_public_key,
      signType: 'RSA2',
    });
  }

  /** A signed query string. */
  signed(method: string, content: unknown, { parameters = {}, afterSigning = {}, privateKey }: Mischief = {}): string {
    const all = { ...this.sdk.makeParams(method, content), ...this.#always, ...parameters };
    const query = utl.processParams(all, privateKey ?? this.credentials.app_private_key, 'RSA2');
    const changed = new URLSearchParams(query);
    for (const [name, value] of Object.entries(afterSigning)) {
      if (value === undefined) changed.delete(name);
      else changed.set(name, value);
    }
    return changed.toString();
  }

  async call(method: string, content: unknown, mischief: Mischief = {}): Promise<Exchange> {
    const query = this.signed(method, content, mischief);
    const { asForm = false, signal } = mischief;
    const response = await fetch(asForm ? this.gatewayUrl : `${this.gatewayUrl}?${query}`, {
      method: asForm ? 'POST' : 'GET',
      redirect: 'manual',
      ...(asForm && { body: new URLSearchParams(query) }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    const { member, signature } = cut(text);
    return {
      status: response.status,
      text,
      contentType: response.headers.get('content-type') ?? '',
      member,
      signature,
      value: member === '' ? {} : (JSON.parse(member) as Record<string, unknown>),
    };
  }

  verifies(text: string, signature: string): boolean {
    const key = createPublicKey(this.credentials.alipay_public_key);
    return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
  }
}
