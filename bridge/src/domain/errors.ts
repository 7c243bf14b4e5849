import { ERRORS, isRetryable, type ErrorCode } from '@multipay/contracts/errors';

interface Details {
  readonly cause?: unknown;
  /** The provider's own word for what went wrong. */
  readonly providerCode?: string;
  /** JSON pointer to the field that is meant. */
  readonly field?: string;
  /** When it makes sense to come back. */
  readonly retryAfterSeconds?: number;
}

/** A "no" that has a code, so that whoever asked can decide what to do. Everything else that is thrown is a defect. */
export class BridgeError extends Error {
  readonly providerCode: string | undefined;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    detail: string,
    { cause, providerCode, field, retryAfterSeconds }: Details = {},
  ) {
    super(detail, { cause });
    this.name = 'BridgeError';
    this.providerCode = providerCode;
    this.field = field;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get retryable(): boolean {
    return isRetryable(this.code);
  }
}

/** The code of a thrown thing, for counters and logs. */
export const codeOf = (error: unknown): ErrorCode => (error instanceof BridgeError ? error.code : 'internal_error');
