import type { ColumnTypes } from '../../dialect';
import { booksTables } from './books';
import { merchantsTables } from './merchants';
import { networksTables } from './networks';
import { paymentsTables } from './payments';
import { workTables } from './work';

/** The first schema. Tables lead with (network_id, site_id), so that they can be sharded by site. */
export const ground = (t: ColumnTypes): string[] => [
  ...networksTables(t),
  ...merchantsTables(t),
  ...paymentsTables(t),
  ...booksTables(t),
  ...workTables(t),
];
