import { ERROR_CODES, ERRORS } from '@multipay/contracts/errors';
import { Problem } from '@multipay/contracts/schemas/problem';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { BridgeError } from '../domain/errors';
import { asBridgeError, problemOf } from './problem';

const check = Compile(Problem);

describe('a problem', () => {
  it.each(ERROR_CODES)('of the code %s has the shape of the contract', (code) => {
    const problem = problemOf(new BridgeError(code, 'what happened'), 'req_1');
    expect([...check.Errors(problem)]).toEqual([]);
    expect(problem).toMatchObject({ code, status: ERRORS[code].status, next: ERRORS[code].next, request_id: 'req_1' });
  });

  it("carries the provider's word and the field that is meant, where there are any", () => {
    const error = new BridgeError('provider_refused', 'no', { providerCode: 'NO_AUTH', field: '/amount' });
    expect(problemOf(error, 'req_1')).toMatchObject({ provider_code: 'NO_AUTH', field: '/amount' });
    const plain = problemOf(new BridgeError('not_found', 'no'), 'req_1');
    expect(plain).not.toHaveProperty('provider_code');
    expect(plain).not.toHaveProperty('field');
  });
});

describe('whatever is thrown', () => {
  it('that has a code keeps it', () => {
    const error = new BridgeError('clock_skew', 'five minutes');
    expect(asBridgeError(error)).toBe(error);
  });

  it.each([new Error('password=secret'), new TypeError('x is undefined'), 'text', null, undefined, 7])(
    'and was not meant to be (%s) is an internal error that tells nothing',
    (thrown) => {
      const error = asBridgeError(thrown);
      expect(error).toMatchObject({ code: 'internal_error', cause: thrown, message: "see the bridge's log" });
    },
  );

  it('cannot choose its code by naming one', () => {
    expect(asBridgeError(Object.assign(new Error('no'), { code: 'not_found' })).code).toBe('internal_error');
    expect(asBridgeError(Object.assign(new Error('no'), { code: 'constructor' })).code).toBe('internal_error');
  });
});
