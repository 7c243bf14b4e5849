import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventCutter, readEventStream } from './event-stream';

const cut = (...chunks: string[]): string[] => {
  const heard: string[] = [];
  chunks.forEach(eventCutter((data) => heard.push(data)));
  return heard;
};

describe('cutting a stream into events', () => {
  it('takes an event’s data', () => {
    expect(cut('event: status\ndata: {"status":"pending"}\n\n')).toEqual(['{"status":"pending"}']);
  });

  it('puts events together that came in pieces', () => {
    expect(cut('da', 'ta: o', 'ne\n', '\ndata: two\n\nda', 'ta: three\n\n')).toEqual(['one', 'two', 'three']);
  });

  it('takes every kind of line end, even one that was torn apart', () => {
    expect(cut('data: one\r\n\r\ndata: two\r', '\n\r\n')).toEqual(['one', 'two']);
  });

  it('joins several lines of data', () => {
    expect(cut('data: one\ndata: two\n\n')).toEqual(['one\ntwo']);
  });

  it('ignores comments, ids and events without data', () => {
    expect(cut(': heartbeat\n\nid: 7\nevent: x\n\n')).toEqual([]);
  });

  it('says nothing of an event that has not ended', () => {
    expect(cut('data: one\n')).toEqual([]);
  });
});

describe('reading a stream from a server', () => {
  let server: Server;
  let url: string;
  let headers: Record<string, unknown>[];
  let answer: { status: number; type: string; body: string };

  beforeEach(async () => {
    headers = [];
    answer = { status: 200, type: 'text/event-stream; charset=utf-8', body: 'data: hello\n\n' };
    server = createServer((request, response) => {
      headers.push(request.headers);
      response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream/pay_1`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const read = async (): Promise<string[]> => {
    const heard: string[] = [];
    await readEventStream({ url, token: 'secret' }, (data) => heard.push(data), new AbortController().signal);
    return heard;
  };

  it('hears what is said and ends when the server ends', async () => {
    expect(await read()).toEqual(['hello']);
  });

  it('sends the token in a header, never in the address', async () => {
    await read();
    expect(headers[0]?.['authorization']).toBe('Bearer secret');
    expect(url).not.toContain('secret');
  });

  it.each([
    ['an ended token', { status: 401, type: 'application/json', body: '{}' }],
    ['a proxy’s page', { status: 200, type: 'text/html', body: '<h1>Hello</h1>' }],
  ])('takes %s for no stream', async (_name, other) => {
    answer = other;
    await expect(read()).rejects.toThrow('no stream');
  });

  it('does not begin when it has been told to end', async () => {
    const signal = AbortSignal.abort();
    await expect(readEventStream({ url, token: 'secret' }, () => undefined, signal)).rejects.toThrow();
    expect(headers).toEqual([]);
  });
});
