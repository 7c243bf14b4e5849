import { ERRORS, isRetryable, type ErrorCode } from '@multipay/contracts/errors';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { BridgeError } from '../domain/errors';

/** Fastify's own refusals, before a route is reached. */
const FASTIFY_CODES = new Map<string, ErrorCode>([
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'unsupported_media_type'],
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'payload_too_large'],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', 'invalid_request'],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'invalid_request'],
  ['FST_ERR_VALIDATION', 'invalid_request'],
  ['FST_ERR_BAD_URL', 'invalid_request'],
  ['FST_ERR_MAX_PARAM_LENGTH', 'invalid_request'],
]);

/** Makes a BridgeError of whatever was thrown; a defect becomes `internal_error` and tells nothing outside. */
export function asBridgeError(thrown: unknown): BridgeError {
  if (thrown instanceof BridgeError) return thrown;
  const code = FASTIFY_CODES.get(String((thrown as { code?: unknown } | null)?.code));
  if (code) return new BridgeError(code, (thrown as Error).message, { cause: thrown });
  return new BridgeError('internal_error', "see the bridge's log", { cause: thrown });
}

export function problemOf(error: BridgeError, requestId: string): Problem {
  const { number, status, next, title } = ERRORS[error.code];
  return {
    type: `/docs/errors#${error.code}`,
    title,
    status,
    code: error.code,
    number,
    detail: error.message,
    retryable: isRetryable(error.code),
    next,
    request_id: requestId,
    ...(error.providerCode !== undefined && { provider_code: error.providerCode }),
    ...(error.field !== undefined && { field: error.field }),
  };
}
