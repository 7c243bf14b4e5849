import { Writable } from 'node:stream';
import axios, { AxiosError, AxiosHeaders } from 'axios';
import { describe, expect, it } from 'vitest';
import { BridgeError } from './domain/errors';
import { newLog, plainError } from './log';

function logged(
  write: (log: ReturnType<typeof newLog>) => void,
  level = 'info',
): { text: string; lines: Record<string, unknown>[] } {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  write(newLog(level, stream));
  const lines = text.split('\n').filter(Boolean);
  return { text, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

/** What an HTTP library throws: it carries the whole request. */
function axiosError(): AxiosError {
  const headers = new AxiosHeaders({ Authorization: 'WECHATPAY2-SHA256-RSA2048 signature="canary"' });
  const config = { headers, url: 'https://api.mch.weixin.qq.com/', data: '{"openid":"canary"}' };
  return new AxiosError('status 401', 'ERR_BAD_RESPONSE', config as never, { canary: true }, undefined);
}

describe('the log', () => {
  it('is one JSON object a line, with a time that people can read', () => {
    const { lines } = logged((log) => {
      log.info({ route: '/v1/payments', status: 201 }, 'request');
      log.error({}, 'a defect');
    });
    expect(lines).toMatchObject([{ route: '/v1/payments', status: 201, msg: 'request' }, { msg: 'a defect' }]);
    expect(lines[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it.each([
    'authorization',
    'signature',
    'sealed',
    'sealed_credentials',
    'request_key',
    'webhook_key',
    'token',
    'openid',
    'client_ip',
    'api_v3_key',
    'merchant_private_key',
    'app_private_key',
    'private_key',
    'secret',
    'password',
  ])('hides %s, wherever it turns up', (name) => {
    const { text } = logged((log) => {
      log.info({ [name]: 'canary' }, 'at the top');
      log.info({ request: { [name]: 'canary' } }, 'one deeper');
      log.info({ request: { body: { [name]: 'canary' } } }, 'two deeper');
    });
    expect(text).not.toContain('canary');
    expect(text.match(/\[hidden\]/g)).toHaveLength(3);
  });

  it("keeps an error's code, message and causes, which say what happened", () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:3306'), { code: 'ECONNREFUSED' });
    const { lines } = logged((log) =>
      log.error({ err: new BridgeError('store_unavailable', 'the database does not answer', { cause }) }, 'no'),
    );
    expect(lines[0]?.['err']).toMatchObject({
      type: 'BridgeError',
      code: 'store_unavailable',
      message: 'the database does not answer',
      cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:3306' },
    });
  });

  it("never shows what an HTTP library's error carries along", () => {
    const error = axiosError();
    expect(axios.isAxiosError(error)).toBe(true);
    const { text } = logged((log) =>
      log.warn({ err: new BridgeError('provider_unreachable', 'no answer', { cause: error }) }, 'a job failed'),
    );
    expect(text).toContain('status 401');
    expect(text).not.toContain('canary');
  });

  it('below its level says nothing', () => {
    expect(logged((log) => log.info({}, 'x'), 'warn').text).toBe('');
    expect(logged((log) => log.error({}, 'x'), 'silent').text).toBe('');
  });
});

describe('an error in the log', () => {
  it('that is none says only what it is: it may be anything', () => {
    expect(plainError('canary')).toBe('string');
    expect(plainError({ canary: true })).toBe('object');
    expect(plainError(undefined)).toBe('undefined');
  });

  it('has causes to a certain depth, also when they go round in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(plainError(error)).match(/"message"/g)).toHaveLength(4);
  });

  it('has no code that is not a word', () => {
    expect(plainError(Object.assign(new Error('x'), { code: { canary: true } }))).not.toHaveProperty('code');
  });
});
