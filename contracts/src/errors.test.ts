import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { API } from './api';
import { ERROR_CLASSES, ERROR_CODES, ERRORS, errorClass, isRetryable } from './errors';

const ROOT = join(import.meta.dirname, '../..');

/** The text of a folder's files whose names fit, one after another. */
const textOf = (folder: string, fits: RegExp): string =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => fits.test(name))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');

const bridge = textOf('bridge/src', /(?<!\.test)\.ts$/);
/** Without what is made of these very errors, and the sentences for them: neither says no. */
const plugin = textOf('includes', /^(?!Contract|Messages).*\.php$/);
const saidByBridge = ERROR_CODES.filter((code) => bridge.includes(`'${code}'`));
const saidByPlugin = ERROR_CODES.filter((code) =>
  plugin.includes(`BridgeError::of( ErrorCode::${code.toUpperCase()},`),
);

describe('the errors', () => {
  it('are each said by the bridge or the plugin', () => {
    expect(ERROR_CODES.filter((code) => !saidByBridge.includes(code) && !saidByPlugin.includes(code))).toEqual([]);
  });

  it('that a route of the bridge promises are said by the bridge', () => {
    const promised = new Set(Object.values(API).flatMap(({ errors }) => [...errors]));
    expect([...promised].filter((code) => !saidByBridge.includes(code))).toEqual([]);
  });

  it('fill all of the ten classes', () => {
    expect(new Set(ERROR_CODES.map(errorClass))).toEqual(new Set(Object.values(ERROR_CLASSES)));
    expect(Object.keys(ERROR_CLASSES)).toHaveLength(10);
  });

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
