import type { NetworkSite } from '@multipay/contracts/schemas/network';
import type { NetworkApi } from '../../../api/network';

/** What is done to one site. */
export interface SiteDeed {
  readonly api: NetworkApi;
  readonly site: NetworkSite;
  /** What is said when it is done; the dialog closes then. */
  readonly onDone: (words: string) => Promise<void>;
}
