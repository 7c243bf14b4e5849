/**
 * How a site signs what it sends to the bridge. PHP (`includes/Bridge/RequestSigner.php`) and the bridge build the same
 * text; a shared test vector holds them together.
 */

/** Name of the scheme, the first word of the `Authorization` header and the first line of what is signed. */
export const SIGNATURE_SCHEME = 'MultiPay-HMAC-SHA256';

/** How far the two clocks may be apart, in seconds. */
export const SIGNATURE_WINDOW_SECONDS = 300;

export interface SignedParts {
  /** `<network>.<site>.<epoch>`, or `pair.<code id>`. */
  readonly keyId: string;
  /** The bridge's id, so that a request for one bridge is worth nothing at another. */
  readonly audience: string;
  readonly method: string;
  /** Path and query, byte for byte as they are sent. */
  readonly target: string;
  /** Unix seconds. */
  readonly timestamp: string;
  /** 16 to 64 characters, never used twice. */
  readonly nonce: string;
  /** Lower-case hexadecimal SHA-256 of the raw body; of nothing where there is none. */
  readonly bodySha256: string;
}

/** The text whose HMAC-SHA256 is the signature: eight lines, no line break at the end. */
export const textToSign = (parts: SignedParts): string =>
  [
    SIGNATURE_SCHEME,
    parts.keyId,
    parts.audience,
    parts.method,
    parts.target,
    parts.timestamp,
    parts.nonce,
    parts.bodySha256,
  ].join('\n');
