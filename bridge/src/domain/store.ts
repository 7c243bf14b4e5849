/**
 * What the use-cases need to remember. `store/` fulfils it in SQL; a unit of work sees only its own transaction.
 */
import type { PaymentStatus } from '@multipay/contracts/payment-rules';
import type { ProviderName } from '@multipay/contracts/providers';
import type { DeliveryState, WebhookType } from '@multipay/contracts/schemas/webhook';
import type { SettingName } from '@multipay/contracts/settings';
import type { AuditReads, AuditWrites } from './audit';
import type { LedgerAccount, Posting } from './ledger';
import type { Job, JobKind } from './job';
import type { Payer } from './observation';
import type { OverviewReads } from './overview';
import type { Order, Payment, SiteKeyed } from './payment';
import type { Shopper } from './provider';
import type { RolloutReads, RolloutWrites } from './rollout';
import type { Network, PairingCode, Site } from './site';
import type { ExpiryReads, ExpiryWrites } from './expiry';
import type { MasterKeyReads, MasterKeyWrites } from './master-key';
import type { SealedReads, SealedWrites } from './vault';

/** One step in a payment's life. */
export interface Transition extends SiteKeyed {
  readonly paymentId: string;
  /** The payment's version after it. */
  readonly step: number;
  readonly from: PaymentStatus | null;
  readonly to: PaymentStatus;
  readonly by: 'shop' | 'provider_answer' | 'provider_query' | 'provider_notification';
  readonly reason: string | null;
  readonly flags: readonly string[];
  readonly providerReference: string | null;
  readonly atMs: number;
}

export interface PaymentFilter extends SiteKeyed {
  readonly orderRef?: string;
  readonly status?: PaymentStatus;
  readonly kind?: 'order' | 'button';
  readonly provider?: ProviderName;
  /** Only those with flags, or only those without. */
  readonly flagged?: boolean;
  /** Only those that have one of these numbers. */
  readonly named?: PaymentNames;
  /** Opened then or later. */
  readonly fromMs?: number;
  /** Opened before. */
  readonly toMs?: number;
  /** Only ids below this one. */
  readonly before?: string;
  readonly limit: number;
}

/** What somebody who looks for a payment may mean; one that fits is enough. */
export interface PaymentNames {
  readonly id?: string;
  readonly orderRef?: string;
  readonly transactionId?: string;
}

/** A payment with what is known of whoever paid or meant to. */
export interface PayerRecord {
  readonly paymentId: string;
  readonly orderRef: string;
  readonly status: PaymentStatus;
  readonly clientIp: string | null;
  readonly openid: string | null;
  readonly buyerId: string | null;
}

export interface PaymentReads {
  byId(paymentId: string): Promise<Payment | null>;
  list(filter: PaymentFilter): Promise<Payment[]>;
  transitions(paymentId: string): Promise<Transition[]>;
  shopperOf(paymentId: string): Promise<Shopper>;
  /** The sum of what an account's payments opened since then have asked for, those that are paid or still open. */
  openedSince(merchantId: string, sinceMs: number): Promise<number>;
  /** The newest that were opened with an account since then, as many as `limit`, in one of these statuses. */
  newestOf(
    merchantId: string,
    filter: { readonly statuses: readonly PaymentStatus[]; readonly sinceMs: number; readonly limit: number },
  ): Promise<Payment[]>;
  /** The payers of all attempts of some orders, the oldest first. */
  payersOf(site: SiteKeyed, orderRefs: readonly string[]): Promise<PayerRecord[]>;
}

export interface PaymentWrites extends PaymentReads {
  /** Reads the order's row, made if it was not there, and keeps everybody else from it until the unit ends. */
  lockOrder(site: SiteKeyed, orderRef: string): Promise<Order>;
  saveOrder(order: Order): Promise<void>;
  /** Reads a payment that is there, and keeps everybody else from it until the unit ends. */
  lock(paymentId: string): Promise<Payment>;
  insert(payment: Payment, shopper: Shopper): Promise<void>;
  update(payment: Payment): Promise<void>;
  addTransition(transition: Transition): Promise<void>;
  /** Adds what is known of the payer; what is not said stays as it was. */
  savePayer(payment: Payment, payer: Payer): Promise<void>;
  /** Forgets everything personal about some payments. @returns of how many something was known */
  erasePayers(paymentIds: readonly string[]): Promise<number>;
}

/** A merchant account; its keys are sealed. */
export interface Merchant {
  readonly id: string;
  readonly networkId: string;
  /** The site that owns it; `0`: the network. */
  readonly siteId: string;
  readonly provider: ProviderName;
  readonly name: string;
  readonly accountNumber: string;
  /** Which address the provider notifies: the site's, or the bridge's public one where an operator chose it. */
  readonly notifyDoor: 'site' | 'bridge';
  /** The sites that may use it; null: all of its owner's. */
  readonly allowedSiteIds: readonly string[] | null;
  /** In minor units; null: no limit. */
  readonly mostPerPayment: number | null;
  readonly mostPerDay: number | null;
}

export interface Credential {
  readonly id: string;
  readonly merchantId: string;
  /** `active` signs and verifies, `rehearsed` was tried and waits, `verify_only` was replaced and goes on verifying. */
  readonly state: 'active' | 'rehearsed' | 'verify_only';
  readonly sealed: string;
  readonly keyFingerprint: string;
  readonly keySerial: string | null;
  readonly verifierIds: readonly string[];
  /** When the first of its certificates ends; null where it has none. */
  readonly expiresMs: number | null;
  readonly createdMs: number;
}

export interface MerchantReads {
  byId(merchantId: string): Promise<Merchant | null>;
  list(networkId: string): Promise<Merchant[]>;
  /** Active first, then the newest. */
  credentials(merchantId: string): Promise<Credential[]>;
  /**
   * Accounts that a notification may belong to, by what it names: those of the site at whose door it came, then its
   * network's, then the oldest, so that nobody crowds another's account out by adding more with its number.
   */
  byClaim(
    provider: ProviderName,
    claim: { verifierId?: string; accountNumber?: string },
    door?: SiteKeyed,
  ): Promise<Merchant[]>;
}

export interface MerchantWrites extends MerchantReads {
  /** Reads an account that is there, and keeps everybody else from it until the unit ends. */
  lock(merchantId: string): Promise<Merchant>;
  insert(merchant: Merchant, createdMs: number): Promise<void>;
  /** Changes everything but whose it is and at which provider. */
  update(merchant: Merchant): Promise<void>;
  /** Adds a set of keys; an active one makes the one before it verify only. */
  addCredential(credential: Credential): Promise<void>;
  /** Makes a rehearsed set the active one; the one before goes on verifying. */
  activateCredential(merchantId: string, credentialId: string): Promise<void>;
  /** Forgets an account's rehearsed sets: nothing was ever signed with them, or for them. */
  forgetRehearsed(merchantId: string): Promise<void>;
}

export interface SiteReads {
  network(networkId: string): Promise<Network | null>;
  networks(): Promise<Network[]>;
  site(networkId: string, siteId: string): Promise<Site | null>;
  sites(networkId: string): Promise<Site[]>;
  siteByDomain(domain: string): Promise<Site | null>;
  /** All sites of one host (and port), of whatever network. */
  sitesOnHost(host: string): Promise<Site[]>;
}

export interface SiteWrites extends SiteReads {
  /** Reads a network and keeps everybody else from it until the unit ends; null where there is none. */
  lockNetwork(networkId: string): Promise<Network | null>;
  saveNetwork(network: Network): Promise<void>;
  saveSite(site: Site): Promise<void>;
  pairingCode(codeId: string): Promise<PairingCode | null>;
  savePairingCode(code: PairingCode): Promise<void>;
}

export type StoredSettings = ReadonlyMap<SettingName, unknown>;

export interface SettingReads {
  /** What was stored for the network (`siteId` `0`) or for one site. */
  stored(networkId: string, siteId: string): Promise<StoredSettings>;
  /** The same of many at once, or of everybody in the network, by site; who stored nothing is not there. */
  storedOf(networkId: string, siteIds?: readonly string[]): Promise<ReadonlyMap<string, StoredSettings>>;
}
export interface SettingWrites extends SettingReads {
  set(networkId: string, siteId: string, name: SettingName, value: unknown, nowMs: number): Promise<void>;
}

export interface StoredNotification {
  readonly id: string;
  readonly provider: ProviderName;
  readonly merchantId: string;
  /** The provider's id of the notification. */
  readonly providerId: string;
  readonly paymentId: string | null;
  readonly outcome: string;
  /** Encrypted: it holds personal data. */
  readonly sealedBody: string;
  readonly receivedMs: number;
}

export interface WebhookEventRecord extends SiteKeyed {
  readonly id: string;
  readonly type: WebhookType;
  readonly paymentId: string;
  /** The body, byte for byte the same at each try. */
  readonly body: string;
  readonly createdMs: number;
}

export interface Delivery extends SiteKeyed {
  readonly id: string;
  readonly eventId: string;
  readonly type: WebhookType;
  readonly paymentId: string;
  readonly url: string;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly lastAnswer: string | null;
  readonly nextTryMs: number | null;
  readonly createdMs: number;
}

export interface DeliveryFilter {
  readonly networkId?: string;
  readonly siteId?: string;
  readonly paymentId?: string;
  readonly state?: DeliveryState;
  readonly before?: string;
  readonly sinceMs?: number;
  readonly limit: number;
}

export interface WebhookReads {
  delivery(deliveryId: string): Promise<Delivery | null>;
  event(eventId: string): Promise<WebhookEventRecord | null>;
  list(filter: DeliveryFilter): Promise<Delivery[]>;
}
export interface WebhookWrites extends WebhookReads {
  add(event: WebhookEventRecord, delivery: Delivery): Promise<void>;
  updateDelivery(delivery: Delivery): Promise<void>;
}

/** How many jobs may be taken: so many in all, and of one lane key so many together with those under way. */
export interface ClaimLimits {
  readonly jobs: number;
  readonly perLaneKey: number;
  readonly underWay: ReadonlyMap<string, number>;
}

export interface OutboxWrites {
  /** Adds work, or moves what is already waiting for this kind and subject to the earlier of the two times. */
  put(job: Pick<Job, 'kind' | 'subject' | 'laneKey' | 'dueMs'>): Promise<void>;
  /** Forgets work that is not due yet and has become needless; what is due was asked for, or is being done. */
  drop(kind: JobKind, subject: string, nowMs: number): Promise<void>;
  /**
   * Takes due jobs of some kinds until `claimedUntilMs`; nobody else gets them before that. Where a lane key became full
   * there may be more of others: those are found by the next claim.
   */
  claim(kinds: readonly JobKind[], nowMs: number, claimedUntilMs: number, limits: ClaimLimits): Promise<Job[]>;
  /** Puts a claimed job back for later, unless its lease went to somebody else. */
  retryLater(job: Job, dueMs: number, error: string | null): Promise<void>;
  /** Gives up until a person acts, unless new work was put meanwhile. */
  park(job: Job, error: string): Promise<void>;
  /** Forgets a claimed job, unless its lease went to somebody else or new work was put meanwhile. */
  finish(job: Job): Promise<void>;
}

export interface OutboxReads {
  counts(nowMs: number): Promise<{ readonly due: number; readonly waiting: number; readonly parked: number }>;
}

/** What became of a request with an idempotency key. */
export type IdempotentOutcome =
  | { readonly state: 'new' }
  | { readonly state: 'in_flight' }
  | { readonly state: 'other_request' }
  | { readonly state: 'done'; readonly outcome: string };

export interface IdempotencyWrites {
  /** Claims the key; a claim older than `staleBeforeMs` belongs to a process that died. */
  begin(
    site: SiteKeyed,
    key: string,
    requestHash: string,
    nowMs: number,
    staleBeforeMs: number,
  ): Promise<IdempotentOutcome>;
  /** Keeps a definite outcome for replays. */
  finish(site: SiteKeyed, key: string, outcome: string): Promise<void>;
  /** Lets the key be tried again: the outcome is not known. */
  release(site: SiteKeyed, key: string): Promise<void>;
  /** Forgets about `portion` of the oldest. @returns whether there are more */
  forgetBefore(createdMs: number, portion: number): Promise<boolean>;
}

export interface LedgerWrites {
  post(posting: Posting, postedMs: number): Promise<void>;
  /** Debits minus credits, by account. */
  balances(site: SiteKeyed): Promise<readonly (LedgerAccount & { readonly balance: number })[]>;
}

export interface NotificationReads {
  /** The newest about a payment, the oldest first, without their bodies. */
  about(paymentId: string, limit: number): Promise<Omit<StoredNotification, 'sealedBody'>[]>;
}

export interface NotificationWrites extends NotificationReads {
  /** @returns false when this very notification was stored before */
  add(notification: StoredNotification): Promise<boolean>;
  /** Forgets about `portion` of the oldest. @returns whether there are more */
  forgetBefore(receivedMs: number, portion: number): Promise<boolean>;
  /** Forgets those about some payments. @returns how many there were */
  forgetAbout(paymentIds: readonly string[]): Promise<number>;
}

/** Named secrets of the bridge itself, sealed. */
export interface SecretWrites {
  get(name: string): Promise<string | null>;
  /** Keeps the first value under a name; later ones are ignored. */
  add(name: string, sealed: string): Promise<void>;
}

export interface Reads {
  readonly payments: PaymentReads;
  readonly merchants: MerchantReads;
  readonly sites: SiteReads;
  readonly settings: SettingReads;
  readonly webhooks: WebhookReads;
  readonly notifications: NotificationReads;
  readonly outbox: OutboxReads;
  readonly audit: AuditReads;
  readonly rollouts: RolloutReads;
  readonly overview: OverviewReads;
  readonly masterKeys: MasterKeyReads;
  readonly sealed: SealedReads;
  readonly expiries: ExpiryReads;
}

export interface UnitOfWork extends Reads {
  readonly payments: PaymentWrites;
  readonly merchants: MerchantWrites;
  readonly sites: SiteWrites;
  readonly settings: SettingWrites;
  readonly webhooks: WebhookWrites;
  readonly outbox: OutboxReads & OutboxWrites;
  readonly idempotency: IdempotencyWrites;
  readonly ledger: LedgerWrites;
  readonly notifications: NotificationWrites;
  readonly secrets: SecretWrites;
  readonly audit: AuditWrites;
  readonly rollouts: RolloutWrites;
  readonly masterKeys: MasterKeyWrites;
  readonly sealed: SealedWrites;
  readonly expiries: ExpiryWrites;
  /** Runs after the commit, and never if there is none: for telling others what is now true. */
  afterCommit(action: () => void): void;
}

export interface Store {
  /** What is committed. */
  readonly read: Reads;
  /**
   * Runs a unit of work in a transaction and answers after it is durable. A unit may run again after a conflict, so it
   * does nothing but read and write here.
   *
   * @throws BridgeError `store_unavailable`
   */
  write<T>(unit: (work: UnitOfWork) => Promise<T>): Promise<T>;
  /** Answers when the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
