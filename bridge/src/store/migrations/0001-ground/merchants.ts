import type { ColumnTypes } from '../../dialect';

/** Whose money it is, and the sealed keys. */
export const merchantsTables = (t: ColumnTypes): string[] => [
  `CREATE TABLE merchant (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    id ${t.id} NOT NULL,
    provider ${t.id} NOT NULL,
    name ${t.string} NOT NULL,
    account_number ${t.id} NOT NULL,
    notify_door ${t.id} NOT NULL,
    allowed_site_ids ${t.text},
    most_per_payment ${t.integer},
    most_per_day ${t.integer},
    created_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id, id)
  ) ${t.end}`,
  'CREATE UNIQUE INDEX merchant_by_id ON merchant (id)',
  'CREATE INDEX merchant_by_number ON merchant (provider, account_number)',
  `CREATE TABLE credential (
    id ${t.id} NOT NULL PRIMARY KEY,
    merchant_id ${t.id} NOT NULL,
    state ${t.id} NOT NULL,
    sealed ${t.longText} NOT NULL,
    key_fingerprint ${t.id} NOT NULL,
    key_serial ${t.id},
    expires_ms ${t.integer},
    created_ms ${t.integer} NOT NULL,
    warned_days ${t.integer},
    ${t.sealedUnder('sealed')}
  ) ${t.end}`,
  'CREATE INDEX credential_by_merchant ON credential (merchant_id)',
  `CREATE TABLE credential_verifier (
    verifier_id ${t.id} NOT NULL,
    credential_id ${t.id} NOT NULL,
    merchant_id ${t.id} NOT NULL,
    PRIMARY KEY (verifier_id, credential_id)
  ) ${t.end}`,
];
