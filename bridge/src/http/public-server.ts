/** The public listener: shoppers' browsers and providers. It opens nothing but one payment's state and the doors. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '@multipay/contracts/ids';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import { BridgeError } from '../domain/errors';
import type { Log } from '../use-cases/deps';
import type { Watched } from '../use-cases/watch-payment';
import { newApp, takeRawAnything } from './app';
import type { NotificationDesk } from './notification-desk';
import type { Watchers } from './watchers';

const NOTIFICATION_LIMIT_BYTES = 64 * 1024;
const HEARTBEAT_MS = 15_000;
const OVER = new Set(['succeeded', 'failed', 'expired']);

export interface PublicServerParts {
  readonly desk: NotificationDesk;
  readonly watch: (paymentId: string, token: string) => Promise<Watched | null>;
  readonly watchers: Watchers;
  /** Whether a browser's page on this origin belongs to a paired site. */
  readonly isSiteOrigin: (origin: string) => Promise<boolean>;
  readonly log: Log;
  readonly trustedProxies: string[];
}

export function publicServer(parts: PublicServerParts): FastifyInstance {
  const app = newApp(parts.log, { trustProxy: parts.trustedProxies, bodyLimit: NOTIFICATION_LIMIT_BYTES });
  takeRawAnything(app);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
  });
  app.post('/notifications/:provider/:merchant', (request, reply) => receive(parts, request, reply));
  app.options('/stream/:payment', (request, reply) => preflight(parts, request, reply));
  app.get('/stream/:payment', (request, reply) => stream(parts, request, reply));
  app.get('/health', async () => ({ status: 'ok' }));
  return app;
}

async function receive(
  { desk }: PublicServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { provider, merchant: merchantId } = request.params as { provider: string; merchant: string };
  if (!(PROVIDERS as readonly string[]).includes(provider) || !isId('merchant', merchantId)) {
    throw new BridgeError('not_found', 'there is no such door');
  }
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const door = { provider: provider as ProviderName, merchantId };
  const {
    status,
    content_type: type,
    body,
    retry_after: retryAfter,
  } = await desk(door, { headers, body: request.rawBody }, request.ip);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  return reply.code(status).type(type).send(body);
}

async function allowOrigin(
  { isSiteOrigin }: PublicServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { origin } = request.headers;
  reply.header('vary', 'origin');
  if (origin !== undefined && (await isSiteOrigin(origin))) reply.header('access-control-allow-origin', origin);
}

async function preflight(
  parts: PublicServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await allowOrigin(parts, request, reply);
  const allowed = {
    'access-control-allow-methods': 'GET',
    'access-control-allow-headers': 'authorization',
    'access-control-max-age': '600',
  };
  return reply.headers(allowed).code(204).send();
}

/** Server-sent events `status` until the payment is over or the token ends; the token comes in a header, never logged. */
async function stream(parts: PublicServerParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { payment: paymentId } = request.params as { payment: string };
  const token = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  await allowOrigin(parts, request, reply);
  const first = await parts.watch(paymentId, token);
  if (!first) throw new BridgeError('stream_token_invalid', 'ask the shop for a fresh token');
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
    // nginx would hold events back until its buffer is full.
    'x-accel-buffering': 'no',
  });
  const end = follow(
    parts,
    paymentId,
    token,
    (status) => raw.write(`event: status\ndata: {"status":"${status}"}\n\n`),
    () => raw.end(),
  );
  raw.once('close', end);
  return reply;
}

/** Says the status now, at every change, and at every heartbeat: another bridge may have been the one to hear of it. */
function follow(
  parts: PublicServerParts,
  paymentId: string,
  token: string,
  say: (status: string) => void,
  done: () => void,
): () => void {
  const look = async (): Promise<void> => {
    const seen = await parts.watch(paymentId, token);
    if (seen) say(seen.status);
    if (!seen || OVER.has(seen.status)) end();
  };
  const lookSafely = (): void => {
    look().catch((error: unknown) => {
      parts.log.warn({ err: error }, 'a stream was ended');
      end();
    });
  };
  const stop = parts.watchers.watch(paymentId, lookSafely);
  const heartbeat = setInterval(lookSafely, HEARTBEAT_MS);
  const end = (): void => {
    clearInterval(heartbeat);
    stop();
    done();
  };
  lookSafely();
  return end;
}
