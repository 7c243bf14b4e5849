/** Keeps secrets. Nothing that is stored outside of it can be read without the master key. */
export interface Vault {
  /**
   * Encrypts for storage.
   *
   * @param context where the secret will lie, e.g. `credential/crd_…`; the same must be given to open it, so that a
   *   row's secret is worth nothing in another row
   */
  seal(context: string, plain: string): string;
  /** @throws Error when the context is another one, the master key is, or the text was changed */
  open(context: string, sealed: string): string;
  /** Signs a site's requests (`siteId` `0`: the network's own). */
  requestKey(networkId: string, siteId: string, epoch: number): Buffer;
  /** Signs the events for a site. */
  webhookKey(networkId: string, siteId: string, epoch: number): Buffer;
  /** Signs the tokens of payment streams. */
  streamKey(): Buffer;
  /** The public half of the key that uploads are sealed to. */
  readonly uploadKey: {
    readonly jwk: { kty: 'EC'; crv: 'P-256'; x: string; y: string; kid: string };
    readonly fingerprint: string;
  };
  /** @throws BridgeError `credentials_unreadable` */
  openUpload(compactJwe: string): Promise<string>;
  readonly bridgeId: string;
  /** The key with which both sides of a pairing prove that they know the code. */
  pairingProofKey(codeSecret: Buffer): Buffer;
  /**
   * Encrypts an answer that carries keys for whoever holds `secret`.
   *
   * @returns base64 of nonce, ciphertext and tag (ChaCha20-Poly1305)
   */
  sealAnswer(secret: Buffer, purpose: 'pairing-answer' | 'site-key-answer', answer: unknown): string;
}
