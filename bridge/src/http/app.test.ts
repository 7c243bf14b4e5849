/** What both listeners share. */
import { connect, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SILENT } from '../../testing/bridge';
import { until } from '../../testing/until';
import { BridgeError } from '../domain/errors';
import type { Log } from '../use-cases/deps';
import { newApp } from './app';

function logOf(): { log: Log; lines: { level: string; fields: Record<string, unknown>; message: string }[] } {
  const lines: { level: string; fields: Record<string, unknown>; message: string }[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields: { ...fields }, message });
  return { log: { info: write('info'), warn: write('warn'), error: write('error') }, lines };
}

describe('a listener that is closing', () => {
  it('finishes what it has begun, and says "shutting down" to what comes now', async () => {
    const app = newApp(SILENT, { trustProxy: [] });
    let release = (): void => undefined;
    let begun = false;
    app.get('/slow', async () => {
      begun = true;
      await new Promise<void>((done) => (release = done));
      return { done: true };
    });
    app.get('/next', async () => ({ next: true }));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => (heard += String(chunk)));
    socket.write('GET /slow HTTP/1.1\r\nHost: bridge\r\n\r\n');
    await until(() => begun);
    const closed = app.close();
    await until(() => !app.server.listening);
    socket.write('GET /next HTTP/1.1\r\nHost: bridge\r\n\r\n');
    await until(() => socket.bytesWritten > 70);
    release();
    await closed;
    await until(() => heard.includes('shutting_down'));
    expect(heard).toContain('{"done":true}');
    expect(heard).toContain('503 Service Unavailable');
    expect(heard).toContain('retry-after: 1');
    expect(heard).not.toContain('{"next":true}');
    socket.destroy();
  });
});

describe('the log of a listener', () => {
  const ask = async (thrown: unknown) => {
    const { log, lines } = logOf();
    const app = newApp(log, { trustProxy: [] });
    app.get('/broken/:id', async () => {
      throw thrown;
    });
    const answer = await app.inject({ url: '/broken/1?secret=abc', headers: { authorization: 'secret' } });
    await app.close();
    return { answer, lines };
  };

  it('has a line for each request: what was asked, how it went, how long it took; no query, no header', async () => {
    const { lines } = await ask(new BridgeError('not_found', 'no'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'info',
      fields: { method: 'GET', route: '/broken/:id', status: 404, code: 'not_found' },
    });
    expect(lines[0]?.fields['ms']).toBeTypeOf('number');
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('holds what broke, which the answer does not', async () => {
    const defect = new TypeError('x is undefined');
    const { answer, lines } = await ask(defect);
    expect(lines[0]).toMatchObject({ level: 'error', message: 'a defect', fields: { err: defect } });
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal_error' });
    expect(answer.body).not.toContain('undefined');
    expect(lines[0]?.fields['request_id']).toBe(answer.json<{ request_id: string }>().request_id);
  });

  it("holds why a request could not be served, when that is not the asking side's fault", async () => {
    const cause = new Error('connect ECONNREFUSED');
    const { lines } = await ask(new BridgeError('store_unavailable', 'the database does not answer', { cause }));
    expect(lines[0]).toMatchObject({ level: 'warn', fields: { err: { code: 'store_unavailable', cause } } });
    expect(lines[1]).toMatchObject({ level: 'error', fields: { status: 503, code: 'store_unavailable' } });
  });
});
