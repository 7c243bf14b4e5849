/** The admin routes of `multipay/v1` behind the Setup screen. */
import type { ProviderName } from '@multipay/contracts/providers';
import type { Merchant } from '@multipay/contracts/schemas/merchant';
import type { BridgeKey } from '@multipay/contracts/schemas/pairing';
import type { ChangeSettings, EffectiveSettings } from '@multipay/contracts/schemas/site';
import { request } from './request';

/** What is configured: the network's own, or one site's. */
export type Scope = 'network' | 'site';
export type BridgeJwk = BridgeKey['jwk'];
export type Setting = EffectiveSettings['settings'][number];
export type SettingChange = ChangeSettings['values'][number];

export interface Setup {
  readonly paired: boolean;
  /** Whose pairing it is: a site's own, or that of the network that it belongs to. */
  readonly pairing: 'own' | 'network';
  /** Whether the network configures this site, so that nothing can be changed here. */
  readonly managed: boolean;
  readonly scope: Scope;
  /** Of the bridge's key; before the pairing is confirmed, the one to compare. */
  readonly fingerprint: string | null;
  /** Why the bridge, which answers, tells this site nothing: a sentence for the admin. */
  readonly problem: string | null;
  readonly bridge_key: BridgeJwk | null;
  readonly merchants: readonly Merchant[];
  readonly settings: readonly Setting[];
  /** Merchant account -> the address to which its provider sends notifications. */
  readonly notify_urls: Readonly<Record<string, string>>;
  readonly bridge: { readonly up: boolean; readonly version: string | null };
}

export interface Paired {
  readonly network_id: string;
  readonly fingerprint: string;
}

export interface NewMerchant {
  readonly provider: ProviderName;
  readonly name: string;
  readonly sealed_credentials: string;
}

/** Every method throws `AdminApiError`. */
export interface SetupApi {
  readonly read: () => Promise<Setup>;
  readonly pair: (address: string, code: string) => Promise<Paired>;
  /** A person has compared the fingerprints: the keys may be used. */
  readonly confirmPairing: () => Promise<unknown>;
  readonly endPairing: () => Promise<unknown>;
  readonly addMerchant: (merchant: NewMerchant) => Promise<Merchant>;
  readonly replaceCredentials: (merchantId: string, sealedCredentials: string) => Promise<Merchant>;
  readonly changeSettings: (values: readonly SettingChange[]) => Promise<unknown>;
}

export function setupApi(scope: Scope): SetupApi {
  const path = (route: string): string => `/multipay/v1/${route}${scope === 'network' ? '?network=1' : ''}`;
  return {
    read: () => request('GET', path('setup')),
    pair: (address, code) => request('POST', path('pairing'), { address, code }),
    confirmPairing: () => request('POST', path('pairing/confirm'), {}),
    endPairing: () => request('DELETE', path('pairing')),
    addMerchant: (merchant) => request('POST', path('merchants'), merchant),
    replaceCredentials: (merchantId, sealedCredentials) =>
      request('PUT', path(`merchants/${encodeURIComponent(merchantId)}/credentials`), {
        sealed_credentials: sealedCredentials,
      }),
    changeSettings: (values) => request('PUT', path('settings'), { values }),
  };
}
