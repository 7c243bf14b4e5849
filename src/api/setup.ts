/** The admin routes of `multipay/v1` behind the Setup screen. */
import type { ProviderName } from '@multipay/contracts/providers';
import type { Credential, Merchant, Rehearsal } from '@multipay/contracts/schemas/merchant';
import type { BridgeKey } from '@multipay/contracts/schemas/pairing';
import type { ChangeSettings, EffectiveSettings, SiteStatus } from '@multipay/contracts/schemas/site';
import type { Mode } from '@multipay/contracts/settings';
import { request } from './request';

/** What is configured: the network's own, or one site's. */
export type Scope = 'network' | 'site';
export type BridgeJwk = BridgeKey['jwk'];
export type Setting = EffectiveSettings['settings'][number];
export type SettingChange = ChangeSettings['values'][number];

/** Where a provider's money goes, and what shoppers are offered. */
export type Gateway = SiteStatus['gateways'][number];

export interface Setup {
  readonly paired: boolean;
  /** Whose pairing it is: a site's own, or that of the network that it belongs to. */
  readonly pairing: 'own' | 'network';
  /** Whether the network configures this site, so that nothing can be changed here. */
  readonly managed: boolean;
  /** Who configures what is asked about; null as long as the bridge says nothing. */
  readonly mode: Mode | null;
  readonly scope: Scope;
  /** Of the bridge's key; before the pairing is confirmed, the one to compare. */
  readonly fingerprint: string | null;
  /** Why the bridge, which answers, tells this site nothing: a sentence for the admin. */
  readonly problem: string | null;
  readonly bridge_key: BridgeJwk | null;
  readonly merchants: readonly Merchant[];
  readonly settings: readonly Setting[];
  /** Of a site; the network itself has none. */
  readonly gateways: readonly Gateway[];
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
  readonly credentials: (merchantId: string) => Promise<readonly Credential[]>;
  /** Tries a new set of keys; it is kept, and does not sign yet. */
  readonly rehearse: (merchantId: string, sealedCredentials: string) => Promise<Rehearsal>;
  readonly activate: (merchantId: string, credentialId: string) => Promise<Credential>;
  readonly changeSettings: (values: readonly SettingChange[]) => Promise<unknown>;
}

const merchant = (id: string): string => `merchants/${encodeURIComponent(id)}`;

export function setupApi(scope: Scope): SetupApi {
  const path = (route: string): string => `/multipay/v1/${route}${scope === 'network' ? '?network=1' : ''}`;
  return {
    read: () => request('GET', path('setup')),
    pair: (address, code) => request('POST', path('pairing'), { address, code }),
    confirmPairing: () => request('POST', path('pairing/confirm'), {}),
    endPairing: () => request('DELETE', path('pairing')),
    addMerchant: (created) => request('POST', path('merchants'), created),
    credentials: async (merchantId) =>
      (await request<{ items: readonly Credential[] }>('GET', path(`${merchant(merchantId)}/credentials`))).items,
    rehearse: (merchantId, sealedCredentials) =>
      request('POST', path(`${merchant(merchantId)}/rehearsals`), { sealed_credentials: sealedCredentials }),
    activate: (merchantId, credentialId) =>
      request('POST', path(`${merchant(merchantId)}/credentials/${encodeURIComponent(credentialId)}/activate`), {}),
    changeSettings: (values) => request('PUT', path('settings'), { values }),
  };
}
