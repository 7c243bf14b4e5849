import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came back: a status, or the reason why there is none. */
export interface Reply {
  readonly status: number | null;
  /** The beginning of the body, as text. */
  readonly body: string;
  readonly error: string | null;
  readonly durationMs: number;
}

const REPLY_LIMIT_CHARACTERS = 2_000;

/** Sends a notification. Redirections are not followed; each letter travels on a connection of its own. */
export function post(url: string, letter: Letter, timeoutMs: number, signal: AbortSignal): Promise<Reply> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const finish = (status: number | null, body: string, error: string | null): void =>
      resolve({ status, body, error, durationMs: Math.round(performance.now() - startedMs) });
    try {
      const send = url.startsWith('https:') ? httpsRequest : httpRequest;
      const headers = { ...letter.headers, 'content-length': String(Buffer.byteLength(letter.body)) };
      const request = send(url, { method: 'POST', agent: false, headers, signal }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          if (body.length < REPLY_LIMIT_CHARACTERS) body += text;
        });
        response.on('error', (error) => finish(null, body, error.message));
        response.on('end', () => finish(response.statusCode ?? null, body.slice(0, REPLY_LIMIT_CHARACTERS), null));
      });
      // A deadline for the whole exchange, unlike `timeout`, which only counts silence.
      const deadline = setTimeout(() => request.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      request.on('close', () => clearTimeout(deadline));
      request.on('error', (error) => finish(null, '', error.message));
      request.end(letter.body);
    } catch (error) {
      finish(null, '', error instanceof Error ? error.message : String(error)); // not an address at all
    }
  });
}

/** Lets only so many in at the same time. */
export class Turnstile {
  readonly #limit: () => number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#inside >= this.#limit()) await new Promise<void>((enter) => this.#waiting.push(enter));
    else this.#inside++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    }
  }
}
