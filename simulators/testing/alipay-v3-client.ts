import { createPrivateKey, createPublicKey, randomUUID, sign, verify } from 'node:crypto';
import type { Credentials } from './alipay-client';

export interface V3Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Null when the answer carries no signature. */
  readonly verified: boolean | null;
}

export interface V3Mischief {
  readonly timestampMs?: number;
  readonly appId?: string;
  readonly signedBody?: string;
  readonly authorization?: string | null;
  readonly appCertSn?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The v3 protocol, which none of the independent Node clients speaks, written for the tests from its documentation. */
export class AlipayV3Client {
  readonly #url: string;
  readonly #credentials: Credentials;

  constructor(url: string, credentials: Credentials) {
    this.#url = url;
    this.#credentials = credentials;
  }

  async call(
    method: 'GET' | 'POST',
    target: string,
    content?: unknown,
    mischief: V3Mischief = {},
  ): Promise<V3Exchange> {
    const body = content === undefined ? '' : JSON.stringify(content);
    const { appId = this.#credentials.app_id, appCertSn, timestampMs = Date.now(), signedBody = body } = mischief;
    const certificate = appCertSn === undefined ? '' : `,app_cert_sn=${appCertSn}`;
    const text = `app_id=${appId}${certificate},nonce=${randomUUID()},timestamp=${timestampMs}`;
    const message = `${text}\n${method}\n${target}\n${signedBody}\n`;
    const signature = sign('sha256', Buffer.from(message), createPrivateKey(this.#credentials.app_private_key));
    const authorization = mischief.authorization ?? `ALIPAY-SHA256withRSA ${text},sign=${signature.toString('base64')}`;
    const response = await fetch(`${this.#url}${target}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(mischief.authorization === null ? {} : { authorization }),
        ...mischief.headers,
      },
      ...(body !== '' && { body }),
    });
    const answer = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      value: json ? (JSON.parse(answer) as Record<string, unknown>) : {},
      verified: this.#verified(response.headers, answer),
    };
  }

  #verified(headers: Headers, body: string): boolean | null {
    const signature = headers.get('alipay-signature');
    if (signature === null) return null;
    const message = `${headers.get('alipay-timestamp')}\n${headers.get('alipay-nonce')}\n${body}\n`;
    const key = createPublicKey(this.#credentials.alipay_public_key);
    return verify('sha256', Buffer.from(message), key, Buffer.from(signature, 'base64'));
  }
}
