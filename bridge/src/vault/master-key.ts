import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
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
  if (!existsSync(path)) createOnce(path);
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new Error(
      `${path} can be read by others (mode ${mode.toString(8)}): chmod 600 it, and replace the key if they did`,
    );
  }
  return masterKeyFrom(decode(readFileSync(path, 'utf8'), path));
}

/** Made aside and then given its name, so that whoever finds the file finds a whole key; the first one to come wins. */
function createOnce(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    writeDurably(aside, `${randomBytes(32).toString('base64')}\n`);
    linkSync(aside, path);
    syncFolder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Without it a power cut may forget the name, and with the key everything that was sealed since. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function decode(text: string, source: string): Buffer {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (key.length !== 32) throw new Error(`${source} must hold 32 bytes in base64 or hexadecimal`);
  return key;
}
