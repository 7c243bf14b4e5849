import { Type, type Static } from 'typebox';
import { Id, Nullable, SiteId, Words } from './words';

/** A site as WordPress describes it. All its addresses are on one host. */
export const SiteAddress = Type.Object(
  {
    site_id: SiteId,
    name: Type.String({ minLength: 1, maxLength: 120, description: "The shop's name, as shoppers know it." }),
    home_url: Type.String({ format: 'uri', maxLength: 255, description: 'Its front page; host + path are unique.' }),
    event_url: Type.String({ format: 'uri', maxLength: 400, description: "Where it takes the bridge's events." }),
    notify_urls: Type.Object(
      {
        wechat_pay: Type.String({ format: 'uri', maxLength: 200 }),
        alipay: Type.String({ format: 'uri', maxLength: 200 }),
      },
      {
        additionalProperties: false,
        description: "Its doors for the providers. The bridge appends `_` and the merchant account's id.",
      },
    ),
  },
  { additionalProperties: false },
);
export type SiteAddress = Static<typeof SiteAddress>;

/**
 * Sent once, signed with the key `pair.<code id>`, which both sides derive from the pairing code; the code itself
 * never travels.
 */
export const PairRequest = Type.Object(
  {
    network_name: Type.String({
      minLength: 1,
      maxLength: 120,
      description: "The network's or the single site's name.",
    }),
    multisite: Type.Boolean({ description: 'Whether more sites can follow.' }),
    site: SiteAddress,
  },
  { additionalProperties: false },
);
export type PairRequest = Static<typeof PairRequest>;

/** Base64 of nonce (12 bytes), ciphertext and tag (16 bytes): ChaCha20-Poly1305 under a key that only the reader has. */
const Sealed = Type.Object(
  { sealed: Type.String({ description: 'Opens with the key of whoever asked.' }) },
  { additionalProperties: false },
);
export const SealedAnswer = Sealed;
export type SealedAnswer = Static<typeof Sealed>;

const KeyPair = Type.Object(
  {
    key_id: Type.String({ description: '`<network>.<site>.<epoch>`.' }),
    request_key: Type.String({ description: "Base64: signs the site's requests." }),
    webhook_key: Type.String({ description: "Base64: verifies the bridge's events." }),
  },
  { additionalProperties: false },
);

/** What the sealed answer of a pairing holds. */
export const Pairing = Type.Object(
  {
    network_id: Id('network', 'The network as the bridge knows it.'),
    bridge_id: Type.String({ description: 'The audience of every signed request.' }),
    public_url: Nullable(Type.String({ description: "The bridge's public address, where it has one." })),
    fingerprint: Type.String({ description: "Of the bridge's key; compare it with what `multipay pair` printed." }),
    network_key: Nullable(Type.Unsafe<Static<typeof KeyPair>>({ ...KeyPair })),
    site_key: KeyPair,
  },
  { additionalProperties: false },
);
export type Pairing = Static<typeof Pairing>;

/** What the sealed answer to a new subsite's registration holds. */
export const SiteKey = Type.Object(
  { site_key: KeyPair, public_url: Nullable(Type.String()) },
  { additionalProperties: false },
);
export type SiteKey = Static<typeof SiteKey>;
export type KeyPair = Static<typeof KeyPair>;

/** The key that uploads are sealed to. */
export const BridgeKey = Type.Object(
  {
    jwk: Type.Object(
      {
        kty: Words(['EC'], { description: 'Always EC.' }),
        crv: Words(['P-256'], { description: 'Always P-256.' }),
        x: Type.String(),
        y: Type.String(),
        kid: Type.String({ description: 'RFC 7638 thumbprint.' }),
      },
      { additionalProperties: false },
    ),
    fingerprint: Type.String({ description: 'For people to compare: 8 groups of 4 hexadecimal digits.' }),
  },
  { additionalProperties: false },
);
export type BridgeKey = Static<typeof BridgeKey>;
