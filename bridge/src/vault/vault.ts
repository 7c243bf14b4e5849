import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { ulid } from 'ulid';
import { BridgeError } from '../domain/errors';
import type { Store } from '../domain/store';
import type { Vault } from '../domain/vault';
import { openEnvelope, sealEnvelope, type MasterKey } from './envelope';
import { deriveFrom, sealAnswer } from './sealed-answer';

const ROOT = 'root';
const UPLOAD_KEY = 'upload-key';
const BRIDGE_ID = 'bridge-id';

/** Opens the bridge's own secrets; makes them at the first start. Two bridges that start at once agree on the first. */
export async function openVault(store: Store, master: MasterKey): Promise<Vault> {
  const fresh: Record<string, string> = {
    [ROOT]: randomBytes(32).toString('base64'),
    [UPLOAD_KEY]: JSON.stringify(await newUploadKey()),
    [BRIDGE_ID]: `bridge_${ulid().toLowerCase()}`,
  };
  const own = await store.write(async ({ secrets }) => {
    const sealed: Record<string, string> = {};
    for (const [name, plain] of Object.entries(fresh)) {
      await secrets.add(name, sealEnvelope(master, `secret/${name}`, plain));
      sealed[name] = (await secrets.get(name)) ?? '';
    }
    return sealed;
  });
  const secret = (name: string): string => openEnvelope(master, `secret/${name}`, own[name] ?? '');
  const root = Buffer.from(secret(ROOT), 'base64');
  const uploadKey = JSON.parse(secret(UPLOAD_KEY)) as JWK & { kid: string };
  const privateKey = await importJWK(uploadKey, 'ECDH-ES');

  const derive = (label: string): Buffer => Buffer.from(hkdfSync('sha256', root, '', `multipay/v1/${label}`, 32));
  return {
    bridgeId: secret(BRIDGE_ID),
    seal: (context, plain) => sealEnvelope(master, context, plain),
    open: (context, sealed) => openEnvelope(master, context, sealed),
    requestKey: (networkId, siteId, epoch) => derive(`request/${networkId}/${siteId}/${epoch}`),
    webhookKey: (networkId, siteId, epoch) => derive(`webhook/${networkId}/${siteId}/${epoch}`),
    streamKey: () => derive('stream'),
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
