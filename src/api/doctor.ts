/** The routes behind the Doctor screen. */
import type { CallbackCheck } from '@multipay/contracts/schemas/network';
import { request } from './request';

/** One thing that WordPress looked at; words are in the admin's language, `detail` is English. */
export interface Finding {
  readonly check: string;
  readonly status: 'good' | 'recommended' | 'critical';
  readonly sentence: string;
  /** What helps; empty where nothing need be done. */
  readonly cure: string;
  /** What was seen. */
  readonly detail: string;
}
export type CheckedCallback = CallbackCheck['items'][number];

/** PHP waits 25 s for the bridge, which calls every address. */
const CALLBACKS_TIMEOUT_MS = 35_000;

/** Every method throws `AdminApiError`. */
export interface DoctorApi {
  readonly findings: () => Promise<readonly Finding[]>;
  /** Has the bridge call the site's addresses from outside. */
  readonly checkCallbacks: () => Promise<readonly CheckedCallback[]>;
}

interface Items<T> {
  readonly items: readonly T[];
}

export const doctorApi: DoctorApi = {
  findings: async () => (await request<Items<Finding>>('GET', '/multipay/v1/doctor')).items,
  checkCallbacks: async () =>
    (await request<Items<CheckedCallback>>('POST', '/multipay/v1/callback-check', {}, CALLBACKS_TIMEOUT_MS)).items,
};
