import type { AlipaySdk } from 'alipay-sdk';
import { BridgeError } from '../../domain/errors';
import type { Notice, RawNotification } from '../../domain/provider';
import type { AlipayKeys } from './credentials';
import { observedIn, payerOf } from './status';
import { readTradeNotification } from './wire';

const forged = (detail: string): BridgeError => new BridgeError('notification_forged', detail);

/**
 * The form, decoded exactly once: a second time would damage `+` and `%`. A name that comes twice is refused, and so is
 * the one that JavaScript's objects lose: what is not seen would not be missed in the signature.
 */
export function formOf({ body }: RawNotification): Record<string, string> {
  const form: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    if (name === '__proto__') throw forged('it has a name that Alipay does not use');
    if (Object.hasOwn(form, name)) throw forged(`${name} comes twice`);
    form[name] = value;
  }
  return form;
}

/**
 * Verifies the form (all parameters but `sign` and `sign_type`, sorted, RSA2), then reads it. The scheme is never taken
 * from the form: Alipay's old one, SHA-1, must not get in by being named.
 *
 * Alipay has no time limit on notifications: one that is repeated for a day keeps its id, by which it is told apart.
 */
export function readNotification(keys: AlipayKeys, sdk: AlipaySdk, raw: RawNotification): Notice {
  const form = formOf(raw);
  if (form['sign_type'] !== 'RSA2') throw forged('its sign_type is not RSA2');
  if (!sdk.checkNotifySignV2(form)) throw forged('the signature does not fit');
  if (form['app_id'] !== keys.appId) throw forged(`it is about app ${form['app_id'] ?? ''}`);
  const { notify_id: id, notify_type: type } = form;
  if (!id || !type) throw forged('it has no notify_id or notify_type');
  if (type !== 'trade_status_sync') return { kind: 'other', id, type };
  if (!readTradeNotification.Check(form)) throw forged('it is signed, but has not the shape of a trade notification');
  if (keys.sellerId !== undefined && form.seller_id !== undefined && form.seller_id !== keys.sellerId) {
    throw forged(`it is about seller ${form.seller_id}`);
  }
  const observed = observedIn({
    status: form.trade_status,
    tradeNo: form.trade_no,
    totalAmount: form.total_amount,
    currency: form.trans_currency,
    paidAt: form.gmt_payment,
    payer: payerOf(form.buyer_id, form.buyer_open_id),
  });
  return { kind: 'payment', id: form.notify_id, paymentId: form.out_trade_no, observed };
}
