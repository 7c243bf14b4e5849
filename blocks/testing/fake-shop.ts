/**
 * `multipay/v1` and the bridge's stream as a real server on the loopback address, for tests of the pages: what it
 * answers is set by the test, what it was asked is kept.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SettleAnswer } from '../shared/api';
import type { PaymentView } from '../shared/payment-view';

export interface Asked {
  /** `open`, `status`, `settle`, `close`, `stream`. */
  readonly what: string;
  readonly url: string;
  readonly body: Record<string, unknown>;
  readonly authorization: string | undefined;
}

/** An answer that is not 200: an error as PHP gives it, or somebody else's page. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}

/** An error as our PHP answers it. */
export const problem = (status: number, code: string, message: string, retryable = false): Refusal =>
  new Refusal(status, { code, message, data: { status, next: 'wait_and_retry', retryable } });

/** Takes the request and never answers. */
export const SILENCE = Symbol('silence');

type Answer<T> = T | Refusal | typeof SILENCE;

export interface Answers {
  open: () => Answer<PaymentView>;
  status: () => Answer<{ status: string; payable_until: string; server_time: string }>;
  settle: () => Answer<SettleAnswer>;
  close: () => Answer<{ status: string }>;
  /** What the stream says at once; then it stays open. */
  stream: () => Answer<readonly string[]>;
}

export const PAYMENT_ID = 'pay_01j00000000000000000000000';

export class FakeShop {
  readonly asked: Asked[] = [];
  readonly answers: Answers;
  private readonly streams = new Set<ServerResponse>();
  private waiting: { what: string; count: number; resolve: () => void }[] = [];

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly origin: string,
  ) {
    this.answers = {
      open: () => this.view(),
      status: () => this.state('pending'),
      settle: () => ({ status: 'pending', paid: false, review: false, redirect_url: null, message: null }),
      close: () => ({ status: 'pending' }),
      stream: () => [],
    };
    server.on('request', (request, response) => void this.handle(request, response));
  }

  static async start(): Promise<FakeShop> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeShop(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  get base(): string {
    return `${this.origin}/wp-json/multipay/v1/payments`;
  }

  /** A payment that can be paid for half an hour. */
  view(changed: Partial<PaymentView> = {}): PaymentView {
    const { payable_until, server_time } = this.state('pending');
    return {
      payment_id: PAYMENT_ID,
      order: 'order_123',
      key: 'wc_order_abc',
      gateway: 'multipay_wechat',
      provider: 'wechat_pay',
      channel: 'qr_code',
      status: 'pending',
      merchant_name: 'Tea House',
      amount_text: '¥10.01',
      payable_until,
      server_time,
      prompt: { type: 'qr_code', code_url: 'weixin://wxpay/bizpayurl?pr=abc' },
      stream: null,
      endpoint: `${this.base}/${PAYMENT_ID}`,
      success_url: `${this.origin}/thank-you/`,
      retry_url: `${this.origin}/order-pay/123/`,
      ...changed,
    };
  }

  /** The same with a stream. */
  streamedView(): PaymentView {
    const expires_at = new Date(Date.now() + 900_000).toISOString();
    return this.view({ stream: { url: `${this.origin}/stream/${PAYMENT_ID}`, token: 'secret-token', expires_at } });
  }

  state(status: string, payableMs = 1_800_000): { status: string; payable_until: string; server_time: string } {
    const nowMs = Date.now();
    return {
      status,
      payable_until: new Date(nowMs + payableMs).toISOString(),
      server_time: new Date(nowMs).toISOString(),
    };
  }

  /** Speaks on every open stream. */
  say(status: string): void {
    for (const stream of this.streams) stream.write(`event: status\ndata: {"status":"${status}"}\n\n`);
  }

  /** Breaks every open stream off. */
  breakStreams(): void {
    for (const stream of this.streams) stream.destroy();
    this.streams.clear();
  }

  count(what: string): number {
    return this.asked.filter((one) => one.what === what).length;
  }

  /** @returns when something has been asked so many times */
  async wasAsked(what: string, count = 1): Promise<void> {
    if (this.count(what) >= count) return;
    await new Promise<void>((resolve) => this.waiting.push({ what, count, resolve }));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = request.url ?? '';
    const what = whatIsAsked(request.method ?? '', url);
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    this.asked.push({ what, url, body, authorization: request.headers.authorization });
    this.answer(what, response);
    this.waiting = this.waiting.filter((one) => {
      if (this.count(one.what) < one.count) return true;
      one.resolve();
      return false;
    });
  }

  private answer(what: string, response: ServerResponse): void {
    if (!(what in this.answers))
      return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
    const answer = this.answers[what as keyof Answers]();
    if (answer === SILENCE) return;
    if (answer instanceof Refusal) {
      const html = typeof answer.body === 'string';
      response.writeHead(answer.status, { 'content-type': html ? 'text/html' : 'application/json' });
      return void response.end(html ? answer.body : JSON.stringify(answer.body));
    }
    if (what !== 'stream')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    this.streams.add(response);
    for (const status of answer as readonly string[]) this.say(status);
  }
}

function whatIsAsked(method: string, url: string): string {
  const path = decodeURIComponent(url).split(/[?&](?!rest_route)/)[0] ?? '';
  if (path.startsWith('/stream/')) return 'stream';
  if (method === 'GET') return 'status';
  return /\/(settle|close)$/.exec(path)?.[1] ?? 'open';
}
