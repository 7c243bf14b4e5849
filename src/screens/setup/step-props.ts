import type { Setup, SetupApi } from '../../api/setup';

/** What every step of the Setup screen gets. */
export interface StepProps {
  readonly api: SetupApi;
  readonly setup: Setup;
  readonly reload: () => Promise<void>;
}
