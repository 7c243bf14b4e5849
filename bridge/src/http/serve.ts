/** Turns a row of the API table into a route. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Route } from '@multipay/contracts/api';
import { ACTOR_PATTERN } from '@multipay/contracts/schemas/audit';
import { BridgeError } from '../domain/errors';
import type { Caller } from '../domain/site';
import { speakingFor, type Authenticator, type SignedRequest } from './authenticate';
import { TokenBuckets } from './token-bucket';

type Part<R, K extends string> = R extends Record<K, infer S> ? (S extends TSchema ? Static<S> : undefined) : undefined;

/** What a handler gets: everything checked. */
export interface Input<R extends Route> {
  readonly body: Part<R, 'body'>;
  readonly params: Part<R, 'params'>;
  readonly query: Part<R, 'query'>;
  /** Who signed; for routes that nobody signs, the network `''`. */
  readonly caller: Caller;
  /** The pairing code's id, where one signed. */
  readonly codeId: string;
  readonly idempotencyKey: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Handler<R extends Route> = (input: Input<R>) => Promise<Part<R, 'answer'>>;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
    codeId: string;
    rawBody: Buffer;
  }
}

const ACTOR = new RegExp(ACTOR_PATTERN);
/** Who acts without a request: the command line, and a schedule. Nobody may sign for them. */
const OWN_ACTORS: readonly string[] = ['operator', 'bridge'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const NOBODY: Caller = { networkId: '', siteId: '', scope: 'site' };

export interface Gate {
  readonly authenticate: Authenticator;
  /** What each key may ask; null where something else limits. */
  readonly quota: TokenBuckets | null;
}

const signedParts = (request: FastifyRequest): SignedRequest => ({
  method: request.method,
  target: request.raw.url ?? '',
  authorization: request.headers.authorization,
  body: request.rawBody,
});

/** Checks who asks, before anything that was sent is looked at. */
async function admit({ authenticate, quota }: Gate, route: Route, request: FastifyRequest): Promise<void> {
  request.caller = NOBODY;
  request.codeId = '';
  if (route.access === 'nobody') return;
  if (route.access === 'pairing_code') {
    request.codeId = await authenticate.pairingCode(signedParts(request));
    request.caller = { ...NOBODY, ...actorIn((request.query as Record<string, string | undefined>)['actor']) };
    return;
  }
  const signer = await authenticate.site(signedParts(request));
  const waitSeconds = quota?.take(`${signer.networkId}.${signer.siteId}`) ?? 0;
  if (waitSeconds > 0) {
    throw new BridgeError('rate_limited', 'this key has used up its requests', { retryAfterSeconds: waitSeconds });
  }
  if (route.access === 'network' && signer.scope !== 'network') {
    throw new BridgeError('forbidden', "only the network's own key may do this");
  }
  const query = request.query as Record<string, string | undefined>;
  request.caller = { ...speakingFor(signer, query['site_id']), ...actorIn(query['actor']) };
  delete query['site_id'];
  delete query['actor'];
}

/** Who asked, from `?actor=`: part of the address, and so of what is signed. */
function actorIn(named: string | undefined): { actor?: string } {
  if (named === undefined) return {};
  if (!ACTOR.test(named) || OWN_ACTORS.includes(named))
    throw new BridgeError('invalid_request', 'actor is not like user_5', { field: '/actor' });
  return { actor: named };
}

/** The body was kept as bytes until the signature was checked. */
function parseBody(request: FastifyRequest): void {
  if (request.rawBody.length === 0) return;
  try {
    request.body = JSON.parse(request.rawBody.toString('utf8')) as unknown;
  } catch (error) {
    throw new BridgeError('invalid_request', 'the body is not valid JSON', { cause: error });
  }
}

function idempotencyKey(route: Route, request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (!route.idempotent) return '';
  if (typeof key !== 'string' || !UUID.test(key))
    throw new BridgeError('idempotency_key_missing', 'send a UUID as Idempotency-Key');
  return key.toLowerCase();
}

export function serve<R extends Route>(app: FastifyInstance, gate: Gate, route: R, handler: Handler<R>): void {
  const { method, path, params, query, body, answer, status } = route;
  app.route({
    method,
    url: path,
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      response: { [status]: answer },
    },
    preValidation: async (request) => {
      await admit(gate, route, request);
      parseBody(request);
    },
    handler: async (request, reply) => {
      const result = await handler({
        body: request.body as Part<R, 'body'>,
        params: request.params as Part<R, 'params'>,
        query: request.query as Part<R, 'query'>,
        caller: request.caller,
        codeId: request.codeId,
        idempotencyKey: idempotencyKey(route, request),
        request,
        reply,
      });
      // A handler may have said something else: a bridge that is not ready.
      if (reply.statusCode === 200) reply.code(status);
      return reply.send(result);
    },
  });
}
