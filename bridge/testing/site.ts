/** A site as the bridge sees it: signs requests, and takes events at a real address. */
import { createHash, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyPair, Pairing, SiteKey } from '@multipay/contracts/schemas/pairing';
import type { WebhookEvent } from '@multipay/contracts/schemas/webhook';
import { SIGNATURE_SCHEME, textToSign } from '@multipay/contracts/signing';
import { openAnswer } from './sealing';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface SigningKey {
  readonly keyId: string;
  readonly key: Buffer;
  readonly audience: string;
}

export interface RequestParts {
  readonly method: string;
  readonly target: string;
  readonly body?: unknown;
  /** The body as it is, instead of some JSON. */
  readonly raw?: string;
  readonly headers?: Record<string, string>;
  readonly timestamp?: number;
  readonly nonce?: string;
}

/** The headers that prove who sends this. */
export function signed({ keyId, key, audience }: SigningKey, parts: RequestParts, raw: string): Record<string, string> {
  const timestamp = String(parts.timestamp ?? Math.floor(Date.now() / 1000));
  const nonce = parts.nonce ?? randomUUID();
  const bodySha256 = createHash('sha256').update(raw).digest('hex');
  const text = textToSign({
    keyId,
    audience,
    method: parts.method,
    target: parts.target,
    timestamp,
    nonce,
    bodySha256,
  });
  const signature = createHmac('sha256', key).update(text).digest('base64');
  const fields = `key="${keyId}",timestamp="${timestamp}",nonce="${nonce}",signature="${signature}"`;
  return { authorization: `${SIGNATURE_SCHEME} ${fields}` };
}

export async function send<T = Record<string, unknown>>(
  bridgeUrl: string,
  key: SigningKey | null,
  parts: RequestParts,
): Promise<Answer<T>> {
  const raw = parts.raw ?? (parts.body === undefined ? '' : JSON.stringify(parts.body));
  const answer = await fetch(`${bridgeUrl}${parts.target}`, {
    method: parts.method,
    headers: {
      ...(raw !== '' && { 'content-type': 'application/json' }),
      ...(key && signed(key, parts, raw)),
      ...parts.headers,
    },
    ...(raw !== '' && { body: raw }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as T };
}

export interface ReceivedEvent {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly event: WebhookEvent;
}

export interface SiteHost {
  readonly url: string;
  readonly events: ReceivedEvent[];
  /** What the site answers to events; 200 by default. */
  answer: (event: ReceivedEvent) => number | Promise<number>;
  /** Waits until some event has come that fits. */
  event(fits: (event: WebhookEvent) => boolean): Promise<ReceivedEvent>;
  /** From then on nobody answers at its address. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** The web server of one or more sites: it takes their events. */
export async function siteHost(): Promise<SiteHost> {
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    // It has no doors for providers.
    if (!request.url?.endsWith('/events')) return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (!request.url?.endsWith('/events')) return void response.writeHead(404).end();
      const raw = Buffer.concat(chunks).toString();
      void take({ headers: request.headers, raw, event: JSON.parse(raw) as WebhookEvent }, response);
    });
  });
  const take = async (received: ReceivedEvent, response: ServerResponse): Promise<void> => {
    response.statusCode = await host.answer(received);
    host.events.push(received);
    response.end();
    for (const look of waiting) look();
  };
  const listen = (port: number): Promise<void> => new Promise((ready) => void server.listen(port, '127.0.0.1', ready));
  const end = (): Promise<void> => new Promise((ended) => void server.close(() => ended()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const host: SiteHost = {
    url: `http://127.0.0.1:${port}`,
    events: [],
    answer: () => 200,
    event: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = host.events.find(({ event }) => fits(event));
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async goDown() {
      const ended = end();
      server.closeAllConnections();
      await ended;
    },
    comeBack: () => listen(port),
    close: end,
  };
  return host;
}

export const addressOf = (host: string, siteId: string, path: string) => ({
  site_id: siteId,
  name: `Shop ${siteId}`,
  home_url: `${host}${path}`,
  event_url: `${host}${path}events`,
  notify_urls: { wechat_pay: `${host}${path}wc-api/multipay_wechat`, alipay: `${host}${path}wc-api/multipay_alipay` },
});

export const keyFrom = (pair: KeyPair, audience: string): SigningKey => ({
  keyId: pair.key_id,
  key: Buffer.from(pair.request_key, 'base64'),
  audience,
});

const derive = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `multipay/v1/${purpose}`, 32));

/** What the plugin does with a pairing code. */
export async function pairWith(
  bridgeUrl: string,
  code: string,
  body: object,
  nowMs = Date.now(),
  query = '',
): Promise<Answer<{ sealed: string }> & { open: () => Pairing }> {
  const plain = code.replace(/[^0-9A-Z]/g, '');
  const secret = Buffer.from(plain.slice(8));
  const key = { keyId: `pair.${plain.slice(0, 8)}`, key: derive(secret, 'pairing-proof'), audience: 'pairing' };
  const timestamp = Math.floor(nowMs / 1000);
  const parts = { method: 'POST', target: `/v1/pairings${query}`, body, timestamp };
  const answer = await send<{ sealed: string }>(bridgeUrl, key, parts);
  return { ...answer, open: () => openAnswer(derive(secret, 'pairing-answer'), answer.body.sealed) as Pairing };
}

export interface PairedNetwork {
  readonly networkId: string;
  readonly network: SigningKey;
  readonly site: SigningKey;
  readonly webhookKey: Buffer;
}

export async function pairNetwork(bridgeUrl: string, code: string, host: string): Promise<PairedNetwork> {
  const body = { network_name: 'Test network', multisite: true, site: addressOf(host, '1', '/') };
  const pairing = (await pairWith(bridgeUrl, code, body)).open();
  if (!pairing.network_key) throw new Error('a network gets a key');
  return {
    networkId: pairing.network_id,
    network: keyFrom(pairing.network_key, pairing.bridge_id),
    site: keyFrom(pairing.site_key, pairing.bridge_id),
    webhookKey: Buffer.from(pairing.site_key.webhook_key, 'base64'),
  };
}

/** Makes a subsite known, as the plugin does when it is first used. */
export async function registerSubsite(
  bridgeUrl: string,
  network: SigningKey,
  host: string,
  siteId: string,
  nowMs = Date.now(),
): Promise<SigningKey> {
  const { sealed } = (
    await send<{ sealed: string }>(bridgeUrl, network, {
      method: 'PUT',
      target: `/v1/sites/${siteId}`,
      body: addressOf(host, siteId, `/shop${siteId}/`),
      timestamp: Math.floor(nowMs / 1000),
    })
  ).body;
  return keyFrom((openAnswer(derive(network.key, 'site-key-answer'), sealed) as SiteKey).site_key, network.audience);
}

export const aNonce = (): string => randomBytes(16).toString('hex');
