/** The only place in the shoppers' pages that speaks to `multipay/v1`. */
import { __ } from '@wordpress/i18n';
import type { PaymentStatus } from '@multipay/contracts/payment-rules';
import type { Channel } from '@multipay/contracts/providers';
import { asPaymentView, type GatewayId, type PaymentReference, type PaymentView, type Proof } from './payment-view';

/** Opening waits for the provider: PHP gives the bridge 14 s. */
const OPEN_TIMEOUT_MS = 20_000;
const SETTLE_TIMEOUT_MS = 12_000;
const READ_TIMEOUT_MS = 10_000;

/** An order of the shop, or a pay button's token; the token with a proof resumes that button's payment. */
export type OpenRequest = (Proof | ({ readonly token: string } & Partial<Proof>)) & {
  readonly gateway: GatewayId;
  readonly channel?: Channel | 'auto';
  /** The currency's own decimals, without its sign: `12.50`. */
  readonly amount_text?: string;
  readonly email?: string;
};

export interface StatusAnswer {
  readonly status: PaymentStatus;
  readonly payable_until: string;
  readonly server_time: string;
}

export interface SettleAnswer {
  readonly status: PaymentStatus;
  readonly paid: boolean;
  /** Money came, but a person has to look at it first. */
  readonly review: boolean;
  readonly redirect_url: string | null;
  readonly message: string | null;
}

/** Why there is no answer. `message` is a sentence for the shopper. */
export class ApiError extends Error {
  constructor(
    /** The bridge's or PHP's code; `connection_lost`, `timed_out` or `not_understood` when neither answered. */
    readonly code: string,
    message: string,
    /** The HTTP status; 0 when there was no answer. */
    readonly status = 0,
    /** Whether asking again can help. */
    readonly retryable = true,
  ) {
    super(message);
  }
}

/** What to tell the shopper. Anything that is not an `ApiError` is a fault of this page. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiError ? error.message : __('Something went wrong on this page. Please try again.', 'multipay');

/** @throws ApiError */
export const openPayment = async (endpointBase: string, request: OpenRequest): Promise<PaymentView> =>
  asPaymentView(await send('POST', endpointBase, request, OPEN_TIMEOUT_MS));

/** @throws ApiError */
export const readStatus = async (
  { endpoint, order, key }: PaymentReference,
  signal?: AbortSignal,
): Promise<StatusAnswer> =>
  (await send('GET', withQuery(endpoint, { order, key }), null, READ_TIMEOUT_MS, signal)) as StatusAnswer;

/** Has PHP ask the bridge once more and settle the order where money has come. @throws ApiError */
export const settlePayment = async ({ endpoint, order, key }: PaymentReference): Promise<SettleAnswer> =>
  (await send('POST', `${endpoint}/settle`, { order, key }, SETTLE_TIMEOUT_MS)) as SettleAnswer;

/** Gives the payment up; a request, not a proof that it cannot be paid any more. @throws ApiError */
export const closePayment = async ({ endpoint, order, key }: PaymentReference): Promise<{ status: PaymentStatus }> =>
  (await send('POST', `${endpoint}/close`, { order, key }, READ_TIMEOUT_MS)) as { status: PaymentStatus };

/** Plain permalinks have the route itself in the query: `?rest_route=/multipay/v1/…`. */
const withQuery = (address: string, query: Record<string, string>): string =>
  `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;

async function send(
  method: 'GET' | 'POST',
  url: string,
  body: object | null,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<unknown> {
  const limit = timeLimit(timeoutMs, signal);
  try {
    const response = await fetch(url, { ...requestOf(method, body), signal: limit.signal });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok || typeof answer !== 'object' || answer === null) throw problem(response.status, answer);
    return answer;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw limit.isOver()
      ? new ApiError('timed_out', __('The shop did not answer in time. Please try again.', 'multipay'))
      : new ApiError(
          'connection_lost',
          __('The connection to the shop was lost. Please check your network and try again.', 'multipay'),
        );
  } finally {
    limit.clear();
  }
}

const requestOf = (method: string, body: object | null): RequestInit => ({
  method,
  cache: 'no-store',
  credentials: 'same-origin',
  headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
  ...(body && { body: JSON.stringify(body) }),
});

/** Ends a request after a while, or when `outer` ends it. (`AbortSignal.timeout` and `any` are newer than our browsers.) */
function timeLimit(
  timeoutMs: number,
  outer?: AbortSignal,
): { signal: AbortSignal; isOver: () => boolean; clear: () => void } {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    stop();
  }, timeoutMs);
  outer?.addEventListener('abort', stop);
  if (outer?.aborted) stop();
  const clear = (): void => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  };
  return { signal: abort.signal, isOver: () => over, clear };
}

interface WordPressError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly data?: { readonly next?: unknown; readonly retryable?: unknown } | null;
}

/** Only our own errors carry `next`, and a sentence that is meant for shoppers; a firewall's page or WordPress's own words are not. */
function problem(status: number, answer: unknown): ApiError {
  const { code, message, data } = (answer ?? {}) as WordPressError;
  if (typeof code === 'string' && typeof message === 'string' && typeof data?.next === 'string') {
    return new ApiError(code, message, status, data.retryable === true);
  }
  const sentence = __('The shop gave an answer that this page does not understand. Please try again.', 'multipay');
  return new ApiError('not_understood', sentence, status, status >= 500 || status === 429 || status < 400);
}
