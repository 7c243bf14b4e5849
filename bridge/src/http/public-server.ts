/** The public listener: shoppers' browsers and providers. It opens nothing but one payment's state and the doors. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '@multipay/contracts/ids';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import { BridgeError } from '../domain/errors';
import { newApp, takeRawAnything } from './app';
import type { NotificationDesk } from './notification-desk';
import { beginEvents, follow, type StreamParts } from './stream';
import { StreamPlaces, type StreamLimits } from './stream-places';

const NOTIFICATION_LIMIT_BYTES = 64 * 1024;
/** By then somebody may have closed a tab; the page polls meanwhile. */
const ASK_AGAIN_FOR_A_STREAM_SECONDS = 30;

export interface PublicServerParts extends StreamParts {
  readonly desk: NotificationDesk;
  /** Whether a browser's page on this origin belongs to a paired site. */
  readonly isSiteOrigin: (origin: string) => Promise<boolean>;
  readonly trustedProxies: string[];
  readonly streams: StreamLimits;
}

/** The streams that are open. */
interface Streams {
  readonly places: StreamPlaces;
  readonly ends: Set<() => void>;
}

export function publicServer(parts: PublicServerParts): FastifyInstance {
  const app = newApp(parts.log, { trustProxy: parts.trustedProxies, bodyLimit: NOTIFICATION_LIMIT_BYTES });
  takeRawAnything(app);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
  });
  app.post('/notifications/:provider/:merchant', (request, reply) => receive(parts, request, reply));
  app.options('/stream/:payment', (request, reply) => preflight(parts, request, reply));
  // A bridge that ends does not wait until everybody has paid; whoever listened goes on by polling.
  const streams: Streams = { places: new StreamPlaces(parts.streams), ends: new Set() };
  app.addHook('preClose', async () => {
    for (const end of streams.ends) end();
  });
  app.get('/stream/:payment', { exposeHeadRoute: false }, (request, reply) => stream(parts, streams, request, reply));
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

/** Events `status` until the payment is over or the token ends; the token comes in a header, never logged. */
async function stream(
  parts: PublicServerParts,
  { places, ends }: Streams,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { payment: paymentId } = request.params as { payment: string };
  const token = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  await allowOrigin(parts, request, reply);
  if (!(await parts.watch(paymentId, token))) {
    throw new BridgeError('stream_token_invalid', 'ask the shop for a fresh token');
  }
  const leave = places.take(paymentId);
  if (!leave) {
    throw new BridgeError('rate_limited', 'there are too many streams; ask for the status instead', {
      retryAfterSeconds: ASK_AGAIN_FOR_A_STREAM_SECONDS,
    });
  }
  const end = follow(parts, paymentId, token, beginEvents(reply));
  ends.add(end);
  const gone = (): void => {
    ends.delete(end);
    leave();
    end();
  };
  reply.raw.once('close', gone);
  // Whoever went away while the token was checked is not heard of again.
  if (reply.raw.destroyed) gone();
  return reply;
}
