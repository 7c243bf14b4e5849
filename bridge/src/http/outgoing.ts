/** Calls to sites: only to addresses that the bridge may call, whatever their names resolve to at that moment. */
import { lookup as resolve, type LookupAddress } from 'node:dns';
import { promises as dns } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, request, type Dispatcher } from 'undici';
import type { SiteAnswer } from '../use-cases/deps';

const ANSWER_WITHIN_MS = 30_000;
const CONNECT_WITHIN_MS = 5_000;
const CONNECTIONS_PER_SITE = 8;
/** A page that says why it refuses says so in its beginning. */
const MOST_READ_BYTES = 64 * 1024;

const isPublic = (address: string): boolean => ipaddr.process(address).range() === 'unicast';

export interface Outgoing {
  mayCall(url: string): Promise<boolean>;
  /** @returns the HTTP status; redirects are not followed. @throws Error when there was no answer */
  post(url: string, headers: Record<string, string>, body: string): Promise<number>;
  /**
   * The same, with the whole answer. @throws Error when there was none; a `TimeoutError`, by its name, when it was not
   * whole in time
   */
  exchange(url: string, headers: Record<string, string>, body: string, withinMs: number): Promise<SiteAnswer>;
  close(): Promise<void>;
}

/**
 * @param allowPrivate development only: sites on this machine or in this network
 * @param answerWithinMs how long a site may take, from the first byte sent to the last one read
 */
export function outgoing(allowPrivate: boolean, answerWithinMs = ANSWER_WITHIN_MS): Outgoing {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const addresses = error ? [] : found.filter(({ address }) => allowPrivate || isPublic(address));
      const [first] = addresses;
      if (!first) callback(error ?? new Error(`${hostname} has no address that may be called`), '', 0);
      else if (options.all) (callback as (error: null, found: LookupAddress[]) => void)(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
  const agent = new Agent({
    connections: CONNECTIONS_PER_SITE,
    connect: { lookup, timeout: CONNECT_WITHIN_MS },
    headersTimeout: answerWithinMs,
    bodyTimeout: answerWithinMs,
  });
  const mayCall = async (url: string): Promise<boolean> => {
    if (allowPrivate) return true;
    const { hostname } = new URL(url);
    const bare = hostname.replace(/^\[|\]$/g, '');
    if (isIP(bare)) return isPublic(bare);
    const found = await dns.lookup(hostname, { all: true }).catch(() => []);
    return found.length > 0 && found.every(({ address }) => isPublic(address));
  };
  const send = async (url: string, headers: Record<string, string>, body: string, withinMs: number) => {
    // A literal address is not looked up, so it is checked here.
    if (isIP(new URL(url).hostname.replace(/^\[|\]$/g, '')) && !(await mayCall(url))) {
      throw new Error('the address may not be called');
    }
    const signal = AbortSignal.timeout(withinMs);
    return request(url, { method: 'POST', headers, body, dispatcher: agent, signal });
  };
  return {
    mayCall,
    async post(url, headers, body) {
      const answer = await send(url, headers, body, answerWithinMs);
      await answer.body.dump();
      return answer.statusCode;
    },
    exchange: async (url, headers, body, withinMs) => readAnswer(await send(url, headers, body, withinMs)),
    close: () => agent.close(),
  };
}

async function readAnswer({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<SiteAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (bytes >= MOST_READ_BYTES) break;
  }
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: Buffer.concat(chunks).subarray(0, MOST_READ_BYTES).toString('utf8'),
  };
}
