/**
 * The settings that the bridge enforces, and who may set them. What a page merely shows (titles, descriptions, whether
 * a gateway is enabled) is WordPress's own and not here.
 */
import { CHANNELS, type Channel, type ProviderName } from './providers';

export type SettingScope = 'network' | 'site';
/** Where an effective value came from. */
export type SettingOrigin = SettingScope | 'default';

export interface Settings {
  /** Unified management: the network configures all its sites. */
  payment_enabled: boolean;
  /** The merchant account that gets the money; null: none, the gateway stays hidden. */
  wechat_pay_merchant: string | null;
  alipay_merchant: string | null;
  /** How Alipay meets a shopper at a computer. */
  alipay_desktop_channel: Channel;
  /** How long an attempt can be paid, in minutes. */
  payable_minutes: number;
  /** Granted by the network: this site configures itself in spite of unified management. */
  override_global_config: boolean;
}

export type SettingName = keyof Settings;

interface SettingRow<T> {
  readonly default: T;
  /** Who may store a value. A site's own value counts only while it is not managed by the network. */
  readonly scopes: readonly SettingScope[];
  readonly accepts: (value: unknown) => boolean;
}

const isId = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && /^mch_[0-9a-z]{26}$/.test(value));
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

/** WeChat Pay's QR lives two hours and moves an expiry below one minute; hold-stock is an hour by default. */
const isPayableMinutes = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 5 && Number(value) <= 120;

export const SETTINGS: { readonly [K in SettingName]: SettingRow<Settings[K]> } = {
  payment_enabled: { default: false, scopes: ['network'], accepts: isBoolean },
  wechat_pay_merchant: { default: null, scopes: ['network', 'site'], accepts: isId },
  alipay_merchant: { default: null, scopes: ['network', 'site'], accepts: isId },
  alipay_desktop_channel: {
    default: 'qr_code',
    scopes: ['network', 'site'],
    accepts: (value) => value !== 'mobile_web' && CHANNELS.includes(value as Channel),
  },
  payable_minutes: { default: 30, scopes: ['network', 'site'], accepts: isPayableMinutes },
  override_global_config: { default: false, scopes: ['network'], accepts: isBoolean },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** The setting that names a provider's merchant account. */
export const merchantSetting = (provider: ProviderName): 'wechat_pay_merchant' | 'alipay_merchant' =>
  `${provider}_merchant`;
