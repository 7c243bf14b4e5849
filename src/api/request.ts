/** Speaks to `multipay/v1` as the logged-in admin; WordPress's own script adds the address and the nonce. */
import apiFetch from '@wordpress/api-fetch';
import { __, sprintf } from '@wordpress/i18n';

/** PHP waits 10 s for the bridge where it pairs, and 6 s for each other answer that an admin needs. */
const TIMEOUT_MS = 20_000;

/** Why there is no answer; `message` is a sentence for the admin, with the cure where there is one. */
export class AdminApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** By which the operator finds the request in the bridge's log. */
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
}

interface Thrown {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly data?: { readonly request_id?: unknown } | null;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What the REST routes say to whoever has not shown lately that they are who they are. */
const IDENTITY_NEEDED = 'identity_needed';
/** Asks the person for the password. @returns whether it was right, false when they would rather not */
type AskForIdentity = () => Promise<boolean>;
let askForIdentity: AskForIdentity | null = null;

/** Names who asks for the password on this page; null: nobody, and refusals are passed on. */
export function onIdentityNeeded(ask: AskForIdentity | null): void {
  askForIdentity = ask;
}

/**
 * One request. Where the server first wants to know again who is asking, the person is asked for the password, and the
 * request is sent once more.
 *
 * @param timeoutMs for what takes longer than an answer of the bridge does
 * @throws AdminApiError
 */
export async function request<T>(method: Method, path: string, data?: unknown, timeoutMs = TIMEOUT_MS): Promise<T> {
  try {
    return await send<T>(method, path, data, timeoutMs);
  } catch (error) {
    const shallAsk = error instanceof AdminApiError && error.code === IDENTITY_NEEDED && askForIdentity !== null;
    if (shallAsk && (await askForIdentity?.())) return send<T>(method, path, data, timeoutMs);
    throw error;
  }
}

async function send<T>(method: Method, path: string, data: unknown, timeoutMs: number): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    return await apiFetch<T>({ path, method, signal: abort.signal, ...(data !== undefined && { data }) });
  } catch (error) {
    if (abort.signal.aborted)
      throw new AdminApiError(
        'timed_out',
        // translators: %d: a number of seconds.
        sprintf(__('WordPress did not answer within %d seconds. Please try again.', 'multipay'), timeoutMs / 1000),
      );
    throw asError(error as Thrown);
  } finally {
    clearTimeout(timer);
  }
}

function asError({ code, message, data }: Thrown): AdminApiError {
  const requestId = typeof data?.request_id === 'string' ? data.request_id : null;
  const sentence =
    typeof message === 'string' && message !== ''
      ? message
      : __('WordPress gave no reason. Please try again.', 'multipay');
  return new AdminApiError(typeof code === 'string' ? code : 'unknown', sentence, requestId);
}

/** What went wrong, in a sentence. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
