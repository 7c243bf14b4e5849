import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ShopAnswer {
  readonly status: number;
  readonly body: string;
}

/** A shop's door: keeps what providers bring and answers what a test wants. */
export class Shop {
  readonly url: string;
  readonly received: Received[] = [];
  #answer: (received: Received) => ShopAnswer | Promise<ShopAnswer>;
  readonly #usual: ShopAnswer;
  readonly #server: Server;

  private constructor(server: Server, usual: ShopAnswer) {
    this.#server = server;
    this.#usual = usual;
    this.#answer = () => usual;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
      request.on('end', () => {
        const text = Buffer.from(body, 'latin1').toString('utf8');
        const received = { path: request.url ?? '', headers: request.headers, body: text };
        this.received.push(received);
        void Promise.resolve(this.#answer(received)).then(({ status, body: said }) => {
          response.writeHead(status).end(said);
        });
      });
    });
  }

  static async open(usual: ShopAnswer): Promise<Shop> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Shop(server, usual);
  }

  /** From now on; without an argument, the usual answer again. */
  answers(answer?: (received: Received) => ShopAnswer | Promise<ShopAnswer>): void {
    this.#answer = answer ?? (() => this.#usual);
  }

  /** Forgets what came, and answers as usual again. */
  clear(): void {
    this.received.length = 0;
    this.answers();
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
