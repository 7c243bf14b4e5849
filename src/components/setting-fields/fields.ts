import type { SettingName, SettingValue } from '@multipay/contracts/settings';

/** What every field gets. */
export interface Fields {
  readonly valueOf: (name: SettingName) => SettingValue;
  /** `undefined`: what is typed cannot be read as a value at all. */
  readonly change: (name: SettingName, value: SettingValue | undefined) => void;
}

/** A number that is stored; null where there is none. */
export const numberIn = (value: SettingValue): number | null => (typeof value === 'number' ? value : null);
