/** A browser's page that listens to a stream of server-sent events. */
export interface Listening {
  readonly status: number;
  readonly headers: Headers;
  /** The next event's data; null at the end. */
  next(): Promise<unknown>;
  /** Everything until the end. */
  rest(): Promise<unknown[]>;
  leave(): Promise<void>;
}

export async function listenTo(url: string, headers: Record<string, string>): Promise<Listening> {
  const leaving = new AbortController();
  const answer = await fetch(url, { headers, signal: leaving.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<unknown> => {
    for (;;) {
      const [event, rest] = text.split(/\n\n(.*)/s);
      if (event !== undefined && rest !== undefined) {
        text = rest;
        const data = /^data: (.*)$/m.exec(event)?.[1];
        return JSON.parse(data ?? 'null') as unknown;
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return null;
      text += chunk.value;
    }
  };
  return {
    status: answer.status,
    headers: answer.headers,
    next,
    async rest() {
      const events: unknown[] = [];
      for (let event = await next(); event !== null; event = await next()) events.push(event);
      return events;
    },
    async leave() {
      leaving.abort();
      // What was sent but not read yet would keep the stream open for ever.
      await reader?.cancel().catch(() => undefined);
    },
  };
}
