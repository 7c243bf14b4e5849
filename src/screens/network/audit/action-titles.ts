import { __ } from '@wordpress/i18n';
import type { AuditAction } from '@multipay/contracts/schemas/audit';

/** What was done, in the order in which people look for it. */
export const actionTitles = (): Record<AuditAction, string> => ({
  'settings.changed': __('Settings changed', 'multipay'),
  'settings.copied': __('Settings copied', 'multipay'),
  'merchant.created': __('Merchant account added', 'multipay'),
  'merchant.changed': __('Merchant account changed', 'multipay'),
  'merchant.tested': __('Connection tested', 'multipay'),
  'credentials.rehearsed': __('New keys tried', 'multipay'),
  'credentials.activated': __('New keys in use', 'multipay'),
  'credentials.replaced': __('Keys replaced', 'multipay'),
  'rollout.changed': __('Rollout changed', 'multipay'),
  'rollout.went_back': __('Rollout went back by itself', 'multipay'),
  'master_key.rotated': __('Master key rotated', 'multipay'),
  'master_key.checked': __('Secrets checked', 'multipay'),
  'master_key.destruction_asked': __('Destruction of a master key asked for', 'multipay'),
  'master_key.destroyed': __('Master key destroyed', 'multipay'),
  'network.paired': __('Paired', 'multipay'),
  'site.registered': __('Site registered', 'multipay'),
  'site.key_revoked': __('Site’s keys revoked', 'multipay'),
  'payment.closed': __('Payment closed', 'multipay'),
  'delivery.replayed': __('Event sent again', 'multipay'),
  'privacy.exported': __('Personal data exported', 'multipay'),
  'privacy.erased': __('Personal data erased', 'multipay'),
});
