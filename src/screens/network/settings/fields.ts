import type { Merchant } from '@multipay/contracts/schemas/merchant';
import type { EffectiveSettings } from '@multipay/contracts/schemas/site';

/** What the Settings screen is about. */
export interface NetworkSettings {
  readonly settings: EffectiveSettings['settings'];
  readonly merchants: readonly Merchant[];
}
