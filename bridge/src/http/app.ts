/** What both listeners share: raw bodies, problems as answers, one line in the log for each request. */
import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { BridgeError } from '../domain/errors';
import type { Log } from '../use-cases/deps';
import { asBridgeError, problemOf } from './problem';
import { validatorCompiler } from './validation';

const BODY_LIMIT_BYTES = 256 * 1024;
const SLOWEST_REQUEST_MS = 30_000;

/** A request's name in both sides' logs; the site's own, if it sent a plain one. */
function requestId({ headers }: { headers: Record<string, unknown> }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : `req_${randomBytes(12).toString('hex')}`;
}

export function newApp(
  log: Log,
  { trustProxy, bodyLimit = BODY_LIMIT_BYTES }: { trustProxy: string[]; bodyLimit?: number },
): FastifyInstance {
  const refuse = refuser(log);
  const app = Fastify({
    logger: false,
    bodyLimit,
    // Forwarded addresses count only from proxies that the operator named.
    trustProxy: trustProxy.length > 0 ? trustProxy : false,
    genReqId: requestId,
    requestTimeout: SLOWEST_REQUEST_MS,
    // Refused below, in our own words.
    return503OnClosing: false,
    // An address that cannot even be read.
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.removeAllContentTypeParsers();
  app.decorateRequest('rawBody');
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onRequest', async (request) => {
    request.rawBody = Buffer.alloc(0);
    if (closing) throw new BridgeError('shutting_down', 'ask again: another one may answer', { retryAfterSeconds: 1 });
  });
  app.setNotFoundHandler(async (request) => {
    throw new BridgeError('not_found', `there is no ${request.method} ${request.url.split('?')[0]}`);
  });
  app.setErrorHandler(refuse);
  app.addHook('onResponse', async (request, reply) => logLine(log, request, reply.statusCode, reply.elapsedTime));
  return app;
}

/** Answers with a problem; what is not the asking side's fault is also said in the log. */
const refuser =
  (log: Log) =>
  (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const error = asBridgeError(thrown);
    if (error.code === 'internal_error') log.error({ request_id: request.id, err: error.cause }, 'a defect');
    else if (error.status >= 500) log.warn({ request_id: request.id, err: error }, 'a request could not be served');
    request.problemCode = error.code;
    if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
    return reply
      .code(error.status)
      .type('application/problem+json')
      .serializer(String)
      .send(JSON.stringify(problemOf(error, request.id)));
  };

declare module 'fastify' {
  interface FastifyRequest {
    problemCode?: string;
  }
}

/** Without the query, the body or any header: nothing that is secret or personal. */
function logLine(log: Log, request: FastifyRequest, status: number, milliseconds: number): void {
  const { routeOptions, method, id, problemCode } = request;
  const caller = request.caller as { networkId: string; siteId: string } | undefined;
  const line = {
    request_id: id,
    method,
    route: routeOptions.url ?? 'none',
    status,
    ms: Math.round(milliseconds * 10) / 10,
    ...(caller?.networkId && { network: caller.networkId, site: caller.siteId }),
    ...(problemCode && { code: problemCode }),
  };
  if (status >= 500) log.error(line, 'request');
  else log.info(line, 'request');
}

/** Keeps JSON bodies as bytes: signatures are about bytes. */
export function takeRawJson(app: FastifyInstance): void {
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body as Buffer;
    done(null, undefined);
  });
}

/** Keeps any body as bytes, whatever it calls itself: providers' proxies are not always right about it. */
export function takeRawAnything(app: FastifyInstance): void {
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body as Buffer;
    done(null, undefined);
  });
}
