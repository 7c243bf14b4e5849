/** JWE (RFC 7516), in a chunk of its own: it is needed once in the life of a merchant account. */
import { CompactEncrypt, importJWK } from 'jose';
import type { BridgeJwk } from '../../api/setup';

export async function encryptTo({ kid, ...jwk }: BridgeJwk, plain: string): Promise<string> {
  const key = await importJWK(jwk, 'ECDH-ES');
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid } as const;
  return new CompactEncrypt(new TextEncoder().encode(plain)).setProtectedHeader(header).encrypt(key);
}
