/** A network as its routes tell of it, and what it was asked to do. */
import type { Credential, MasterKeys, Merchant } from '@multipay/contracts/schemas/merchant';
import type { NetworkSite, Overview, Rollout } from '@multipay/contracts/schemas/network';
import type { EffectiveSettings } from '@multipay/contracts/schemas/site';
import { SETTINGS, type SettingName, type SettingValue } from '@multipay/contracts/settings';
import type { NetworkApi } from '../../../api/network';
import type { Setup } from '../../../api/setup';

export const MERCHANT = 'mch_01j00000000000000000000000';
const NEVER = (): Promise<never> => Promise.reject(new Error('nobody expected this question'));

export const aMerchant = (parts: Partial<Merchant> = {}): Merchant => ({
  id: MERCHANT,
  provider: 'wechat_pay',
  site_id: '0',
  name: 'Tea House',
  account_number: '1900000001',
  key_fingerprint: '0123456789abcdef',
  key_serial: '5157F09EFDC096DE',
  credentials_since: '2026-01-01T00:00:00Z',
  expires_at: null,
  allowed_site_ids: null,
  most_per_payment: null,
  most_per_day: null,
  ...parts,
});

export const aCredential = (parts: Partial<Credential> = {}): Credential => ({
  id: 'crd_01j00000000000000000000000',
  merchant_id: MERCHANT,
  state: 'active',
  key_fingerprint: '0123456789abcdef',
  key_serial: '5157F09EFDC096DE',
  verifier_ids: ['PUB_KEY_ID_0119000000012024'],
  expires_at: null,
  created_at: '2026-01-01T00:00:00Z',
  ...parts,
});

export const aSite = (parts: Partial<NetworkSite> = {}): NetworkSite => ({
  site_id: '2',
  name: 'Second shop',
  domain: 'shops.example/second/',
  home_url: 'https://shops.example/second',
  mode: 'managed',
  gateways: [
    { provider: 'wechat_pay', available: true, unavailable_because: null, merchant_name: 'Tea House' },
    { provider: 'alipay', available: false, unavailable_because: 'merchant_missing', merchant_name: null },
  ],
  features: ['live_updates'],
  last_payment_at: '2026-05-04T03:02:01Z',
  opened_24h: 200,
  failed_24h: 5,
  parked_deliveries: 0,
  ...parts,
});

export const someSettings = (values: Partial<Record<SettingName, SettingValue>> = {}): EffectiveSettings => ({
  mode: 'managed',
  settings: (Object.keys(SETTINGS) as SettingName[]).map((name) => ({
    name,
    value: values[name] ?? SETTINGS[name].default,
    origin: name in values ? ('network' as const) : ('default' as const),
    locked: false,
    own: values[name] ?? null,
  })),
});

export const anOverview = (parts: Partial<Overview> = {}): Overview => ({
  sites: 3,
  today: [],
  days: [],
  channels: [],
  attention: [],
  time: '2026-05-14T08:00:00Z',
  ...parts,
});

export const aRollout = (parts: Partial<Rollout> = {}): Rollout => ({
  feature: 'live_updates',
  percent: 10,
  site_ids: [],
  since: '2026-05-13T08:00:00Z',
  went_back: false,
  cohorts: [
    { has_feature: true, sites: 20, opened_24h: 400, failed_24h: 2 },
    { has_feature: false, sites: 180, opened_24h: 4000, failed_24h: 10 },
  ],
  may_advance: true,
  ...parts,
});

export const masterKeys = (parts: Partial<MasterKeys> = {}): MasterKeys => ({
  items: [
    { id: 'aaaaaaaaaaaaaaaa', state: 'active', since: '2026-03-01T00:00:00Z', secrets: 4, destroy_asked_by: null },
    {
      id: 'bbbbbbbbbbbbbbbb',
      state: 'decrypt_only',
      since: '2026-02-01T00:00:00Z',
      secrets: 0,
      destroy_asked_by: null,
    },
  ],
  rotate_by: '2099-01-01T00:00:00Z',
  checked_at: null,
  may_rotate: true,
  ...parts,
});

export const aSetup = (parts: Partial<Setup> = {}): Setup => ({
  paired: true,
  pairing: 'network',
  managed: false,
  mode: 'independent',
  scope: 'network',
  fingerprint: 'a1b2 c3d4',
  problem: null,
  bridge_key: null,
  merchants: [],
  settings: [],
  gateways: [],
  notify_urls: { [MERCHANT]: 'https://shops.example/wc-api/multipay_wechat_mch_01/' },
  bridge: { up: true, version: '1.0.0' },
  ...parts,
});

/** Answers only what a test says it answers. */
export const aNetwork = (answers: Partial<NetworkApi>): NetworkApi => ({
  setup: () => Promise.resolve(aSetup()),
  overview: NEVER,
  sites: NEVER,
  settings: NEVER,
  changeSettings: NEVER,
  copySettings: NEVER,
  audit: NEVER,
  merchants: NEVER,
  addMerchant: NEVER,
  changeMerchant: NEVER,
  testMerchant: NEVER,
  credentials: NEVER,
  rehearse: NEVER,
  activate: NEVER,
  masterKeys: NEVER,
  rotateMasterKey: NEVER,
  destroyMasterKey: NEVER,
  rollouts: NEVER,
  changeRollout: NEVER,
  ...answers,
});
