import { describe, expect, it } from 'vitest';
import { ERROR_CLASSES, ERROR_CODES, ERRORS, errorClass, isRetryable } from './errors';

describe('the errors', () => {
  it('each have a number of their own, in one of the ten classes', () => {
    const numbers = ERROR_CODES.map((code) => ERRORS[code].number);
    expect(new Set(numbers).size).toBe(numbers.length);
    const classes: readonly string[] = Object.values(ERROR_CLASSES);
    expect(ERROR_CODES.filter((code) => !classes.includes(errorClass(code)))).toEqual([]);
  });

  it.each([
    ['invalid_request', 1001],
    ['signature_invalid', 2003],
    ['channel_unavailable', 3005],
    ['amount_invalid', 4002],
    ['internal_error', 5009],
  ] as const)('keep the promised number of %s', (code, number) => {
    expect(ERRORS[code].number).toBe(number);
  });

  it('are retryable exactly where the next step is to come back with the same request', () => {
    expect(isRetryable('provider_unreachable')).toBe(true);
    expect(isRetryable('request_in_flight')).toBe(true);
    expect(isRetryable('provider_refused')).toBe(false);
    expect(isRetryable('idempotency_key_reused')).toBe(false);
  });
});
