import type { ColumnTypes } from '../../dialect';
import { booksTables } from './books';
import { merchantsTables } from './merchants';
import { networksTables } from './networks';
import { paymentsTables } from './payments';
import { workTables } from './work';

/** The first schema. What is asked for by site leads with (network_id, site_id); what belongs to one payment, merchant or job, with its id. */
export const ground = (t: ColumnTypes): string[] => [
  ...networksTables(t),
  ...merchantsTables(t),
  ...paymentsTables(t),
  ...booksTables(t),
  ...workTables(t),
];
