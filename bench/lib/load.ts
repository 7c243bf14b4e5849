/** Signed requests, many at once, and how long each took. */
import { Agent, request } from 'undici';
import { signed, type SigningKey } from '../../bridge/testing/site';

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly target: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Load {
  readonly url: string;
  readonly key: SigningKey;
  readonly concurrency: number;
  /** Ends after so many seconds, or when `next` has nothing more. */
  readonly seconds: number;
  /** So many a second, evenly; undefined: as many as it takes. */
  readonly perSecond?: number;
  readonly next: (count: number) => Call | undefined;
}

export interface Loaded {
  readonly done: number;
  readonly perSecond: number;
  /** Milliseconds, sorted; from when a request was due where a rate was asked for, so that waiting counts. */
  readonly latencies: number[];
}

/** @throws Error when an answer is not a good one: a benchmark of refusals measures nothing */
export async function load({ url, key, concurrency, seconds, perSecond, next }: Load): Promise<Loaded> {
  const agent = new Agent({ connections: concurrency, pipelining: 1 });
  const latencies: number[] = [];
  let started = 0;
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  const one = async ({ method, target, body, headers }: Call, beganMs: number): Promise<void> => {
    const raw = body === undefined ? '' : JSON.stringify(body);
    const proof = signed(key, { method, target }, raw);
    const type = raw === '' ? {} : { 'content-type': 'application/json' };
    const answer = await request(url + target, {
      ...{ method, dispatcher: agent, headers: { ...type, ...proof, ...headers } },
      ...(raw !== '' && { body: raw }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${target}: ${answer.statusCode} ${text}`);
    latencies.push(performance.now() - beganMs);
  };
  const worker = async (): Promise<void> => {
    while (performance.now() < endMs) {
      const count = started++;
      const call = next(count);
      if (!call) return;
      const dueMs = perSecond === undefined ? performance.now() : startMs + (count / perSecond) * 1000;
      const waitMs = dueMs - performance.now();
      if (waitMs > 0) await new Promise((go) => setTimeout(go, waitMs));
      await one(call, dueMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const tookMs = performance.now() - startMs;
  await agent.close();
  latencies.sort((one_, other) => one_ - other);
  return { done: latencies.length, perSecond: latencies.length / (tookMs / 1000), latencies };
}
