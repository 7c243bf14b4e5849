import type { Setup, SetupApi } from '../../api/setup';
import type { SettingName, SettingValue } from '@multipay/contracts/settings';

/** What every step of the Setup screen gets. */
export interface StepProps {
  readonly api: SetupApi;
  readonly setup: Setup;
  readonly reload: () => Promise<void>;
}

type Known = Pick<Setup, 'settings'>;

/** What counts now. */
export const valueIn = ({ settings }: Known, name: SettingName): SettingValue =>
  settings.find((row) => row.name === name)?.value ?? null;

/** What the site has stored itself, whether it counts now or not. */
export const ownIn = ({ settings }: Known, name: SettingName): SettingValue =>
  settings.find((row) => row.name === name)?.own ?? null;
