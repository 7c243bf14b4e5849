import { __ } from '@wordpress/i18n';
import type { GatewayId } from './payment-view';

/** The provider as shoppers call it. */
export const providerName = (gateway: GatewayId): string =>
  gateway === 'multipay_wechat' ? __('WeChat Pay', 'multipay') : __('Alipay', 'multipay');
