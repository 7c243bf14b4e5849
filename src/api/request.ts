/** Speaks to `multipay/v1` as the logged-in admin; WordPress's own script adds the address and the nonce. */
import apiFetch from '@wordpress/api-fetch';
import { __ } from '@wordpress/i18n';

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

/** @throws AdminApiError */
export async function request<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, data?: unknown): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    return await apiFetch<T>({ path, method, signal: abort.signal, ...(data !== undefined && { data }) });
  } catch (error) {
    if (abort.signal.aborted)
      throw new AdminApiError(
        'timed_out',
        __('WordPress did not answer within 20 seconds. Please try again.', 'multipay'),
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
