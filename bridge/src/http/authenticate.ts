import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { NETWORK_ITSELF, SITE_ID_PATTERN } from '@multipay/contracts/ids';
import { SIGNATURE_SCHEME, SIGNATURE_WINDOW_SECONDS, textToSign } from '@multipay/contracts/signing';
import { BridgeError } from '../domain/errors';
import type { Caller } from '../domain/site';
import type { Store } from '../domain/store';
import type { Vault } from '../domain/vault';
import { Nonces } from './nonces';

/** What of a request is signed. */
export interface SignedRequest {
  readonly method: string;
  readonly target: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

/** Before they know each other there is no bridge to name. */
const PAIRING_AUDIENCE = 'pairing';

/** `<network>.<site>.<epoch>`, in one way of writing only: nonces and keys are remembered by it. */
const SITE_KEY_ID = /^(net_[0-9a-z]{26})\.(0|[1-9]\d{0,18})\.([1-9]\d{0,8})$/;

interface Claim {
  readonly keyId: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: Buffer;
}

export interface Authenticator {
  /** @throws BridgeError `signature_missing`, `key_unknown`, `clock_skew`, `signature_invalid`, `replay_attack` */
  site(request: SignedRequest): Promise<Caller>;
  /** @returns the pairing code's id. @throws BridgeError `pairing_refused` and as above */
  pairingCode(request: SignedRequest): Promise<string>;
}

export function authenticator(parts: {
  store: Store;
  vault: Vault;
  now: () => number;
  pairingProofKey: (codeId: string) => Promise<Buffer>;
}): Authenticator {
  const { store, vault, now, pairingProofKey } = parts;
  const nonces = new Nonces(now);
  const keys = new Map<string, Buffer>();

  function verify(request: SignedRequest, claim: Claim, key: Buffer, audience: string): void {
    const { keyId, timestamp, nonce } = claim;
    const { method, target, body } = request;
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    const text = textToSign({ keyId, audience, method, target, timestamp, nonce, bodySha256 });
    const expected = createHmac('sha256', key).update(text).digest();
    const genuine = claim.signature.length === expected.length && timingSafeEqual(claim.signature, expected);
    if (!genuine) throw new BridgeError('signature_invalid', 'method, target, body or key differ from what was signed');
    // Only genuine requests are remembered: nobody else can fill the memory or use up somebody's nonce.
    if (!nonces.take(`${keyId} ${nonce}`)) throw new BridgeError('replay_attack', 'its nonce has been used');
  }

  function requestKey(keyId: string, networkId: string, siteId: string, epoch: number): Buffer {
    const known = keys.get(keyId);
    if (known) return known;
    const key = vault.requestKey(networkId, siteId, epoch);
    if (keys.size >= 10_000) keys.clear();
    keys.set(keyId, key);
    return key;
  }

  return {
    async site(request) {
      const claim = claimIn(request, now());
      const [, networkId = '', siteId = '', epoch = ''] = SITE_KEY_ID.exec(claim.keyId) ?? [];
      const holder =
        siteId === NETWORK_ITSELF
          ? await store.read.sites.network(networkId)
          : await store.read.sites.site(networkId, siteId);
      if (holder?.keyEpoch !== Number(epoch))
        throw new BridgeError('key_unknown', `${claim.keyId} is unknown or was revoked`);
      verify(request, claim, requestKey(claim.keyId, networkId, siteId, Number(epoch)), vault.bridgeId);
      return { networkId, siteId, scope: siteId === NETWORK_ITSELF ? 'network' : 'site' };
    },

    async pairingCode(request) {
      const claim = claimIn(request, now());
      const [word, codeId] = claim.keyId.split('.');
      if (word !== 'pair' || codeId === undefined) throw new BridgeError('key_unknown', 'sign with the pairing code');
      verify(request, claim, await pairingProofKey(codeId), PAIRING_AUDIENCE);
      return codeId;
    },
  };
}

function claimIn({ authorization }: SignedRequest, nowMs: number): Claim {
  const [scheme, rest] = (authorization ?? '').split(/ (.*)/s);
  if (scheme !== SIGNATURE_SCHEME || rest === undefined) {
    throw new BridgeError(
      'signature_missing',
      `sign it: Authorization: ${SIGNATURE_SCHEME} key="…",timestamp="…",nonce="…",signature="…"`,
    );
  }
  const fields = new Map(
    Array.from(rest.matchAll(/(\w+)="([^"]*)"/g), ([, name = '', value = '']) => [name, value] as const),
  );
  const { keyId, timestamp, nonce, signature } = {
    keyId: fields.get('key') ?? '',
    timestamp: fields.get('timestamp') ?? '',
    nonce: fields.get('nonce') ?? '',
    signature: fields.get('signature') ?? '',
  };
  if (!/^[\w.]{1,120}$/.test(keyId) || !/^\d{10}$/.test(timestamp) || !/^[\w-]{16,64}$/.test(nonce)) {
    throw new BridgeError('signature_missing', 'key, timestamp (seconds) or nonce (16 to 64 characters) is malformed');
  }
  const skew = Math.floor(nowMs / 1000) - Number(timestamp);
  if (Math.abs(skew) > SIGNATURE_WINDOW_SECONDS) {
    throw new BridgeError(
      'clock_skew',
      `the clocks are ${skew} s apart; the bridge's says ${new Date(nowMs).toISOString()}`,
    );
  }
  return { keyId, timestamp, nonce, signature: Buffer.from(signature, 'base64') };
}

/**
 * The site that a network's key speaks for, from `?site_id=`; a site's own key speaks for itself only.
 *
 * @throws BridgeError `forbidden` when a site names another one
 */
export function speakingFor(caller: Caller, named: string | undefined): Caller {
  if (named === undefined) return caller;
  if (!new RegExp(SITE_ID_PATTERN).test(named)) throw new BridgeError('invalid_request', "site_id is not a site's id");
  if (caller.scope === 'site' && named !== caller.siteId) {
    throw new BridgeError('forbidden', "a site's key is only good for that site");
  }
  return { ...caller, siteId: named };
}
