import { __ } from '@wordpress/i18n';
import type { SettingName } from '@multipay/contracts/settings';

/** What a setting is called on the screens. */
export function settingTitle(name: SettingName): string {
  const titles: Record<SettingName, string> = {
    payment_enabled: __('Unified management', 'multipay'),
    split_mode: __('Split mode', 'multipay'),
    override_global_config: __('May configure itself', 'multipay'),
    wechat_pay_merchant: __('Account for WeChat Pay', 'multipay'),
    alipay_merchant: __('Account for Alipay', 'multipay'),
    wechat_pay_channels_off: __('Ways of paying of WeChat Pay that are off', 'multipay'),
    alipay_channels_off: __('Ways of paying of Alipay that are off', 'multipay'),
    alipay_desktop_channel: __('Alipay at a computer', 'multipay'),
    payable_minutes: __('Minutes to pay', 'multipay'),
    order_subject: __('What the shopper reads in the app', 'multipay'),
    order_prefix: __('Before the order’s number', 'multipay'),
    most_per_payment: __('Most per payment, in yuan', 'multipay'),
    split_least_share: __('Least share of the platform, in percent', 'multipay'),
    split_most_share: __('Most share of the platform, in percent', 'multipay'),
    split_share: __('Share of the platform, in percent', 'multipay'),
  };
  return titles[name];
}
