import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { ulid } from 'ulid';
import { BridgeError } from '../domain/errors';
import { newMasterKeyRecord, type MasterKeyRecord } from '../domain/master-key';
import type { Store, UnitOfWork } from '../domain/store';
import { contextOf, type Vault } from '../domain/vault';
import { keyIdOf, openEnvelope, sealEnvelope } from './envelope';
import { KeyRing } from './key-ring';
import type { MasterKeySource } from './master-key';
import { deriveFrom, sealAnswer } from './sealed-answer';

const ROOT = 'root';
const UPLOAD_KEY = 'upload-key';
const BRIDGE_ID = 'bridge-id';

/**
 * Opens the bridge's own secrets; makes them at the first start. Two bridges that start at once agree on the first.
 *
 * @throws Error when the operator's key is not the one that sealed them
 */
export async function openVault(store: Store, source: MasterKeySource, now: () => number): Promise<Vault> {
  const fresh: Record<string, string> = {
    [ROOT]: randomBytes(32).toString('base64'),
    [UPLOAD_KEY]: JSON.stringify(await newUploadKey()),
    [BRIDGE_ID]: `bridge_${ulid().toLowerCase()}`,
  };
  const { ring, own } = await store.write(async (work) => {
    // Whoever adds the first secret decides on the first key; the row's lock keeps others waiting meanwhile.
    await work.secrets.add(ROOT, sealEnvelope(source.keys()[0], contextOfSecret(ROOT), fresh[ROOT] ?? ''));
    const ring = KeyRing.open(source, () => store.read.masterKeys.list(), await recordsIn(work, now));
    const own: Record<string, string> = {};
    for (const [name, plain] of Object.entries(fresh)) {
      await work.secrets.add(name, sealEnvelope(ring.active, contextOfSecret(name), plain));
      own[name] = (await work.secrets.get(name)) ?? '';
    }
    return { ring, own };
  });
  const open = async (context: string, sealed: string): Promise<string> =>
    openEnvelope(await ring.keyFor(sealed), context, sealed);
  const secret = (name: string): Promise<string> => open(contextOfSecret(name), own[name] ?? '');
  const root = Buffer.from(await secret(ROOT), 'base64');
  const uploadKey = JSON.parse(await secret(UPLOAD_KEY)) as JWK & { kid: string };
  const privateKey = await importJWK(uploadKey, 'ECDH-ES');

  const derive = (label: string): Buffer => Buffer.from(hkdfSync('sha256', root, '', `multipay/v1/${label}`, 32));
  return {
    bridgeId: await secret(BRIDGE_ID),
    seal: (context, plain) => sealEnvelope(ring.active, context, plain),
    open,
    keys: ring,
    requestKey: (networkId, siteId, epoch) => derive(`request/${networkId}/${siteId}/${epoch}`),
    webhookKey: (networkId, siteId, epoch) => derive(`webhook/${networkId}/${siteId}/${epoch}`),
    streamKey: () => derive('stream'),
    probeKey: () => derive('callback-probe'),
    pairingProofKey: (codeSecret) => deriveFrom(codeSecret, 'pairing-proof'),
    sealAnswer: (key, purpose, answer) => sealAnswer(deriveFrom(key, purpose), answer),
    uploadKey: publicHalf(uploadKey),
    async openUpload(compactJwe) {
      try {
        const allowed = { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] };
        const { plaintext } = await compactDecrypt(compactJwe, privateKey, allowed);
        return new TextDecoder().decode(plaintext);
      } catch (error) {
        throw new BridgeError('credentials_unreadable', "the upload does not open with this bridge's key", {
          cause: error,
        });
      }
    },
  };
}

const contextOfSecret = (id: string): string => contextOf({ place: 'secret', id });

/** The master keys that the database knows; at the first start that is the one that its first secret names. */
async function recordsIn(work: UnitOfWork, now: () => number): Promise<MasterKeyRecord[]> {
  const known = await work.masterKeys.list();
  if (known.length > 0) return known;
  const first = newMasterKeyRecord(keyIdOf((await work.secrets.get(ROOT)) ?? ''), now());
  await work.masterKeys.save(first);
  return [first];
}

async function newUploadKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk) };
}

function publicHalf({ x = '', y = '', kid }: JWK & { kid: string }): Vault['uploadKey'] {
  const digits = createHash('sha256')
    .update(Buffer.from(x, 'base64url'))
    .update(Buffer.from(y, 'base64url'))
    .digest('hex');
  const groups = digits.slice(0, 32).match(/.{4}/g) ?? [];
  return { jwk: { kty: 'EC', crv: 'P-256', x, y, kid }, fingerprint: groups.join(' ') };
}
