import type { NextMasterKey } from './master-key';

/** Where sealed secrets lie, and the word in front of their row's id that they are sealed for. */
const CONTEXTS = {
  secret: 'secret',
  credential: 'credential',
  pairing_code: 'pairing',
  notification: 'notification',
} as const;
export type SealedPlace = keyof typeof CONTEXTS;
export const SEALED_PLACES = Object.keys(CONTEXTS) as SealedPlace[];

/** A secret as it lies in the database. */
export interface SealedRow {
  readonly place: SealedPlace;
  readonly id: string;
  readonly sealed: string;
}
export const contextOf = ({ place, id }: Pick<SealedRow, 'place' | 'id'>): string => `${CONTEXTS[place]}/${id}`;

export interface SealedReads {
  /** How many secrets name each master key. */
  countByKey(): Promise<ReadonlyMap<string, number>>;
  /** In order of their ids, from the one after `afterId` on; of all master keys, or only those that name this one. */
  portion(place: SealedPlace, afterId: string, limit: number, keyId?: string): Promise<SealedRow[]>;
}
export interface SealedWrites extends SealedReads {
  /** Puts another envelope in its place, unless somebody was faster. */
  replace(row: SealedRow, sealed: string): Promise<void>;
}

/** The master key, and those before it that still decrypt. */
export interface MasterKeyRing {
  /** Where the operator keeps it. */
  readonly place: 'file' | 'environment';
  /** The key that seals. */
  readonly activeId: string;
  /** The key that the operator's file or environment holds now; another one than the active in a rotation. */
  readonly givenId: string;
  /**
   * Learns what other processes have changed.
   *
   * @throws Error when no key at hand opens the active one
   */
  reload(): Promise<void>;
  /**
   * A key to replace the active one: a fresh one for a file, else the environment's, if the database has never seen it.
   *
   * @throws Error when a fresh one could not be kept in the file
   */
  next(): NextMasterKey | null;
  /** The same secret, sealed under the active key; only its data key is wrapped anew. @throws Error as `Vault.open` */
  rewrap(context: string, sealed: string): string;
  /** Makes the file hold the active key, durably; an environment is the operator's to change. */
  keepActive(): void;
}

/** Keeps secrets. Nothing that is stored outside of it can be read without the master key. */
export interface Vault {
  /**
   * Encrypts for storage.
   *
   * @param context where the secret will lie, e.g. `credential/crd_…`; the same must be given to open it, so that a
   *   row's secret is worth nothing in another row
   */
  seal(context: string, plain: string): string;
  /**
   * Opens what is sealed under the master key or one before it, also where another process has just replaced it.
   *
   * @throws Error when the context is another one, the key is not at hand, or the text was changed
   */
  open(context: string, sealed: string): Promise<string>;
  readonly keys: MasterKeyRing;
  /** Signs a site's requests (`siteId` `0`: the network's own). */
  requestKey(networkId: string, siteId: string, epoch: number): Buffer;
  /** Signs the events for a site. */
  webhookKey(networkId: string, siteId: string, epoch: number): Buffer;
  /** Signs the tokens of payment streams. */
  streamKey(): Buffer;
  /** Signs synthetic notifications, with which addresses are tried. */
  probeKey(): Buffer;
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
