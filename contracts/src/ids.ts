/**
 * Identifiers: a prefix that says what it names, an underscore, and a 26-character ULID in lower case.
 *
 * A payment's id is also the order number that the provider sees: 30 characters of [0-9a-z_], which both accept
 * (WeChat Pay takes 6 to 32 of [0-9A-Za-z_\-|*], Alipay up to 64 of [A-Za-z0-9_]).
 */

export const ID_PREFIXES = {
  payment: 'pay',
  event: 'evt',
  delivery: 'dlv',
  merchant: 'mch',
  credential: 'crd',
  network: 'net',
  notification: 'ntf',
  posting: 'pst',
  audit: 'adt',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** Crockford's base 32, as ULIDs use it: no i, l, o, u. The first character is at most 7 (a ULID has 128 bits). */
const ULID = '[0-7][0-9a-hjkmnp-tv-z]{25}';

export const idPattern = (kind: IdKind): string => `^${ID_PREFIXES[kind]}_${ULID}$`;

const PATTERNS = new Map<IdKind, RegExp>(
  (Object.keys(ID_PREFIXES) as IdKind[]).map((kind) => [kind, new RegExp(idPattern(kind))]),
);

export const isId = (kind: IdKind, text: string): boolean => PATTERNS.get(kind)?.test(text) ?? false;

/**
 * What is being paid, in the shop's words: `order_123` for a WooCommerce order, `button_<ulid>` for a pay button.
 * Unique within one site.
 */
export const ORDER_REF_PATTERN = '^(order|button)_[0-9a-z]{1,40}$';

/** A site is known by its WordPress blog id; `0` stands for the network itself. */
export const SITE_ID_PATTERN = '^[0-9]{1,19}$';
export const NETWORK_ITSELF = '0';
