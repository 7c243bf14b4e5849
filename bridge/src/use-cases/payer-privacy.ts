import type { PrivacyErased, PrivacyExport, PrivacySubject } from '@multipay/contracts/schemas/network';
import { isOpen } from '../domain/payment';
import type { Caller } from '../domain/site';
import type { PayerRecord } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';

/** Orders a unit, so that payments are not held up meanwhile. */
const PORTION = 50;

/** What the audit log calls them: whose data it was is not its business. */
const SUBJECT = 'payers';

const isKnown = ({ clientIp, openid, buyerId }: PayerRecord): boolean =>
  clientIp !== null || openid !== null || buyerId !== null;

/** What is known of the payers of a site's own orders; somebody else's are as good as none. */
export const exportPayers =
  (deps: Deps) =>
  (caller: Caller, { order_refs: orderRefs }: PrivacySubject): Promise<PrivacyExport> =>
    deps.store.write(async (work) => {
      const payers = (await work.payments.payersOf(caller, orderRefs)).filter(isKnown);
      const counted = { orders: orderRefs.length, payers: payers.length };
      await note(deps, work, caller, { action: 'privacy.exported', subject: SUBJECT, after: counted });
      return {
        items: payers.map((payer) => ({
          payment_id: payer.paymentId,
          order_ref: payer.orderRef,
          client_ip: payer.clientIp,
          openid: payer.openid,
          buyer_id: payer.buyerId,
        })),
      };
    });

/**
 * Forgets the payers of a site's own orders, and what providers told us of them word for word. The books stay.
 *
 * A payment that is still open keeps its payer, whose address the provider may be told once more; it is not counted,
 * and is erased when it is asked for again after its end.
 */
export const erasePayers =
  (deps: Deps) =>
  async (caller: Caller, { order_refs: orderRefs }: PrivacySubject): Promise<PrivacyErased> => {
    const all = { erased: 0, notifications: 0 };
    for (let at = 0; at < orderRefs.length; at += PORTION) {
      const { erased, notifications } = await erasePortion(deps, caller, orderRefs.slice(at, at + PORTION));
      all.erased += erased;
      all.notifications += notifications;
    }
    return all;
  };

const erasePortion = (deps: Deps, caller: Caller, orderRefs: readonly string[]): Promise<PrivacyErased> =>
  deps.store.write(async (work) => {
    const attempts = await work.payments.payersOf(caller, orderRefs);
    const ids = attempts.filter((attempt) => !isOpen(attempt)).map(({ paymentId }) => paymentId);
    const erased = await work.payments.erasePayers(ids);
    const notifications = await work.notifications.forgetAbout(ids);
    const after = { orders: orderRefs.length, payers: erased, notifications };
    await note(deps, work, caller, { action: 'privacy.erased', subject: SUBJECT, after });
    return { erased, notifications };
  });
