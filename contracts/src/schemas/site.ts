import { Type, type Static } from 'typebox';
import { ERROR_CODES } from '../errors';
import { FEATURE_NAMES } from '../features';
import { CHANNELS, PROVIDERS } from '../providers';
import { MODES, SETTING_NAMES, type SettingValue as Value } from '../settings';
import { Id, Nullable, SiteId, Time, Words } from './words';

/** What a site needs in order to draw its pages; it keeps a copy and draws them with the bridge down. */
export const SiteStatus = Type.Object(
  {
    network_id: Id('network', 'The network that the site belongs to.'),
    site_id: SiteId,
    managed: Type.Boolean({ description: 'Whether the network configures this site.' }),
    mode: Words(MODES, { description: 'Who configures this site.' }),
    features: Type.Array(Words(FEATURE_NAMES, { description: 'New behaviour that is on for this site.' })),
    order_subject: Type.String({ description: 'A pattern with `{site}` and `{order}`.' }),
    order_prefix: Type.String({ description: "Comes before the order's number in the subject." }),
    most_per_payment: Nullable(Type.Integer({ description: 'In fen; null: no limit of ours.' })),
    gateways: Type.Array(
      Type.Object(
        {
          provider: Words(PROVIDERS, { description: "The gateway's provider." }),
          available: Type.Boolean({ description: 'Whether a payment can be opened.' }),
          unavailable_because: Nullable(Words(ERROR_CODES, { description: 'Why not.' })),
          merchant_id: Nullable(Id('merchant', 'Who gets the money.')),
          merchant_name: Nullable(Type.String()),
          channels: Type.Array(Words(CHANNELS, { description: 'What it offers here now.' })),
        },
        { additionalProperties: false },
      ),
    ),
    payable_minutes: Type.Integer({ description: 'How long an attempt can be paid.' }),
    public_url: Nullable(Type.String({ description: "The bridge's public address." })),
    bridge_version: Type.String(),
    time: Time("The bridge's clock."),
  },
  { additionalProperties: false },
);
export type SiteStatus = Static<typeof SiteStatus>;

/** A list of words, a text, a switch, a whole number, or nothing. Lists come first: Fastify would write them as texts. */
const SettingValue = Type.Unsafe<Value>({
  type: ['array', 'string', 'boolean', 'integer', 'null'],
  items: { type: 'string' },
});

/**
 * Every setting's effective value and where it came from. `own` is what the one who is asked about has stored itself,
 * whether it counts now or not; null where nothing is stored.
 */
export const EffectiveSettings = Type.Object(
  {
    mode: Words(MODES, { description: 'Who configures what is asked about.' }),
    settings: Type.Array(
      Type.Object(
        {
          name: Words(SETTING_NAMES, { description: 'The setting.' }),
          value: SettingValue,
          origin: Words(['network', 'site', 'both', 'default'], {
            description: 'Where the value came from; `both`: the network, and the site made it narrower.',
          }),
          locked: Type.Boolean({ description: 'Whether the site may not set it now.' }),
          own: SettingValue,
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type EffectiveSettings = Static<typeof EffectiveSettings>;

/** Changes some settings of the network or of one site; null removes a value. */
export const ChangeSettings = Type.Object(
  {
    values: Type.Array(
      Type.Object(
        { name: Words(SETTING_NAMES, { description: 'The setting.' }), value: SettingValue },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  { additionalProperties: false },
);
export type ChangeSettings = Static<typeof ChangeSettings>;

/** Makes one place's stored settings those of another; the network is `0`. What is not stored there is forgotten here. */
export const CopySettings = Type.Object({ from_site_id: SiteId, to_site_id: SiteId }, { additionalProperties: false });
export type CopySettings = Static<typeof CopySettings>;

export const Health = Type.Object(
  {
    status: Words(['ok', 'not_ready'], { description: 'Whether requests can be served.' }),
    checks: Type.Record(Type.String(), Type.String(), { description: 'Part of the bridge -> ok, or what is wrong.' }),
    version: Type.String(),
    time: Time("The bridge's clock."),
  },
  { additionalProperties: false },
);
export type Health = Static<typeof Health>;
