import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { report } from './report';

/** A request with its bytes as they came: signatures cover the raw target and the raw body. */
export interface Request {
  readonly method: string;
  /** Path and query, exactly as sent. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly remoteAddress: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent as it comes, without a length. */
  readonly body?: string | Buffer | Readable;
}

export type Handler = (request: Request) => Answer | Promise<Answer>;

/** Thrown by a handler: the caller gets no answer, the connection ends. */
export class CutConnection extends Error {}

export interface Listener {
  readonly url: string;
  /** Ends open connections too, also those whose answer is being held back. */
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 1_048_576;

/** The whole body; undefined when it is longer than the limit. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk); // the rest is read, so that the caller hears the answer
  }
  if (length > BODY_LIMIT_BYTES) return undefined;
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

function requestOf(message: IncomingMessage, body: Buffer): Request {
  const target = message.url ?? '/';
  const queryStart = target.indexOf('?');
  return {
    method: message.method ?? 'GET',
    target,
    path: queryStart < 0 ? target : target.slice(0, queryStart),
    query: new URLSearchParams(queryStart < 0 ? '' : target.slice(queryStart + 1)),
    headers: message.headers,
    body,
    remoteAddress: message.socket.remoteAddress ?? '',
  };
}

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  const { body = '' } = answer;
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) {
    response.writeHead(answer.status, answer.headers);
    await pipeline(body, response);
    return;
  }
  // A 204 must not announce a length; its signature headers are still sent.
  const length = answer.status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(body);
}

async function respond(handler: Handler, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(message);
    const tooLarge = { status: 413, body: 'The body is too large.' };
    await send(response, body ? await handler(requestOf(message, body)) : tooLarge);
  } catch (error) {
    if (response.destroyed) return;
    if (!(error instanceof CutConnection)) report(error);
    response.socket?.destroy();
  }
}

export async function listen(handler: Handler, host: string, port: number): Promise<Listener> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
    void respond(handler, message, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

export const html = (status: number, body: string): Answer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
  },
  body,
});

export const seeOther = (location: string): Answer => ({ status: 303, headers: { location } });
