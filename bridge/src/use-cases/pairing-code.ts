import { randomBytes } from 'node:crypto';
import { BridgeError } from '../domain/errors';
import type { PairingCode } from '../domain/site';
import type { Deps } from './deps';

const LIFE_MS = 10 * 60_000;
const TRIES = 5;
const CODE_ID_LENGTH = 8;
/** 26 characters of 5 bits: 130 bits that nobody guesses. */
const SECRET_LENGTH = 26;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const randomText = (length: number): string =>
  Array.from(randomBytes(length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

export interface IssuedCode {
  /** What a person types in: groups of letters and digits; its first 8 are its public id. */
  readonly code: string;
  readonly fingerprint: string;
  readonly expiresMs: number;
}

/**
 * Makes a code that lets a network, or a single site, fetch its keys once within ten minutes.
 *
 * @param wish `networkId` of a network that is to get new keys, or another site; null for a new network
 * @throws BridgeError `not_found`
 */
export const issuePairingCode =
  (deps: Deps) =>
  async (wish: { name: string; networkId: string | null; scope: 'network' | 'site' }): Promise<IssuedCode> => {
    const id = randomText(CODE_ID_LENGTH);
    const secret = randomText(SECRET_LENGTH);
    const expiresMs = deps.now() + LIFE_MS;
    const code: PairingCode = {
      id,
      sealedSecret: deps.vault.seal(`pairing/${id}`, secret),
      networkId: wish.networkId,
      networkName: wish.name,
      scope: wish.scope,
      expiresMs,
      triesLeft: TRIES,
      usedMs: null,
    };
    await deps.store.write(async ({ sites }) => {
      if (wish.networkId !== null && !(await sites.network(wish.networkId))) {
        throw new BridgeError('not_found', `there is no network ${wish.networkId}`);
      }
      await sites.savePairingCode(code);
    });
    const groups = `${id}${secret}`.match(/.{1,6}/g) ?? [];
    return { code: groups.join('-'), fingerprint: deps.vault.uploadKey.fingerprint, expiresMs };
  };

export const refused = (): BridgeError => new BridgeError('pairing_refused', 'make a new code with `multipay pair`');

export const isUsable = (code: PairingCode | null, nowMs: number): code is PairingCode =>
  code !== null && code.usedMs === null && code.expiresMs > nowMs && code.triesLeft > 0;

/**
 * The key that a pairing request must be signed with. Each look costs a try, and a good pairing ends the code, so
 * nobody can guess on.
 *
 * @throws BridgeError `pairing_refused`
 */
export const pairingProofKey =
  ({ store, vault, now }: Deps) =>
  (codeId: string): Promise<Buffer> =>
    store.write(async ({ sites }) => {
      const code = await sites.pairingCode(codeId);
      if (!isUsable(code, now())) throw refused();
      await sites.savePairingCode({ ...code, triesLeft: code.triesLeft - 1 });
      return vault.pairingProofKey(Buffer.from(await vault.open(`pairing/${codeId}`, code.sealedSecret)));
    });
