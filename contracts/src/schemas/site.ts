import { Type, type Static } from 'typebox';
import { ERROR_CODES } from '../errors';
import { CHANNELS, PROVIDERS } from '../providers';
import { SETTING_NAMES } from '../settings';
import { Id, Nullable, SiteId, Time, Words } from './words';

/** What a site needs in order to draw its pages; it keeps a copy and draws them with the bridge down. */
export const SiteStatus = Type.Object(
  {
    network_id: Id('network', 'The network that the site belongs to.'),
    site_id: SiteId,
    managed: Type.Boolean({ description: 'Whether the network configures this site.' }),
    gateways: Type.Array(
      Type.Object(
        {
          provider: Words(PROVIDERS, { description: "The gateway's provider." }),
          available: Type.Boolean({ description: 'Whether a payment can be opened.' }),
          unavailable_because: Nullable(Words(ERROR_CODES, { description: 'Why not.' })),
          merchant_id: Nullable(Id('merchant', 'Who gets the money.')),
          merchant_name: Nullable(Type.String()),
          channels: Type.Array(Words(CHANNELS, { description: 'What it offers.' })),
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

const SettingValue = Type.Union([Type.String(), Type.Boolean(), Type.Integer(), Type.Null()]);

/** Every setting's effective value and where it came from. */
export const EffectiveSettings = Type.Object(
  {
    settings: Type.Array(
      Type.Object(
        {
          name: Words(SETTING_NAMES, { description: 'The setting.' }),
          value: SettingValue,
          origin: Words(['network', 'site', 'default'], { description: 'Where the value came from.' }),
          locked: Type.Boolean({ description: 'Whether the site may not set it now.' }),
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
