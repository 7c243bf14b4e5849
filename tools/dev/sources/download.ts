import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StartProblem } from '../problem';

/** How long a server may take to begin its answer, and then to send a next piece, in ms. */
const BEGINS_WITHIN_MS = 3_000;
const CONTINUES_WITHIN_MS = 30_000;

/** A server that cannot be reached, or says that something is wrong with itself: a reason to look elsewhere. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/**
 * Asks a server.
 *
 * @throws Unreachable when it does not answer in time, or answers with anything but a success
 */
async function ask(url: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    throw new Unreachable(`${new URL(url).host} cannot be reached`, { cause: error });
  }
  if (!response.ok) throw new Unreachable(`${url} answers ${response.status}`);
  return response;
}

/** Asks for a short text. */
export async function downloadText(url: string, signal: AbortSignal): Promise<string> {
  const response = await ask(url, AbortSignal.any([signal, AbortSignal.timeout(BEGINS_WITHIN_MS)]));
  return response.text();
}

/**
 * Downloads a file.
 *
 * @param sha1 what its SHA-1 must be, in hexadecimal, where the server tells it
 * @throws Unreachable when it does not come
 * @throws StartProblem when something else came
 */
export async function downloadFile(url: string, file: string, signal: AbortSignal, sha1?: string): Promise<void> {
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), BEGINS_WITHIN_MS);
  const hash = createHash('sha1');
  try {
    const response = await ask(url, AbortSignal.any([signal, controller.signal]));
    if (!response.body) throw new Unreachable(`${url} answers with nothing`);
    const body = Readable.fromWeb(response.body);
    body.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), CONTINUES_WITHIN_MS);
    });
    await pipeline(body, createWriteStream(file));
  } catch (error) {
    if (controller.signal.aborted && !signal.aborted)
      throw new Unreachable(`${url} stopped answering`, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
  const found = hash.digest('hex');
  if (sha1 !== undefined && found !== sha1) {
    throw new StartProblem(`What ${url} sent is not what it should be (SHA-1 ${found}, not ${sha1}). Try again.`);
  }
}
