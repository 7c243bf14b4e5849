import type { MerchantTest } from '@multipay/contracts/schemas/merchant';
import type { Caller } from '../domain/site';
import { note } from './audit';
import type { Deps } from './deps';
import { tryLive } from './live-check';
import type { MerchantAccounts } from './merchant-accounts';
import { credentialInUse, factsOf } from './merchant-credentials';
import { ownMerchant, refuseIfManaged } from './own-merchant';

/**
 * Tries the keys in use. A provider that refuses, cannot be believed or does not answer is a result, not an error.
 *
 * @throws BridgeError `not_found`, `settings_locked`
 */
export const testMerchant =
  (deps: Deps, accounts: MerchantAccounts) =>
  async (caller: Caller, merchantId: string): Promise<MerchantTest> => {
    const { read } = deps.store;
    const merchant = await ownMerchant(read, caller, merchantId);
    await refuseIfManaged(read, caller);
    const credential = await credentialInUse(read, merchantId);
    const facts = await factsOf(deps, merchant.provider, credential);
    const tried = await tryLive(deps, merchant, await accounts.active(merchantId), facts);
    const failed = tried.checks.filter(({ ok }) => !ok).map(({ check, code }) => ({ check, code }));
    const after = { credential: credential.id, ok: tried.ok, failed };
    await deps.store.write((work) =>
      note(deps, work, caller, { action: 'merchant.tested', subject: merchantId, after }),
    );
    return tried;
  };
