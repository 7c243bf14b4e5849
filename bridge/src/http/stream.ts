/** Server-sent events of one payment's status. */
import type { FastifyReply } from 'fastify';
import type { Log } from '../use-cases/deps';
import type { Watched } from '../use-cases/watch-payment';
import type { Watchers } from './watchers';

const HEARTBEAT_MS = 15_000;
const OVER = new Set<string>(['succeeded', 'failed', 'expired']);

export interface StreamParts {
  /** What the token shows, or null when it is wrong or has ended. */
  readonly watch: (paymentId: string, token: string) => Promise<Watched | null>;
  readonly watchers: Watchers;
  readonly log: Log;
}

/** Whoever listens. */
export interface Listener {
  say(status: string): void;
  end(): void;
}

/**
 * Says the status now, at every change, and at every heartbeat, since another bridge may have been the one to hear of
 * it; until the payment is over or the token ends. It looks once at a time, so that nothing is said after the end, and
 * no older status after a newer one.
 *
 * @returns ends it
 */
export function follow(
  { watch, watchers, log }: StreamParts,
  paymentId: string,
  token: string,
  listener: Listener,
): () => void {
  let over = false;
  let looking = false;
  let asked = false;
  const end = (): void => {
    if (over) return;
    over = true;
    clearInterval(heartbeat);
    stopWatching();
    listener.end();
  };
  const look = async (): Promise<void> => {
    asked = false;
    const seen = await watch(paymentId, token);
    if (over) return;
    if (seen) listener.say(seen.status);
    if (!seen || OVER.has(seen.status)) end();
  };
  const lookWhileAsked = async (): Promise<void> => {
    looking = true;
    try {
      while (asked && !over) await look();
    } catch (error) {
      log.warn({ err: error }, 'a stream was ended');
      end();
    }
    looking = false;
  };
  const ask = (): void => {
    asked = true;
    if (!looking) void lookWhileAsked();
  };
  const stopWatching = watchers.watch(paymentId, ask);
  const heartbeat = setInterval(ask, HEARTBEAT_MS);
  ask();
  return end;
}

/** The answer's head; the reply is no longer fastify's after it. */
export function beginEvents(reply: FastifyReply): Listener {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
    // nginx would hold events back until its buffer is full.
    'x-accel-buffering': 'no',
    // A connection kept for later would keep a bridge that ends from ending.
    connection: 'close',
  });
  return {
    say: (status) => void raw.write(`event: status\ndata: {"status":"${status}"}\n\n`),
    end: () => void raw.end(),
  };
}
