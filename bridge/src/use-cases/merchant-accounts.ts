import type { Credentials } from '@multipay/contracts/schemas/merchant';
import { BridgeError } from '../domain/errors';
import type { ProviderAccount } from '../domain/provider';
import type { Credential, Merchant } from '../domain/store';
import type { Deps } from './deps';
import { credentialInUse } from './merchant-credentials';

/** Opened accounts; parsing keys and opening connections costs more than a payment. */
const MOST_KEPT = 2_000;

/** Opens merchants' accounts, once for each set of credentials. */
export class MerchantAccounts {
  private readonly opened = new Map<string, ProviderAccount>();

  constructor(private readonly deps: Pick<Deps, 'store' | 'vault' | 'providers'>) {}

  /**
   * The account with the credentials that sign now.
   *
   * @throws BridgeError `merchant_missing`
   */
  async active(merchantId: string): Promise<ProviderAccount> {
    const { merchants } = this.deps.store.read;
    const merchant = await merchants.byId(merchantId);
    const credential = await credentialInUse({ merchants }, merchantId);
    if (!merchant) throw new BridgeError('merchant_missing', `there is no merchant account ${merchantId}`);
    return this.open(merchant, credential);
  }

  /**
   * The account with each of its credentials that verify: first those that sign too, then the newest. For a set that
   * was only rehearsed nothing was ever signed.
   */
  async verifying(merchant: Merchant): Promise<ProviderAccount[]> {
    const credentials = await this.deps.store.read.merchants.credentials(merchant.id);
    const verifying = credentials.filter(({ state }) => state !== 'rehearsed');
    return Promise.all(verifying.map((credential) => this.open(merchant, credential)));
  }

  private async open(merchant: Merchant, credential: Credential): Promise<ProviderAccount> {
    const known = this.opened.get(credential.id);
    if (known) return known;
    const plain = await this.deps.vault.open(`credential/${credential.id}`, credential.sealed);
    const account = this.deps.providers[merchant.provider].connect(JSON.parse(plain) as Credentials);
    if (this.opened.size >= MOST_KEPT) this.opened.clear();
    this.opened.set(credential.id, account);
    return account;
  }
}
