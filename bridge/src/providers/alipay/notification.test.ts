import { describe, expect, it } from 'vitest';
import { formOf } from './notification';

const raw = (body: string) => ({ headers: {}, body: Buffer.from(body) });

describe('the form of a notification', () => {
  it('is decoded exactly once', () => {
    expect(formOf(raw('subject=1%252B1+%2B+%E8%8C%B6'))).toEqual({ subject: '1%2B1 + 茶' });
  });

  it.each([
    ['a name that comes twice', 'app_id=1&app_id=2'],
    ['a name that an object would lose, so that nobody would miss it in the signature', 'app_id=1&__proto__=RSA'],
  ])('is refused with %s', (_name, body) => {
    expect(() => formOf(raw(body))).toThrow(expect.objectContaining({ code: 'notification_forged' }) as Error);
  });
});
