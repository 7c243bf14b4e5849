import type { ProviderName } from '@multipay/contracts/providers';
import { BridgeError } from '../domain/errors';
import type { Notice, RawNotification } from '../domain/provider';
import type { SiteKeyed } from '../domain/payment';
import type { Merchant } from '../domain/store';
import type { Deps } from './deps';
import type { MerchantAccounts } from './merchant-accounts';

/** The door that a notification came through. It is only a hint: what counts is whose signature it bears. */
export interface Door {
  readonly provider: ProviderName;
  /** The account named in the address. */
  readonly merchantId?: string;
  /** Whose door it is, where a site relays. */
  readonly site?: SiteKeyed;
}

export interface Verified {
  readonly merchant: Merchant;
  readonly notice: Notice;
}

/**
 * Finds the account whose keys the notification was signed for.
 *
 * @throws BridgeError `notification_forged`, `notification_stale`
 */
export async function verified(
  deps: Deps,
  accounts: MerchantAccounts,
  door: Door,
  raw: RawNotification,
): Promise<Verified> {
  const { merchants } = deps.store.read;
  const named = door.merchantId === undefined ? null : await merchants.byId(door.merchantId);
  const claimed = await merchants.byClaim(door.provider, deps.providers[door.provider].claimOf(raw), door.site);
  const candidates = new Map([named, ...claimed].flatMap((one) => (one ? [[one.id, one] as const] : [])));
  let refusal = new BridgeError('notification_forged', 'no merchant account has the keys that it names');
  for (const merchant of candidates.values()) {
    if (merchant.provider !== door.provider) continue;
    const said = await readAs(accounts, merchant, raw);
    if (!(said instanceof BridgeError)) return asOwner(deps, accounts, { merchant, notice: said }, raw);
    refusal = said;
  }
  throw refusal;
}

/** What an account reads with its keys, those that only verify too; or why it does not. */
async function readAs(
  accounts: MerchantAccounts,
  merchant: Merchant,
  raw: RawNotification,
): Promise<Notice | BridgeError> {
  let refusal = new BridgeError('notification_forged', `${merchant.id} has no keys`);
  for (const account of await accounts.verifying(merchant)) {
    try {
      return await account.readNotification(raw);
    } catch (error) {
      if (!(error instanceof BridgeError)) throw error;
      refusal = error;
    }
  }
  return refusal;
}

/**
 * Anybody may set up an account of any number with keys of their own, so the account that a payment was opened with
 * must read the notification itself. (Two sites may have the same account: then either's door will do.)
 */
async function asOwner(
  { store }: Deps,
  accounts: MerchantAccounts,
  read: Verified,
  raw: RawNotification,
): Promise<Verified> {
  const payment = read.notice.kind === 'payment' ? await store.read.payments.byId(read.notice.paymentId) : null;
  if (!payment || payment.merchantId === read.merchant.id) return read;
  const owner = await store.read.merchants.byId(payment.merchantId);
  if (owner?.provider !== read.merchant.provider) return read;
  const said = await readAs(accounts, owner, raw);
  return said instanceof BridgeError ? read : { merchant: owner, notice: said };
}
