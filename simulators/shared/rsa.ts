import { sign, verify, type KeyObject } from 'node:crypto';

/** RSASSA-PKCS1-v1_5 with SHA-256, in base64: what both providers sign with. */

export const verifies = (message: string | Buffer, signature: string, key: KeyObject): boolean =>
  verify('sha256', Buffer.from(message), key, Buffer.from(signature, 'base64'));

export const signatureOf = (message: string | Buffer, key: KeyObject): string =>
  sign('sha256', Buffer.from(message), key).toString('base64');

/** The same off the main thread, where a signature would hold up everybody else for a third of a millisecond. */
export const signatureInBackground = (message: string | Buffer, key: KeyObject): Promise<string> =>
  new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(message), key, (error, signature) =>
      error ? reject(error) : resolve(signature.toString('base64')),
    );
  });

/** Another signature that looks as good: one byte of it is wrong. */
export function spoiled(signature: string): string {
  const bytes = Buffer.from(signature, 'base64');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return bytes.toString('base64');
}
