import { __ } from '@wordpress/i18n';
import type { ProviderName } from '@multipay/contracts/providers';

export const providerTitle = (provider: ProviderName): string =>
  provider === 'wechat_pay' ? __('WeChat Pay', 'multipay') : __('Alipay', 'multipay');
