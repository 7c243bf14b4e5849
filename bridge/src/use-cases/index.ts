import { closePayment, closePaymentJob } from './close-payment';
import { deliverWebhookJob, listDeliveries, replayDelivery, replaySince } from './deliver-webhook';
import type { Deps } from './deps';
import { MerchantAccounts } from './merchant-accounts';
import { addMerchant, createMerchant, listMerchants, replaceCredentials } from './merchants';
import { openPayment } from './open-payment';
import { pair, registerSite, revokeSiteKey } from './pairing';
import { issuePairingCode, pairingProofKey } from './pairing-code';
import { queryPaymentJob, refreshPayment } from './query-payment';
import { getPayment, listPaymentEvents, listPayments } from './read-payments';
import { receiveNotification } from './receive-notification';
import { changeSettings, getSettings, siteStatus } from './settings';
import { watchPayment } from './watch-payment';

/** Everything that the bridge can do. */
export function useCases(deps: Deps) {
  const accounts = new MerchantAccounts(deps);
  return {
    openPayment: openPayment(deps, accounts),
    getPayment: getPayment(deps),
    listPayments: listPayments(deps),
    refreshPayment: refreshPayment(deps, accounts),
    closePayment: closePayment(deps),
    listPaymentEvents: listPaymentEvents(deps),
    watchPayment: watchPayment(deps),
    receiveNotification: receiveNotification(deps, accounts),
    listDeliveries: listDeliveries(deps),
    replayDelivery: replayDelivery(deps),
    replaySince: replaySince(deps),
    issuePairingCode: issuePairingCode(deps),
    pairingProofKey: pairingProofKey(deps),
    pair: pair(deps),
    registerSite: registerSite(deps),
    revokeSiteKey: revokeSiteKey(deps),
    createMerchant: createMerchant(deps),
    addMerchant: addMerchant(deps),
    replaceCredentials: replaceCredentials(deps),
    listMerchants: listMerchants(deps),
    getSettings: getSettings(deps),
    changeSettings: changeSettings(deps),
    siteStatus: siteStatus(deps),
    jobs: {
      query_payment: queryPaymentJob(deps, accounts),
      close_payment: closePaymentJob(deps, accounts),
      deliver_webhook: deliverWebhookJob(deps),
    },
  };
}

export type UseCases = ReturnType<typeof useCases>;
