import { Type, type Static } from 'typebox';
import { Id, Nullable, Page, PageQuery, SiteId, Time, Words } from './words';

/** What is written down, by what it is about. */
export const AUDIT_ACTIONS = [
  'network.paired',
  'site.registered',
  'site.key_revoked',
  'settings.changed',
  'settings.copied',
  'merchant.created',
  'merchant.changed',
  'credentials.replaced',
  'credentials.rehearsed',
  'credentials.activated',
  'merchant.tested',
  'rollout.changed',
  'rollout.went_back',
  'master_key.rotated',
  'master_key.checked',
  'master_key.destruction_asked',
  'master_key.destroyed',
  'payment.closed',
  'delivery.replayed',
  'privacy.exported',
  'privacy.erased',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/**
 * Who did it, in the words of where they are known: `user_5` is a WordPress user of the site that asked, `operator`
 * somebody at the bridge's command line, `wp_cli` somebody at WordPress's, `bridge` nobody but a schedule.
 */
export const ACTOR_PATTERN = '^(user_[1-9][0-9]{0,18}|operator|wp_cli|bridge|unknown)$';

/** One change that somebody made. Secrets appear as fingerprints. Rows are chained: each hash covers the one before. */
export const AuditEntry = Type.Object(
  {
    id: Id('audit', 'The entry.'),
    site_id: SiteId,
    at: Time('When.'),
    actor: Type.String({ pattern: ACTOR_PATTERN, description: 'Who.' }),
    action: Words(AUDIT_ACTIONS, { description: 'What.' }),
    subject: Type.String({ description: 'To what: an id, or the name of a setting.' }),
    before: Nullable(Type.String({ description: 'JSON; null where there was nothing.' })),
    after: Nullable(Type.String({ description: 'JSON; null where there is nothing now.' })),
    hash: Type.String({ description: 'SHA-256 over this entry and the hash before it, in hexadecimal.' }),
  },
  { additionalProperties: false },
);
export type AuditEntry = Static<typeof AuditEntry>;

export const ListAudit = Type.Object(
  {
    action: Type.Optional(Words(AUDIT_ACTIONS, { description: 'Only these.' })),
    subject: Type.Optional(Type.String({ maxLength: 120, description: 'Only what was done to this.' })),
    ...PageQuery,
  },
  { additionalProperties: false },
);
export type ListAudit = Static<typeof ListAudit>;

export const AuditPage = Page(AuditEntry, 'The newest first.');
