import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs something with files that are gone afterwards. */
function withFiles<Result>(files: Readonly<Record<string, string | Buffer>>, work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'simulators-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the `openssl` command, a third party, says of an RSA-SHA256 signature. */
export function opensslVerifies(message: string, signatureBase64: string, publicKeyPem: string): boolean {
  const files = { message, signature: Buffer.from(signatureBase64, 'base64'), 'key.pem': publicKeyPem };
  return withFiles(files, (folder) => {
    try {
      const said = execFileSync(
        'openssl',
        ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature', 'message'],
        { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
      );
      return said.includes('Verified OK');
    } catch {
      return false;
    }
  });
}

/** `openssl x509` on a certificate, with the given options. */
export const opensslX509 = (pem: string, options: readonly string[]): string =>
  withFiles({ 'certificate.pem': pem }, (folder) =>
    execFileSync('openssl', ['x509', '-in', 'certificate.pem', '-noout', ...options], {
      cwd: folder,
      encoding: 'utf8',
    }),
  );

/** Whether `openssl verify` accepts a certificate under a root. */
export function opensslTrusts(pem: string, rootPem: string): boolean {
  return withFiles({ 'certificate.pem': pem, 'root.pem': rootPem }, (folder) => {
    try {
      execFileSync('openssl', ['verify', '-CAfile', 'root.pem', 'certificate.pem'], { cwd: folder, stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}
