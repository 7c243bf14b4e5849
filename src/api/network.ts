/** The admin routes of `multipay/v1` behind the network's screens. */
import type { Feature } from '@multipay/contracts/features';
import type { AuditAction, AuditEntry } from '@multipay/contracts/schemas/audit';
import type {
  ChangeMerchant,
  Credential,
  MasterKeys,
  Merchant,
  MerchantTest,
  Rehearsal,
} from '@multipay/contracts/schemas/merchant';
import type { ChangeRollout, NetworkSite, Overview, Rollout } from '@multipay/contracts/schemas/network';
import type { EffectiveSettings } from '@multipay/contracts/schemas/site';
import { request } from './request';
import type { NewMerchant, SettingChange, Setup } from './setup';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}
type Items<T> = Pick<Page<T>, 'items'>;

/** WordPress adds the name of who did it. */
export type NamedAuditEntry = AuditEntry & { readonly actor_name: string };

export interface SiteQuery {
  readonly search?: string;
  readonly cursor?: string | null;
  readonly limit?: number;
}
export interface AuditQuery {
  readonly action?: AuditAction | '';
  readonly cursor?: string | null;
}

/** Every method throws `AdminApiError`. */
export interface NetworkApi {
  readonly setup: () => Promise<Setup>;
  readonly overview: () => Promise<Overview>;
  readonly sites: (query: SiteQuery) => Promise<Page<NetworkSite>>;
  /** The network's own settings or, with an id, those of one site. */
  readonly settings: (siteId?: string) => Promise<EffectiveSettings>;
  readonly changeSettings: (values: readonly SettingChange[], siteId?: string) => Promise<EffectiveSettings>;
  /** From one place to another; the network is `0`. */
  readonly copySettings: (fromSiteId: string, toSiteId: string) => Promise<EffectiveSettings>;
  readonly audit: (query: AuditQuery) => Promise<Page<NamedAuditEntry>>;
  readonly merchants: () => Promise<readonly Merchant[]>;
  readonly addMerchant: (merchant: NewMerchant) => Promise<Merchant>;
  readonly changeMerchant: (id: string, changes: ChangeMerchant) => Promise<Merchant>;
  readonly testMerchant: (id: string) => Promise<MerchantTest>;
  readonly credentials: (merchantId: string) => Promise<readonly Credential[]>;
  /** Tries a new set of keys; it is kept, and does not sign yet. */
  readonly rehearse: (merchantId: string, sealedCredentials: string) => Promise<Rehearsal>;
  readonly activate: (merchantId: string, credentialId: string) => Promise<Credential>;
  readonly masterKeys: () => Promise<MasterKeys>;
  readonly rotateMasterKey: () => Promise<MasterKeys>;
  readonly destroyMasterKey: (id: string) => Promise<MasterKeys>;
  readonly rollouts: () => Promise<readonly Rollout[]>;
  readonly changeRollout: (feature: Feature, to: ChangeRollout) => Promise<Rollout>;
}

type Query = Readonly<Record<string, string | number | null | undefined>>;

/** @returns the route's path with what of the query says something */
function pathOf(route: string, query: Query = {}): string {
  const given = new URLSearchParams({ network: '1' });
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') given.set(name, String(value));
  }
  return `/multipay/v1/${route}?${given.toString()}`;
}

const get = <T>(route: string, query?: Query): Promise<T> => request('GET', pathOf(route, query));
const post = <T>(route: string, data: unknown = {}): Promise<T> => request('POST', pathOf(route), data);
const put = <T>(route: string, data: unknown, query?: Query): Promise<T> => request('PUT', pathOf(route, query), data);
const itemsOf = async <T>(list: Promise<Items<T>>): Promise<readonly T[]> => (await list).items;
const merchant = (id: string, rest = ''): string => `merchants/${encodeURIComponent(id)}${rest}`;

export const networkApi: NetworkApi = {
  setup: () => get('setup'),
  overview: () => get('overview'),
  sites: ({ search, cursor, limit }) => get('sites', { search, cursor, limit }),
  settings: (siteId) => get('settings', { site_id: siteId }),
  changeSettings: (values, siteId) => put('settings', { values }, { site_id: siteId }),
  copySettings: (fromSiteId, toSiteId) => post('settings/copy', { from_site_id: fromSiteId, to_site_id: toSiteId }),
  audit: ({ action, cursor }) => get('audit', { action, cursor }),
  merchants: () => itemsOf(get<Items<Merchant>>('merchants')),
  addMerchant: (created) => post('merchants', created),
  changeMerchant: (id, changes) => put(merchant(id), changes),
  testMerchant: (id) => post(merchant(id, '/test')),
  credentials: (merchantId) => itemsOf(get<Items<Credential>>(merchant(merchantId, '/credentials'))),
  rehearse: (merchantId, sealedCredentials) =>
    post(merchant(merchantId, '/rehearsals'), { sealed_credentials: sealedCredentials }),
  activate: (merchantId, credentialId) =>
    post(merchant(merchantId, `/credentials/${encodeURIComponent(credentialId)}/activate`)),
  masterKeys: () => get('master-keys'),
  rotateMasterKey: () => post('master-keys/rotate'),
  destroyMasterKey: (id) => post(`master-keys/${encodeURIComponent(id)}/destroy`),
  rollouts: () => itemsOf(get<Items<Rollout>>('rollouts')),
  changeRollout: (feature, to) => put(`rollouts/${feature}`, to),
};
