/** The `openssl` command, as a third party that shares no code with us. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs the command in a folder with some files in it. */
function openssl(files: Record<string, string | Buffer>, ...args: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'multipay-openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A certificate that signed itself, in PEM, for a private key in PEM. */
export const selfSigned = (privateKey: string, { name = 'Test', days = 30 } = {}): string =>
  openssl(
    { 'key.pem': privateKey },
    'req',
    '-x509',
    '-new',
    '-key',
    'key.pem',
    '-subj',
    `/CN=${name}`,
    '-days',
    `${days}`,
  );

/** Whether a base64 signature is RSA PKCS#1 v1.5 with SHA-256 of a text by the holder of a key. */
export function verifies(publicKey: string, text: string, signature: string): boolean {
  const files = { 'key.pem': publicKey, text, signature: Buffer.from(signature, 'base64') };
  try {
    return openssl(files, 'dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature', 'text').includes('OK');
  } catch (error) {
    // It ends with status 1 when the signature does not fit, and with another one when it could not check.
    if ((error as { status?: number }).status === 1) return false;
    throw error;
  }
}
