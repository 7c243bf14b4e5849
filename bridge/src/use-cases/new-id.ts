import { ID_PREFIXES, type IdKind } from '@multipay/contracts/ids';
import { monotonicFactory } from 'ulid';

const nextUlid = monotonicFactory();

/** A new identifier: prefix, underscore, lower-case ULID. Those of one process rise in the order in which they are made. */
export const newId = (kind: IdKind): string => `${ID_PREFIXES[kind]}_${nextUlid().toLowerCase()}`;
