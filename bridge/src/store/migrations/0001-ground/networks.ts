import type { ColumnTypes } from '../../dialect';

/** Who is paired, with which settings. */
export const networksTables = (t: ColumnTypes): string[] => [
  `CREATE TABLE secret (
    name ${t.id} NOT NULL PRIMARY KEY,
    sealed ${t.text} NOT NULL,
    ${t.sealedUnder('sealed')}
  ) ${t.end}`,
  `CREATE TABLE network (
    id ${t.id} NOT NULL PRIMARY KEY,
    name ${t.string} NOT NULL,
    key_epoch ${t.integer} NOT NULL,
    created_ms ${t.integer} NOT NULL
  ) ${t.end}`,
  `CREATE TABLE site (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    name ${t.string} NOT NULL,
    domain ${t.id} NOT NULL,
    home_url ${t.text} NOT NULL,
    event_url ${t.text} NOT NULL,
    notify_urls ${t.text} NOT NULL,
    key_epoch ${t.integer} NOT NULL,
    created_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id)
  ) ${t.end}`,
  'CREATE UNIQUE INDEX site_domain ON site (domain)',
  `CREATE TABLE master_key (
    id ${t.id} NOT NULL PRIMARY KEY,
    state ${t.id} NOT NULL,
    sealed ${t.text},
    sealed_under_before ${t.text},
    since_ms ${t.integer} NOT NULL,
    replaced_ms ${t.integer},
    destroy_asked_by ${t.id},
    destroy_asked_ms ${t.integer},
    checked_ms ${t.integer},
    unreadable ${t.integer}
  ) ${t.end}`,
  `CREATE TABLE rollout (
    network_id ${t.id} NOT NULL,
    feature ${t.id} NOT NULL,
    percent ${t.integer} NOT NULL,
    site_ids ${t.text} NOT NULL,
    since_ms ${t.integer} NOT NULL,
    went_back ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, feature)
  ) ${t.end}`,
  `CREATE TABLE pairing_code (
    id ${t.id} NOT NULL PRIMARY KEY,
    sealed_secret ${t.text} NOT NULL,
    network_id ${t.id},
    network_name ${t.string} NOT NULL,
    scope ${t.id} NOT NULL,
    expires_ms ${t.integer} NOT NULL,
    tries_left ${t.integer} NOT NULL,
    used_ms ${t.integer},
    ${t.sealedUnder('sealed_secret')}
  ) ${t.end}`,
  `CREATE TABLE setting (
    network_id ${t.id} NOT NULL,
    site_id ${t.id} NOT NULL,
    name ${t.id} NOT NULL,
    value ${t.text} NOT NULL,
    updated_ms ${t.integer} NOT NULL,
    PRIMARY KEY (network_id, site_id, name)
  ) ${t.end}`,
];
