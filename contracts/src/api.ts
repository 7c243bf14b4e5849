/**
 * The bridge's private API, a row a route. The bridge's routes, the OpenAPI file, the PHP constants and the admin
 * screens' client are made of this table.
 */
import { Type, type TSchema } from 'typebox';
import type { ErrorCode } from './errors';
import { FEATURE_NAMES } from './features';
import { AuditPage, ListAudit } from './schemas/audit';
import {
  ChangeMerchant,
  CreateMerchant,
  Credential,
  CredentialList,
  MasterKeys,
  Merchant,
  MerchantList,
  MerchantTest,
  Rehearsal,
  ReplaceCredentials,
} from './schemas/merchant';
import {
  CallbackCheck,
  ChangeRollout,
  ListSites,
  Overview,
  PrivacyErased,
  PrivacyExport,
  PrivacySubject,
  Rollout,
  RolloutList,
  SitePage,
} from './schemas/network';
import { NotificationReply, RelayedNotification } from './schemas/notification';
import { BridgeKey, PairRequest, SealedAnswer, SiteAddress } from './schemas/pairing';
import {
  ListPayments,
  OpenedPayment,
  OpenPayment,
  Payment,
  PaymentPage,
  PaymentTimeline,
  PaymentTransitions,
} from './schemas/payment';
import { ChangeSettings, CopySettings, EffectiveSettings, Health, SiteStatus } from './schemas/site';
import { ListWebhookDeliveries, WebhookDelivery, WebhookDeliveryPage } from './schemas/webhook';
import { Id, SiteId, Words } from './schemas/words';

/**
 * Whose signature a route takes.
 *
 * - `site`: a site's key, for its own things; or the network's, which must say which site it means (`?site_id=`)
 * - `network`: only the network's key
 * - `pairing_code`: only the key of an unused pairing code
 * - `nobody`: unsigned
 */
export type Access = 'site' | 'network' | 'pairing_code' | 'nobody';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly idempotent?: true;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly status: 200 | 201;
  readonly answer: TSchema;
  /** The codes that are this route's own; those of signing, limits and validation can always come. */
  readonly errors: readonly ErrorCode[];
}

const PaymentParams = Type.Object({ payment_id: Id('payment', 'The payment.') });
const DeliveryParams = Type.Object({ delivery_id: Id('delivery', 'The delivery.') });
const MerchantParams = Type.Object({ merchant_id: Id('merchant', 'The merchant account.') });
const CredentialParams = Type.Object({
  merchant_id: Id('merchant', 'The merchant account.'),
  credential_id: Id('credential', 'The set of keys.'),
});
const FeatureParams = Type.Object({ feature: Words(FEATURE_NAMES, { description: 'The new behaviour.' }) });
const MasterKeyParams = Type.Object({
  key_id: Type.String({ pattern: '^[0-9a-f]{16}$', description: "The key's id." }),
});
const SiteParams = Type.Object({ site_id: SiteId });

// prettier-ignore
export const API = {
  openPayment: {
    method: 'POST', path: '/v1/payments', access: 'site', idempotent: true, status: 201,
    summary: 'Open an order\'s payment, or resume the one that it has',
    body: OpenPayment, answer: OpenedPayment,
    errors: ['merchant_missing', 'merchant_not_allowed', 'channel_unavailable', 'currency_unsupported',
      'amount_invalid', 'amount_over_limit', 'address_refused', 'provider_unreachable', 'provider_busy', 'provider_refused', 'provider_rejected_key',
      'provider_answer_unverified', 'idempotency_key_missing', 'idempotency_key_reused', 'request_in_flight'],
  },
  getPayment: {
    method: 'GET', path: '/v1/payments/:payment_id', access: 'site', status: 200,
    summary: 'What the bridge knows of a payment', params: PaymentParams, answer: Payment, errors: ['not_found'],
  },
  listPayments: {
    method: 'GET', path: '/v1/payments', access: 'site', status: 200,
    summary: 'A site\'s payments, the newest first', query: ListPayments, answer: PaymentPage, errors: [],
  },
  refreshPayment: {
    method: 'POST', path: '/v1/payments/:payment_id/refresh', access: 'site', status: 200,
    summary: 'Ask the provider now, unless it was asked a moment ago', params: PaymentParams, answer: Payment,
    errors: ['not_found'],
  },
  closePayment: {
    method: 'POST', path: '/v1/payments/:payment_id/close', access: 'site', status: 200,
    summary: 'Ask the provider to take no money for it any more; a request, not a proof', params: PaymentParams,
    answer: Payment, errors: ['not_found', 'payment_final'],
  },
  listPaymentEvents: {
    method: 'GET', path: '/v1/payments/:payment_id/events', access: 'site', status: 200,
    summary: 'Every step in a payment\'s life, the oldest first', params: PaymentParams, answer: PaymentTransitions,
    errors: ['not_found'],
  },
  getPaymentTimeline: {
    method: 'GET', path: '/v1/payments/:payment_id/timeline', access: 'site', status: 200,
    summary: 'Everything that happened around a payment: attempts, notifications, deliveries', params: PaymentParams,
    answer: PaymentTimeline, errors: ['not_found'],
  },
  relayNotification: {
    method: 'POST', path: '/v1/notifications', access: 'site', status: 200,
    summary: 'Hand over what a provider brought to a site\'s door', body: RelayedNotification,
    answer: NotificationReply, errors: [],
  },
  listWebhookDeliveries: {
    method: 'GET', path: '/v1/webhook-deliveries', access: 'site', status: 200,
    summary: 'What the site was or is being told', query: ListWebhookDeliveries, answer: WebhookDeliveryPage,
    errors: [],
  },
  replayWebhookDelivery: {
    method: 'POST', path: '/v1/webhook-deliveries/:delivery_id/replay', access: 'site', status: 200,
    summary: 'Tell the site once more, now', params: DeliveryParams, answer: WebhookDelivery, errors: ['not_found'],
  },
  pair: {
    method: 'POST', path: '/v1/pairings', access: 'pairing_code', status: 201,
    summary: 'Trade a pairing code for keys', body: PairRequest, answer: SealedAnswer,
    errors: ['pairing_refused', 'address_refused'],
  },
  registerSite: {
    method: 'PUT', path: '/v1/sites/:site_id', access: 'network', status: 200,
    summary: 'Make a subsite known, or its address; answers with its key', params: SiteParams, body: SiteAddress,
    answer: SealedAnswer, errors: ['address_refused'],
  },
  revokeSiteKey: {
    method: 'POST', path: '/v1/sites/:site_id/revoke', access: 'network', status: 200,
    summary: 'Make a site\'s keys worthless; register it again for new ones', params: SiteParams, answer: SiteStatus,
    errors: ['not_found'],
  },
  getSite: {
    method: 'GET', path: '/v1/sites/:site_id', access: 'site', status: 200,
    summary: 'What a site needs in order to draw its pages', params: SiteParams, answer: SiteStatus,
    errors: ['not_found'],
  },
  getBridgeKey: {
    method: 'GET', path: '/v1/bridge-key', access: 'site', status: 200,
    summary: 'The key that uploads are sealed to', answer: BridgeKey, errors: [],
  },
  listMerchants: {
    method: 'GET', path: '/v1/merchants', access: 'site', status: 200,
    summary: 'The merchant accounts that the caller may use', answer: MerchantList, errors: [],
  },
  createMerchant: {
    method: 'POST', path: '/v1/merchants', access: 'site', status: 201,
    summary: 'Add a merchant account with its sealed credentials', body: CreateMerchant, answer: Merchant,
    errors: ['settings_locked', 'credentials_invalid', 'credentials_unreadable'],
  },
  replaceCredentials: {
    method: 'PUT', path: '/v1/merchants/:merchant_id/credentials', access: 'site', status: 200,
    summary: 'Give a merchant account other credentials; the old ones go on verifying', params: MerchantParams,
    body: ReplaceCredentials, answer: Merchant,
    errors: ['not_found', 'settings_locked', 'credentials_invalid', 'credentials_unreadable'],
  },
  getSettings: {
    method: 'GET', path: '/v1/settings', access: 'site', status: 200,
    summary: 'Effective settings, and where each came from', answer: EffectiveSettings, errors: [],
  },
  changeSettings: {
    method: 'PUT', path: '/v1/settings', access: 'site', status: 200,
    summary: 'Change the caller\'s own settings', body: ChangeSettings, answer: EffectiveSettings,
    errors: ['settings_locked'],
  },
  copySettings: {
    method: 'POST', path: '/v1/settings/copy', access: 'network', status: 200,
    summary: 'Import a site\'s settings into the network, or copy one place\'s to another', body: CopySettings,
    answer: EffectiveSettings, errors: ['not_found'],
  },
  getOverview: {
    method: 'GET', path: '/v1/overview', access: 'network', status: 200,
    summary: 'The network at a glance', answer: Overview, errors: [],
  },
  listSites: {
    method: 'GET', path: '/v1/sites', access: 'network', status: 200,
    summary: 'The network\'s sites with their modes and health', query: ListSites, answer: SitePage, errors: [],
  },
  checkCallbacks: {
    method: 'POST', path: '/v1/sites/:site_id/callback-check', access: 'site', status: 200,
    summary: 'Call a site\'s notify addresses from outside, as the providers do, with a signed synthetic notification',
    params: SiteParams, answer: CallbackCheck, errors: ['not_found'],
  },
  listAudit: {
    method: 'GET', path: '/v1/audit', access: 'site', status: 200,
    summary: 'Who changed what: a site\'s own, or the whole network\'s', query: ListAudit, answer: AuditPage, errors: [],
  },
  listRollouts: {
    method: 'GET', path: '/v1/rollouts', access: 'network', status: 200,
    summary: 'How far new behaviour is rolled out, and how it does', answer: RolloutList, errors: [],
  },
  changeRollout: {
    method: 'PUT', path: '/v1/rollouts/:feature', access: 'network', status: 200,
    summary: 'Take a rollout a step on or back', params: FeatureParams, body: ChangeRollout, answer: Rollout,
    errors: ['rollout_not_ready'],
  },
  changeMerchant: {
    method: 'PUT', path: '/v1/merchants/:merchant_id', access: 'site', status: 200,
    summary: 'Change an account\'s name, limits, and who may use it', params: MerchantParams, body: ChangeMerchant,
    answer: Merchant, errors: ['not_found', 'settings_locked'],
  },
  testMerchant: {
    method: 'POST', path: '/v1/merchants/:merchant_id/test', access: 'site', status: 200,
    summary: 'Try the keys in use with a harmless query', params: MerchantParams, answer: MerchantTest,
    errors: ['not_found', 'settings_locked'],
  },
  listCredentials: {
    method: 'GET', path: '/v1/merchants/:merchant_id/credentials', access: 'site', status: 200,
    summary: 'An account\'s sets of keys, as fingerprints', params: MerchantParams, answer: CredentialList,
    errors: ['not_found', 'settings_locked'],
  },
  rehearseCredentials: {
    method: 'POST', path: '/v1/merchants/:merchant_id/rehearsals', access: 'site', status: 201,
    summary: 'Try a new set of keys against the provider; it is kept, and does not sign yet', params: MerchantParams,
    body: ReplaceCredentials, answer: Rehearsal,
    errors: ['not_found', 'settings_locked', 'credentials_invalid', 'credentials_unreadable'],
  },
  activateCredentials: {
    method: 'POST', path: '/v1/merchants/:merchant_id/credentials/:credential_id/activate', access: 'site', status: 200,
    summary: 'Sign with a rehearsed set from now on; the old one goes on verifying', params: CredentialParams,
    answer: Credential, errors: ['not_found', 'settings_locked', 'rehearsal_failed'],
  },
  getMasterKeys: {
    method: 'GET', path: '/v1/master-keys', access: 'network', status: 200,
    summary: 'The key that seals all others, its age and those before it', answer: MasterKeys, errors: [],
  },
  rotateMasterKey: {
    method: 'POST', path: '/v1/master-keys/rotate', access: 'network', status: 200,
    summary: 'Seal every secret under a new master key; the old one can decrypt for 30 more days', answer: MasterKeys,
    errors: ['forbidden'],
  },
  destroyMasterKey: {
    method: 'POST', path: '/v1/master-keys/:key_id/destroy', access: 'network', status: 200,
    summary: 'Ask for the destruction of an old master key, or, as a second person, confirm it', params: MasterKeyParams,
    answer: MasterKeys, errors: ['forbidden', 'not_found', 'second_person_needed'],
  },
  exportPayers: {
    method: 'POST', path: '/v1/privacy/export', access: 'site', status: 200,
    summary: 'The personal data of the payers of some orders', body: PrivacySubject, answer: PrivacyExport, errors: [],
  },
  erasePayers: {
    method: 'POST', path: '/v1/privacy/erase', access: 'site', status: 200,
    summary: 'Forget the payers of some orders; the books stay', body: PrivacySubject, answer: PrivacyErased, errors: [],
  },
  isLive: {
    method: 'GET', path: '/health/live', access: 'nobody', status: 200,
    summary: 'Whether the process answers', answer: Health, errors: [],
  },
  isReady: {
    method: 'GET', path: '/health/ready', access: 'nobody', status: 200,
    summary: 'Whether it can serve: the database answers (without schema or vault it does not start)', answer: Health, errors: [],
  },
} as const satisfies Record<string, Route>;

export type OperationId = keyof typeof API;
