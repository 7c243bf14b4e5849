/** Calls to sites: where they may go, and what they do not let be done to them. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outgoing } from './outgoing';

interface Site {
  readonly url: string;
  readonly port: number;
  readonly asked: string[];
}

async function site(answer: RequestListener): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, asked };
}

function calls(allowPrivate: boolean, answerWithinMs?: number) {
  const made = outgoing(allowPrivate, answerWithinMs);
  onTestFinished(() => made.close());
  return made;
}

describe('a call to a site', () => {
  it('brings the headers and the body as they are, and hears the status', async () => {
    let heard = '';
    const one = await site((request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
      request.on('end', () => response.writeHead(request.headers['webhook-id'] === 'evt_1' ? 204 : 400).end());
    });
    expect(await calls(true).post(`${one.url}/events`, { 'webhook-id': 'evt_1' }, '{"茶":1}')).toBe(204);
    expect(one.asked).toEqual(['POST /events']);
    expect(heard).toBe('{"茶":1}');
  });

  it.each([301, 302, 307, 308])('does not follow a redirect (%i): it could lead anywhere', async (status) => {
    const inside = await site((_request, response) => response.end());
    const one = await site((_request, response) => response.writeHead(status, { location: inside.url }).end());
    expect(await calls(true).post(one.url, {}, '{}')).toBe(status);
    expect(inside.asked).toEqual([]);
  });

  it('ends when the site takes too long to begin its answer', async () => {
    const one = await site(() => undefined);
    await expect(calls(true, 50).post(one.url, {}, '{}')).rejects.toThrow(/time/i);
  });

  it('hears the status of a site whose answer never ends, and waits no longer for the rest', async () => {
    const one = await site((_request, response) => {
      response.writeHead(200);
      const drops = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drops));
    });
    expect(await calls(true, 100).post(one.url, {}, '{}')).toBe(200);
  });

  it('does not read more of an answer than it has to', async () => {
    let gone = false;
    const one = await site((_request, response) => {
      response.writeHead(200);
      const flood = (): void => {
        while (!gone && response.write('x'.repeat(65_536)));
      };
      response.on('drain', flood);
      response.on('close', () => (gone = true));
      flood();
    });
    expect(await calls(true).post(one.url, {}, '{}')).toBe(200);
  });

  it('that nobody takes says why', async () => {
    await expect(calls(true).post('http://127.0.0.1:1/', {}, '{}')).rejects.toThrow('ECONNREFUSED');
    await expect(calls(true).post('http://no-such-host.invalid/', {}, '{}')).rejects.toThrow('ENOTFOUND');
  });
});

describe('a call whose answer is heard', () => {
  it('brings status, headers by their lower-case names, and the body', async () => {
    const one = await site((_request, response) => {
      response.writeHead(403, { Server: 'Wall', 'Set-Cookie': ['a=1', 'b=2'] }).end('你不能进来');
    });
    const { status, headers, body } = await calls(true).exchange(one.url, {}, '{}', 5_000);
    expect({ status, body }).toEqual({ status: 403, body: '你不能进来' });
    expect(headers).toMatchObject({ server: 'Wall', 'set-cookie': 'a=1,b=2' });
  });

  it('does not follow a redirect, and says where it led', async () => {
    const inside = await site((_request, response) => response.end());
    const one = await site((_request, response) => response.writeHead(302, { location: inside.url }).end());
    const { status, headers } = await calls(true).exchange(one.url, {}, '{}', 5_000);
    expect({ status, location: headers['location'] }).toEqual({ status: 302, location: inside.url });
    expect(inside.asked).toEqual([]);
  });

  it.each<[string, RequestListener]>([
    ['that does not begin', () => undefined],
    ['that does not end', (_request, response) => void response.writeHead(200).write('…')],
  ])('ends in a TimeoutError with an answer %s', async (_name, answer) => {
    const one = await site(answer);
    await expect(calls(true).exchange(one.url, {}, '{}', 50)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('reads only the beginning of a flood', async () => {
    let gone = false;
    const one = await site((_request, response) => {
      response.writeHead(200);
      const flood = (): void => {
        while (!gone && response.write('x'.repeat(65_536)));
      };
      response.on('drain', flood);
      response.on('close', () => (gone = true));
      flood();
    });
    expect((await calls(true).exchange(one.url, {}, '{}', 5_000)).body.length).toBe(65_536);
  });

  it('never reaches a private address in production', async () => {
    const inside = await site((_request, response) => response.end());
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433']) {
      const call = calls(false).exchange(`http://${host}:${inside.port}/`, {}, '{}', 5_000);
      await expect(call, host).rejects.toThrow(/may (not )?be called/);
    }
    expect(inside.asked).toEqual([]);
  });
});

describe('in production, a call', () => {
  it('never reaches a private address: not written out, and not behind a name either', async () => {
    const inside = await site((_request, response) => response.end());
    const production = calls(false);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f000001', '[::ffff:127.0.0.1]']) {
      await expect(production.post(`http://${host}:${inside.port}/`, {}, '{}'), host).rejects.toThrow(
        /may (not )?be called/,
      );
    }
    expect(inside.asked).toEqual([]);
  });

  it.each([
    ['https://93.184.215.14/', true],
    ['https://[2606:2800:220:1:248:1893:25c8:1946]/', true],
    ['http://127.0.0.1/', false],
    ['http://10.0.0.1/', false],
    ['http://172.31.255.255/', false],
    ['http://192.168.1.1/', false],
    ['http://169.254.169.254/', false],
    ['http://100.64.0.1/', false],
    ['http://224.0.0.1/', false],
    ['http://255.255.255.255/', false],
    ['http://0.0.0.0/', false],
    ['http://[::]/', false],
    ['http://[fe80::1]/', false],
    ['http://[fd12:3456::1]/', false],
    ['http://[::ffff:192.168.1.1]/', false],
    ['http://[64:ff9b::a00:1]/', false],
    ['http://localhost/', false],
    ['http://no-such-host.invalid/', false],
  ])('to %s may be made: %s', async (url, may) => {
    expect(await calls(false).mayCall(url)).toBe(may);
  });
});

describe('in development, a call', () => {
  it('may go anywhere', async () => {
    for (const url of ['http://127.0.0.1/', 'http://10.0.0.1/', 'http://shop.test/']) {
      expect(await calls(true).mayCall(url)).toBe(true);
    }
  });
});
