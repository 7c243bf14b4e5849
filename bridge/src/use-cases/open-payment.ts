import { createHash } from 'node:crypto';
import { channelFor } from '@multipay/contracts/device';
import { minor } from '@multipay/contracts/money';
import type { Channel } from '@multipay/contracts/providers';
import type { OpenedPayment, OpenPayment } from '@multipay/contracts/schemas/payment';
import { merchantSetting } from '@multipay/contracts/settings';
import { BridgeError } from '../domain/errors';
import { gatewayOf, type Gateway } from '../domain/gateway';
import { nextQueryMs } from '../domain/ladder';
import { canResume, GRACE_MS, isOpen, type Order, type Payment, type Terms } from '../domain/payment';
import { resolveSettings } from '../domain/settings';
import type { Caller, Site } from '../domain/site';
import type { Merchant, UnitOfWork } from '../domain/store';
import type { Deps } from './deps';
import { giveUp } from './give-up';
import { onceFor } from './idempotency';
import type { MerchantAccounts } from './merchant-accounts';
import { newId } from './new-id';
import { obtainPrompt } from './obtain-prompt';
import { openedView } from './opened-view';
import { refuseOverLimit } from './payment-limits';
import { ownPayment } from './read-payments';
import { storedFor } from './settings';

const MINUTE_MS = 60_000;
/** How many attempts of an order are looked at: older ones can no longer be paid. */
const NEWEST_ATTEMPTS = 20;

/** Everything about a wish that is settled before anything is written. */
interface Plan extends Terms {
  readonly site: Site;
  readonly merchant: Merchant;
  readonly wish: OpenPayment;
  readonly payableMs: number;
  /** What the settings allow; null: everything. */
  readonly mostPerPayment: number | null;
}

/**
 * Opens an order's payment, or resumes the one that it has.
 *
 * Under the order's lock: an open attempt with the same terms is resumed, any other is superseded. What
 * was decided is durable before the provider is called, and what the provider said before the caller hears of it.
 */
export const openPayment =
  (deps: Deps, accounts: MerchantAccounts) =>
  async (caller: Caller, key: string, wish: OpenPayment): Promise<{ opened: OpenedPayment; replayed: boolean }> => {
    const plan = await planFor(deps, caller, wish);
    const requestHash = createHash('sha256').update(JSON.stringify(wish)).digest('hex');
    const begun = await onceFor(deps, caller, key, requestHash, (work) => attempt(deps, work, plan));
    if (begun.replayed) {
      return { opened: await openedView(deps, await ownPayment(deps, caller, begun.paymentId)), replayed: true };
    }
    const payment = await begun.settle((keep) => obtainPrompt(deps, accounts, begun.payment, keep));
    return { opened: await openedView(deps, payment), replayed: false };
  };

async function planFor(deps: Deps, { networkId, siteId }: Caller, wish: OpenPayment): Promise<Plan> {
  const { sites, merchants } = deps.store.read;
  const site = await sites.site(networkId, siteId);
  if (!site) throw new BridgeError('not_found', `site ${siteId} is not registered`);
  if (new URL(wish.return_url).host !== new URL(site.homeUrl).host) {
    throw new BridgeError('address_refused', `return_url must be on ${new URL(site.homeUrl).host}`, {
      field: '/return_url',
    });
  }
  const { network, site: own } = await storedFor(deps.store.read, site);
  const effective = resolveSettings(network, own);
  const merchantId = effective[merchantSetting(wish.provider)].value;
  const named = merchantId === null ? null : await merchants.byId(merchantId);
  const gateway = gatewayOf(wish.provider, effective, named, siteId);
  const merchant = whoGetsIt(wish, gateway);
  const amount = minor(wish.amount);
  const refusal = deps.providers[wish.provider].refuses({ amount, currency: wish.currency });
  if (refusal) throw new BridgeError(refusal, `${wish.provider} does not take ${wish.amount} ${wish.currency}`);
  return {
    site,
    merchant,
    wish,
    amount,
    currency: wish.currency,
    merchantId: merchant.id,
    channel: channelOf(wish, gateway.channels, effective.alipay_desktop_channel.value),
    payableMs: effective.payable_minutes.value * MINUTE_MS,
    mostPerPayment: effective.most_per_payment.value,
  };
}

function whoGetsIt({ provider }: OpenPayment, { merchant, refusal }: Gateway): Merchant {
  if (merchant && refusal === null) return merchant;
  const words = {
    merchant_missing: `this site has no merchant account for ${provider}`,
    merchant_not_allowed: `the network keeps its ${provider} account for other sites`,
    channel_unavailable: `every channel of ${provider} is switched off here`,
  };
  const code = refusal ?? 'merchant_missing';
  throw new BridgeError(code, words[code]);
}

/** The channel that the shopper chose, or the device's best, among those that are switched on (at least one is). */
function channelOf(
  { provider, channel, user_agent: userAgent }: OpenPayment,
  on: readonly Channel[],
  desktopChannel: Channel,
): Channel {
  const chosen =
    channel === undefined || channel === 'auto' ? channelFor(provider, userAgent, on, desktopChannel) : channel;
  if (chosen === undefined || !on.includes(chosen)) {
    throw new BridgeError('channel_unavailable', `${provider} has no ${channel ?? 'channel'} for this shopper`);
  }
  return chosen;
}

/** @returns the payment that the shopper goes on with */
async function attempt(deps: Deps, work: UnitOfWork, plan: Plan): Promise<Payment> {
  const nowMs = deps.now();
  const order = await work.payments.lockOrder(plan.site, plan.wish.order_ref);
  if (order.paidPaymentId) return work.payments.lock(order.paidPaymentId);
  const live = order.livePaymentId ? await work.payments.lock(order.livePaymentId) : null;
  if (live && live.reason === null && canResume(live, plan, nowMs)) return live;
  const attempts = await newestAttempts(work, plan, order);
  const fits = attempts.find((payment) => canResume(payment, plan, nowMs));
  const fitting = fits && (await work.payments.lock(fits.id));
  if (live && isOpen(live) && live.id !== fitting?.id) await giveUp(deps, work, live, 'superseded');
  if (fitting) return takeUpAgain(deps, work, order, fitting);
  await refuseOverLimit(deps, work, plan, attempts);
  return begin(deps, work, plan, order, nowMs);
}

/** Those of the order that can still be paid are among them. */
async function newestAttempts(work: UnitOfWork, { site, wish }: Plan, { attempts }: Order): Promise<Payment[]> {
  if (attempts === 0) return [];
  const { networkId, siteId } = site;
  return work.payments.list({ networkId, siteId, orderRef: wish.order_ref, limit: NEWEST_ATTEMPTS });
}

/**
 * Offers a given-up attempt again. The provider may just be closing it: it is asked at once, so that a shopper who looks
 * at a dead QR is soon told.
 */
async function takeUpAgain(deps: Deps, work: UnitOfWork, order: Order, fitting: Payment): Promise<Payment> {
  const live: Payment = { ...fitting, reason: null };
  await work.payments.update(live);
  await work.payments.saveOrder({ ...order, livePaymentId: live.id });
  await work.outbox.put({ kind: 'query_payment', subject: live.id, laneKey: live.provider, dueMs: deps.now() });
  work.afterCommit(deps.workAdded);
  return live;
}

async function begin(deps: Deps, work: UnitOfWork, plan: Plan, order: Order, nowMs: number): Promise<Payment> {
  const { site, wish, merchant } = plan;
  const payment: Payment = {
    networkId: site.networkId,
    siteId: site.siteId,
    id: newId('payment'),
    orderRef: wish.order_ref,
    attempt: order.attempts + 1,
    provider: wish.provider,
    merchantId: merchant.id,
    channel: plan.channel,
    amount: plan.amount,
    currency: plan.currency,
    description: wish.description,
    returnUrl: wish.return_url,
    notifyUrl: notifyUrlOf(deps, site, merchant),
    status: 'created',
    version: 1,
    reason: null,
    flags: [],
    // Whole seconds, as the providers count them.
    payableUntilMs: Math.floor((nowMs + plan.payableMs) / 1000) * 1000,
    createdMs: nowMs,
    prompt: null,
    promptUntilMs: null,
    queriedMs: null,
    paidMs: null,
    paidAmount: null,
    paidCurrency: null,
    providerTransactionId: null,
  };
  const { networkId, siteId, id } = payment;
  const opened = { networkId, siteId, paymentId: id, step: 1, from: null, to: 'created', by: 'shop' } as const;
  await work.payments.insert(payment, { clientIp: wish.client_ip });
  await work.payments.addTransition({ ...opened, reason: null, flags: [], providerReference: null, atMs: nowMs });
  await work.payments.saveOrder({ ...order, attempts: payment.attempt, livePaymentId: id });
  const dueMs = nextQueryMs(0, nowMs, payment.payableUntilMs, payment.payableUntilMs + GRACE_MS);
  await work.outbox.put({ kind: 'query_payment', subject: id, laneKey: payment.provider, dueMs });
  work.afterCommit(() => deps.count.payment(payment.provider, 'created'));
  return payment;
}

/** Where the provider is to notify. Each address names its account. */
export function notifyUrlOf(
  { publicUrl }: Pick<Deps, 'publicUrl'>,
  site: Site,
  { id, provider, notifyDoor }: Merchant,
): string {
  if (notifyDoor === 'bridge' && publicUrl !== null) return `${publicUrl}/notifications/${provider}/${id}`;
  return `${site.notifyUrls[provider]}_${id}`;
}
