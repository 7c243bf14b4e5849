/**
 * Reads a server-sent event stream with `fetch`, since `EventSource` cannot send an `Authorization` header and a token
 * in an address ends up in logs. Wire format: WHATWG HTML, "Server-sent events".
 */

/** The bridge speaks at least every 15 s; twice that in silence means that the connection is dead. */
const SILENCE_MS = 40_000;

export interface StreamAddress {
  readonly url: string;
  readonly token: string;
}

/**
 * Calls `onEvent` for each event until the server ends the stream.
 *
 * @throws when it cannot be opened, breaks off, is silent for too long, or `signal` ends it
 */
export async function readEventStream(
  { url, token }: StreamAddress,
  onEvent: (data: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  let timer = setTimeout(stop, SILENCE_MS);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}` };
    const response = await fetch(url, { headers, cache: 'no-store', credentials: 'omit', signal: abort.signal });
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !response.body || !type.startsWith('text/event-stream')) {
      throw new Error(`no stream: ${response.status} ${type}`);
    }
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const take = eventCutter(onEvent);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(stop, SILENCE_MS);
      take(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    abort.abort();
  }
}

/** Puts chunks together and cuts them at blank lines; an event's `data` lines are joined, everything else is ignored. */
export function eventCutter(onEvent: (data: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    rest = (rest + chunk).replace(/\r\n/g, '\n');
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).replace(/^ /, ''));
      if (data.length > 0) onEvent(data.join('\n'));
    }
  };
}
