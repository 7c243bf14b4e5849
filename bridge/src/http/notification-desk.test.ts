import { describe, expect, it } from 'vitest';
import { BridgeError } from '../domain/errors';
import { alipay } from '../providers/alipay/provider';
import { weChatPay } from '../providers/wechat-pay/provider';
import type { NotificationOutcome } from '../use-cases/receive-notification';
import { notificationDesk } from './notification-desk';
import { TokenBuckets } from './token-bucket';

const providers = {
  wechat_pay: weChatPay({ baseUrl: 'http://127.0.0.1:1/', timeoutMs: 1, now: () => 0 }),
  alipay: alipay({ gatewayUrl: 'http://127.0.0.1:1/gateway.do', timeoutMs: 1, now: () => 0 }),
};
const RAW = { headers: {}, body: Buffer.from('') };

/** A desk behind which something was found out, or broke. */
function deskWhere(receive: () => Promise<NotificationOutcome>) {
  const logged: { fields: object; message: string }[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object, message: string) => void logged.push({ fields, message }),
  };
  const wrongOnes = new TokenBuckets(10, 20, () => 0);
  const desk = notificationDesk({ receive, answerProbe: () => null, providers, wrongOnes, log });
  return { logged, come: (source = '198.51.100.1') => desk({ provider: 'alipay', merchantId: 'mch_1' }, RAW, source) };
}
const refusing = (error: Error) => deskWhere(() => Promise.reject(error));

describe('what is answered to a provider', () => {
  it.each<[NotificationOutcome, number, string]>([
    ['applied', 200, 'success'],
    ['duplicate', 200, 'success'],
    ['kept', 200, 'success'],
    ['unknown_payment', 200, 'success'],
    ['asked_provider', 200, 'success'],
    ['other_merchant', 409, 'failure'],
  ])('to one that was "%s" is %i %s', async (outcome, status, body) => {
    expect(await deskWhere(async () => outcome).come()).toEqual({ status, body, content_type: 'text/plain' });
  });

  it.each([
    ['notification_forged', 401],
    ['notification_stale', 401],
    ['store_unavailable', 503],
  ] as const)('to one that ended in %s is %i, and never "received"', async (code, status) => {
    expect(await refusing(new BridgeError(code, 'no')).come()).toMatchObject({ status, body: 'failure' });
  });

  it('when something broke is "try again", and what broke is in the log', async () => {
    const defect = new RangeError('a paid trade lacks its time');
    const { come, logged } = refusing(defect);
    expect(await come()).toMatchObject({ status: 500, body: 'failure' });
    expect(logged).toMatchObject([{ fields: { err: defect, provider: 'alipay', merchant: 'mch_1' } }]);
  });
});

describe('a source of wrong notifications', () => {
  it('is slowed down after 20; other sources are not', async () => {
    const { come } = refusing(new BridgeError('notification_forged', 'no'));
    for (let at = 0; at < 20; at++) expect(await come()).toMatchObject({ status: 401 });
    expect(await come()).toMatchObject({ status: 429, retry_after: 1, body: 'failure' });
    expect(await come('198.51.100.2')).toMatchObject({ status: 401 });
  });

  it('is not to blame when the bridge cannot take them', async () => {
    const { come } = refusing(new BridgeError('store_unavailable', 'no'));
    for (let at = 0; at < 30; at++) expect(await come()).toMatchObject({ status: 503 });
  });
});
