/**
 * The settings that the bridge enforces, and who may set them. What a page merely shows (titles, descriptions, whether
 * a gateway is enabled) is WordPress's own and not here.
 */
import { CHANNELS, PROVIDER_CHANNELS, type Channel, type ProviderName } from './providers';

export type SettingScope = 'network' | 'site';
/** Where an effective value came from; `both`: the network's, and the site made it narrower. */
export type SettingOrigin = SettingScope | 'both' | 'default';

/**
 * Who configures a site.
 *
 * - `independent`: the site itself
 * - `exempt`: the site itself, by the network's leave, while the network manages the others
 * - `managed`: the network; the site may only make some values narrower
 * - `split`: the network; the site sets its share within the network's bounds, and nothing else
 */
export const MODES = ['independent', 'exempt', 'managed', 'split'] as const;
export type Mode = (typeof MODES)[number];

export type SettingValue = string | boolean | number | null | readonly string[];

export interface Settings {
  /** Unified management: the network configures all its sites. */
  payment_enabled: boolean;
  /** Sellers are paid through the platform, which keeps a share. Counts only under unified management. */
  split_mode: boolean;
  /** Granted by the network: this site configures itself in spite of unified management. */
  override_global_config: boolean;
  /** The merchant account that gets the money; null: none, the gateway stays hidden. */
  wechat_pay_merchant: string | null;
  alipay_merchant: string | null;
  /** Ways of paying that are switched off. */
  wechat_pay_channels_off: readonly Channel[];
  alipay_channels_off: readonly Channel[];
  /** How Alipay meets a shopper at a computer. */
  alipay_desktop_channel: Channel;
  /** How long an attempt can be paid, in minutes. */
  payable_minutes: number;
  /** What the shopper reads in the provider's app: `{site}` and `{order}` stand for the shop's name and the number. */
  order_subject: string;
  /** Comes before the order's number in the subject. */
  order_prefix: string;
  /** The most that one payment may be, in fen; null: only the provider's own limit. */
  most_per_payment: number | null;
  /** The bounds of a seller's choice, in hundredths of a percent of each payment. */
  split_least_share: number;
  split_most_share: number;
  /** What the platform keeps of a site's payments, in hundredths of a percent; null: the least. */
  split_share: number | null;
}

export type SettingName = keyof Settings;

interface SettingRow<T> {
  readonly default: T;
  /** Who may store a value. */
  readonly scopes: readonly SettingScope[];
  /**
   * Put together from the network's value and the site's own while the network manages the site; the result is never
   * wider than the network's. Without it the site's own value is kept and does not count.
   */
  readonly narrow?: (network: T, site: T) => T;
  /** The site's own value counts in split mode. */
  readonly ownInSplitMode?: true;
  readonly accepts: (value: unknown) => boolean;
}

const isId = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && /^mch_[0-9a-z]{26}$/.test(value));
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isWhole =
  (least: number, most: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
const isPlain =
  (most: number) =>
  (value: unknown): boolean =>
    typeof value === 'string' && value.length <= most && !/[\u0000-\u001f]/.test(value);

/** At least one way of paying of a provider stays on: to switch a provider off, take its account away. */
const channelsOff = (provider: ProviderName): SettingRow<readonly Channel[]> => ({
  default: [],
  scopes: ['network', 'site'],
  narrow: (network, site) => CHANNELS.filter((channel) => network.includes(channel) || site.includes(channel)),
  accepts: (value) =>
    Array.isArray(value) &&
    new Set(value).size === value.length &&
    value.every((channel) => (PROVIDER_CHANNELS[provider] as readonly unknown[]).includes(channel)) &&
    value.length < PROVIDER_CHANNELS[provider].length,
});

/** Hundredths of a percent: WeChat Pay lets at most 30 % be shared unless it agreed to more. */
const isShare = isWhole(0, 10_000);

export const SETTINGS: { readonly [K in SettingName]: SettingRow<Settings[K]> } = {
  payment_enabled: { default: false, scopes: ['network'], accepts: isBoolean },
  split_mode: { default: false, scopes: ['network'], accepts: isBoolean },
  override_global_config: { default: false, scopes: ['network'], accepts: isBoolean },
  wechat_pay_merchant: { default: null, scopes: ['network', 'site'], accepts: isId },
  alipay_merchant: { default: null, scopes: ['network', 'site'], accepts: isId },
  wechat_pay_channels_off: channelsOff('wechat_pay'),
  alipay_channels_off: channelsOff('alipay'),
  alipay_desktop_channel: {
    default: 'qr_code',
    scopes: ['network', 'site'],
    accepts: (value) => value !== 'mobile_web' && CHANNELS.includes(value as Channel),
  },
  /** WeChat Pay's QR lives two hours and moves an expiry below one minute; hold-stock is an hour by default. */
  payable_minutes: { default: 30, scopes: ['network', 'site'], accepts: isWhole(5, 120) },
  order_subject: { default: '{site} {order}', scopes: ['network', 'site'], accepts: isPlain(100) },
  order_prefix: { default: '', scopes: ['network', 'site'], accepts: isPlain(20) },
  most_per_payment: {
    default: null,
    scopes: ['network', 'site'],
    narrow: (network, site) => (network === null ? site : site === null ? network : Math.min(network, site)),
    accepts: (value) => value === null || isWhole(1, 9_999_999_999_999)(value),
  },
  split_least_share: { default: 0, scopes: ['network'], accepts: isShare },
  split_most_share: { default: 3_000, scopes: ['network'], accepts: isShare },
  split_share: {
    default: null,
    scopes: ['site'],
    ownInSplitMode: true,
    accepts: (value) => value === null || isShare(value),
  },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** Stored with a site, but the network's word about it. */
export const isGrant = (name: SettingName): boolean => name === 'override_global_config';

/** The setting that names a provider's merchant account. */
export const merchantSetting = (provider: ProviderName): 'wechat_pay_merchant' | 'alipay_merchant' =>
  `${provider}_merchant`;

/** The setting that names a provider's ways of paying that are switched off. */
export const channelsOffSetting = (provider: ProviderName): 'wechat_pay_channels_off' | 'alipay_channels_off' =>
  `${provider}_channels_off`;
