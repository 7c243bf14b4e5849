import { Type, type Static } from 'typebox';
import { ERROR_CODES } from '../errors';
import { FEATURE_NAMES } from '../features';
import { PROVIDERS } from '../providers';
import { MODES } from '../settings';
import { Currency, Nullable, Page, PageQuery, SiteId, Time, Words } from './words';

const Provider = Words(PROVIDERS, { description: 'Who moves the money.' });
const Count = (description: string) => Type.Integer({ minimum: 0, description });
/** Sums, unlike amounts, may be nothing. */
const SumMinor = (description: string) =>
  Type.Integer({ minimum: 0, description: `${description} In the currency's minor unit.` });

/** What a site or a provider took in some time. */
const Taken = {
  currency: Currency,
  paid_payments: Count('Payments that succeeded.'),
  paid_amount: SumMinor('What came in.'),
};

/** A site as the network sees it. */
export const NetworkSite = Type.Object(
  {
    site_id: SiteId,
    name: Type.String(),
    domain: Type.String({ description: 'Host, port and path: its payment domain. No two sites have the same.' }),
    home_url: Type.String(),
    mode: Words(MODES, { description: 'Who configures it.' }),
    gateways: Type.Array(
      Type.Object(
        {
          provider: Provider,
          available: Type.Boolean({ description: 'Whether a payment can be opened.' }),
          unavailable_because: Nullable(Words(ERROR_CODES, { description: 'Why not.' })),
          merchant_name: Nullable(Type.String({ description: 'Who gets the money.' })),
        },
        { additionalProperties: false },
      ),
    ),
    features: Type.Array(Words(FEATURE_NAMES, { description: 'New behaviour that is on for this site.' })),
    last_payment_at: Nullable(Time('When its newest payment was opened.')),
    opened_24h: Count('Payments opened within 24 hours.'),
    failed_24h: Count('Of these, definitely refused by the provider.'),
    parked_deliveries: Count('Events that the site could not be told.'),
  },
  { additionalProperties: false },
);
export type NetworkSite = Static<typeof NetworkSite>;

export const ListSites = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 100, description: 'A part of the name or of the domain.' })),
    ...PageQuery,
  },
  { additionalProperties: false },
);
export type ListSites = Static<typeof ListSites>;
export const SitePage = Page(NetworkSite, 'In the order in which they were registered.');

/** The network at a glance. "Today" and the days are those of Asia/Shanghai, as in the providers' bills. */
export const Overview = Type.Object(
  {
    sites: Count('Registered sites.'),
    today: Type.Array(
      Type.Object(
        { site_id: SiteId, site_name: Type.String(), provider: Provider, ...Taken },
        { additionalProperties: false },
      ),
      { description: 'Only where something came in.' },
    ),
    days: Type.Array(
      Type.Object(
        { day: Type.String({ description: 'YYYY-MM-DD, Asia/Shanghai.' }), provider: Provider, ...Taken },
        { additionalProperties: false },
      ),
      { description: 'The last 14 days, the oldest first; only where something came in.' },
    ),
    channels: Type.Array(
      Type.Object(
        {
          provider: Provider,
          opened_24h: Count('Payments opened within 24 hours.'),
          paid_24h: Count('Of these, paid.'),
          failed_24h: Count('Of these, definitely refused by the provider.'),
        },
        { additionalProperties: false },
      ),
      { description: "Each provider's health, over the last 24 hours." },
    ),
    attention: Type.Array(
      Type.Object(
        {
          kind: Words(
            [
              'credentials_expire',
              'payments_to_review',
              'deliveries_parked',
              'gateway_unavailable',
              'provider_failing',
              'master_key_old',
            ],
            { description: 'What needs somebody.' },
          ),
          site_id: SiteId,
          subject: Type.String({ description: "Which one: a merchant account's or site's name, a provider." }),
          count: Count('How many, or, for what expires, how many days are left.'),
        },
        { additionalProperties: false },
      ),
    ),
    time: Time("The bridge's clock."),
  },
  { additionalProperties: false },
);
export type Overview = Static<typeof Overview>;

/** How far a feature is rolled out, and how the sites do that have it, beside those that have it not. */
export const Rollout = Type.Object(
  {
    feature: Words(FEATURE_NAMES, { description: 'The new behaviour.' }),
    percent: Type.Integer({ minimum: 0, maximum: 100, description: 'Of the sites, by a stable hash of the id.' }),
    site_ids: Type.Array(SiteId, { description: 'Sites that have it whatever the percentage.' }),
    since: Nullable(Time('When this step began.')),
    went_back: Type.Boolean({ description: 'Whether it went back by itself.' }),
    cohorts: Type.Array(
      Type.Object(
        {
          has_feature: Type.Boolean(),
          sites: Count('Sites in it.'),
          opened_24h: Count('Payments opened within 24 hours, not from before this step.'),
          failed_24h: Count('Of these, definitely refused.'),
        },
        { additionalProperties: false },
      ),
    ),
    may_advance: Type.Boolean({ description: 'Whether it was watched long enough and fails seldom enough.' }),
  },
  { additionalProperties: false },
);
export type Rollout = Static<typeof Rollout>;
export const RolloutList = Type.Object({ items: Type.Array(Rollout) }, { additionalProperties: false });

/** The next step, a step back, or a list. */
export const ChangeRollout = Type.Object(
  {
    percent: Type.Integer({ minimum: 0, maximum: 100, description: '0, 10, 50 or 100.' }),
    site_ids: Type.Array(SiteId, { maxItems: 500 }),
  },
  { additionalProperties: false },
);
export type ChangeRollout = Static<typeof ChangeRollout>;

/** What an outside-in test of a site's doors found. */
export const CALLBACK_FINDINGS = [
  'ok',
  'slow',
  'unreachable',
  'blocked',
  'challenged',
  'redirected',
  'header_dropped',
  'body_changed',
  'wrong_site',
  'not_ours',
] as const;

export const CallbackCheck = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          provider: Provider,
          url: Type.String({ description: 'The address that was called, as the provider would.' }),
          finding: Words(CALLBACK_FINDINGS, { description: 'What came of it.' }),
          status: Nullable(Type.Integer({ description: 'The HTTP status.' })),
          milliseconds: Type.Integer({ minimum: 0, description: 'Until the whole answer was there.' }),
          detail: Type.String({ description: 'In English, for the log and the support: what was seen.' }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type CallbackCheck = Static<typeof CallbackCheck>;

/** Whose data. */
export const PrivacySubject = Type.Object(
  {
    order_refs: Type.Array(Type.String({ pattern: '^(order|button)_[0-9a-z]{1,40}$' }), { minItems: 1, maxItems: 200 }),
  },
  { additionalProperties: false },
);
export type PrivacySubject = Static<typeof PrivacySubject>;

/** The personal data that the bridge keeps of the payers of some orders. */
export const PrivacyExport = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          payment_id: Type.String(),
          order_ref: Type.String(),
          client_ip: Nullable(Type.String()),
          openid: Nullable(Type.String()),
          buyer_id: Nullable(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PrivacyExport = Static<typeof PrivacyExport>;

export const PrivacyErased = Type.Object(
  { erased: Count('Payers whose data is gone.'), notifications: Count('Raw notifications that were deleted.') },
  { additionalProperties: false },
);
export type PrivacyErased = Static<typeof PrivacyErased>;
