import type { BridgeJwk } from '../../api/setup';

/** Browsers offer WebCrypto only to pages that came by HTTPS or from this very computer. */
export const canSeal = (): boolean => (globalThis.crypto as Partial<Crypto> | undefined)?.subtle !== undefined;

/**
 * Encrypts credentials so that only the bridge can read them, before WordPress ever sees them.
 *
 * @returns a compact JWE (ECDH-ES on P-256, A256GCM) that names the bridge's key
 */
export async function seal(bridgeKey: BridgeJwk, credentials: Readonly<Record<string, unknown>>): Promise<string> {
  const { encryptTo } = await import(/* webpackChunkName: "sealing" */ './sealing');
  return encryptTo(bridgeKey, JSON.stringify(credentials));
}
