import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { masterKeyFrom, type MasterKey } from './envelope';

/**
 * The master key, from the environment (base64 or hexadecimal, 32 bytes), else from a file that only its owner can
 * read, made at the first start.
 *
 * @throws Error when the file can be read by others: whoever reads it can read every key in the database
 */
export function loadMasterKey(fromEnvironment: string | undefined, path: string): MasterKey {
  if (fromEnvironment !== undefined) return masterKeyFrom(decode(fromEnvironment, 'MULTIPAY_MASTER_KEY'));
  try {
    createExclusively(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new Error(
      `${path} can be read by others (mode ${mode.toString(8)}): chmod 600 it, and replace the key if they did`,
    );
  }
  return masterKeyFrom(decode(readFileSync(path, 'utf8'), path));
}

function createExclusively(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(32).toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function decode(text: string, source: string): Buffer {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (key.length !== 32) throw new Error(`${source} must hold 32 bytes in base64 or hexadecimal`);
  return key;
}
