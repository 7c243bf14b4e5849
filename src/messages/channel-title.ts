import { __ } from '@wordpress/i18n';
import type { Channel } from '@multipay/contracts/providers';

export function channelTitle(channel: Channel): string {
  const titles: Record<Channel, string> = {
    qr_code: __('QR code, scanned with the app', 'multipay'),
    mobile_web: __('Phone’s browser, which opens the app', 'multipay'),
    desktop_web: __('The provider’s page at a computer', 'multipay'),
  };
  return titles[channel];
}
