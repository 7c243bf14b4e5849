import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CutConnection, listen, type Listener, type Request } from './http-server';

let listener: Listener;

afterEach(() => listener.close());

describe('the server', () => {
  it('gives handlers the target and the body as they came', async () => {
    let seen: Request | undefined;
    listener = await listen(
      (request) => {
        seen = request;
        return { status: 204 };
      },
      '127.0.0.1',
      0,
    );
    await fetch(`${listener.url}/a%2Fb?x=%7C&y`, { method: 'POST', body: Buffer.from([0, 255, 10]) });
    expect(seen).toMatchObject({ method: 'POST', target: '/a%2Fb?x=%7C&y', path: '/a%2Fb' });
    expect([...(seen?.body ?? [])]).toEqual([0, 255, 10]);
  });

  it('refuses a body of more than a mebibyte', async () => {
    listener = await listen(() => ({ status: 200 }), '127.0.0.1', 0);
    const answer = await fetch(listener.url, { method: 'POST', body: Buffer.alloc(1_048_577) });
    expect(answer.status).toBe(413);
  });

  it('cuts the connection when told to, and when a handler fails, which it reports', async () => {
    const report = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const fails: Error[] = [new CutConnection(), new Error('a mistake')];
    listener = await listen(
      () => {
        throw fails.shift()!;
      },
      '127.0.0.1',
      0,
    );
    await expect(fetch(listener.url)).rejects.toThrow();
    expect(report).not.toHaveBeenCalled();
    await expect(fetch(listener.url)).rejects.toThrow();
    expect(report).toHaveBeenCalledOnce();
    report.mockRestore();
  });

  it('closes although an answer is being held back', async () => {
    const arrived = new Promise<void>((resolve) => {
      void listen(
        () => {
          resolve();
          return new Promise<never>(() => undefined);
        },
        '127.0.0.1',
        0,
      ).then((opened) => {
        listener = opened;
        const { port } = new URL(opened.url);
        connect(Number(port), '127.0.0.1')
          .on('error', () => undefined)
          .end('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      });
    });
    await arrived;
    await listener.close();
  });

  it('says when the port is taken', async () => {
    listener = await listen(() => ({ status: 200 }), '127.0.0.1', 0);
    const taken = Number(new URL(listener.url).port);
    await expect(listen(() => ({ status: 200 }), '127.0.0.1', taken)).rejects.toThrow(/EADDRINUSE/);
  });
});
