import { changeMerchant } from './change-merchant';
import { listAudit } from './audit';
import { answerProbe } from './callback-probe';
import { checkCallbacks } from './check-callbacks';
import { checkSecrets } from './check-secrets';
import { closePayment, closePaymentJob } from './close-payment';
import { copySettings } from './copy-settings';
import { deliverWebhookJob, listDeliveries, replayDelivery, replaySince } from './deliver-webhook';
import { importGivenCredentials, pairAndImport } from './credentials-from-environment';
import type { Deps } from './deps';
import { warnOfExpiry } from './expiry-warnings';
import { goBackWhereFailing } from './go-back';
import { destroyMasterKey, getMasterKeys, rotateMasterKey } from './master-keys';
import { MerchantAccounts } from './merchant-accounts';
import { addMerchant, createMerchant, listMerchants, replaceCredentials } from './merchants';
import { listSites } from './network-sites';
import { openPayment } from './open-payment';
import { getOverview } from './overview';
import { pair, registerSite, revokeSiteKey } from './pairing';
import { issuePairingCode, pairingProofKey } from './pairing-code';
import { erasePayers, exportPayers } from './payer-privacy';
import { getPaymentTimeline } from './payment-timeline';
import { queryPaymentJob, refreshPayment } from './query-payment';
import { getPayment, listPaymentEvents, listPayments } from './read-payments';
import { receiveNotification } from './receive-notification';
import {
  activateCredentials,
  listCredentials,
  rehearseCredentials,
  rehearsePlainCredentials,
} from './rehearse-credentials';
import { changeRollout, listRollouts } from './rollouts';
import { changeSettings, getSettings } from './settings';
import { siteStatus } from './site-status';
import { tendMasterKeys } from './tend-master-keys';
import { testMerchant } from './test-merchant';
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
    getPaymentTimeline: getPaymentTimeline(deps),
    watchPayment: watchPayment(deps),
    receiveNotification: receiveNotification(deps, accounts),
    listDeliveries: listDeliveries(deps),
    replayDelivery: replayDelivery(deps),
    replaySince: replaySince(deps),
    issuePairingCode: issuePairingCode(deps),
    pairingProofKey: pairingProofKey(deps),
    pair: pair(deps),
    pairAndImport: pairAndImport(deps),
    importGivenCredentials: importGivenCredentials(deps),
    registerSite: registerSite(deps),
    revokeSiteKey: revokeSiteKey(deps),
    createMerchant: createMerchant(deps),
    addMerchant: addMerchant(deps),
    replaceCredentials: replaceCredentials(deps),
    testMerchant: testMerchant(deps, accounts),
    listCredentials: listCredentials(deps),
    rehearseCredentials: rehearseCredentials(deps),
    rehearsePlainCredentials: rehearsePlainCredentials(deps),
    activateCredentials: activateCredentials(deps),
    listMerchants: listMerchants(deps),
    changeMerchant: changeMerchant(deps),
    getSettings: getSettings(deps),
    changeSettings: changeSettings(deps),
    copySettings: copySettings(deps),
    siteStatus: siteStatus(deps),
    getOverview: getOverview(deps),
    listSites: listSites(deps),
    listRollouts: listRollouts(deps),
    changeRollout: changeRollout(deps),
    listAudit: listAudit(deps),
    checkCallbacks: checkCallbacks(deps),
    answerProbe: answerProbe(deps),
    exportPayers: exportPayers(deps),
    erasePayers: erasePayers(deps),
    getMasterKeys: getMasterKeys(deps),
    rotateMasterKey: rotateMasterKey(deps),
    destroyMasterKey: destroyMasterKey(deps),
    checkSecrets: checkSecrets(deps),
    tendMasterKeys: tendMasterKeys(deps),
    jobs: {
      query_payment: queryPaymentJob(deps, accounts),
      close_payment: closePaymentJob(deps, accounts),
      deliver_webhook: deliverWebhookJob(deps),
    },
    /** Every hour. */
    chores: [() => goBackWhereFailing(deps), warnOfExpiry(deps)],
  };
}

export type UseCases = ReturnType<typeof useCases>;
