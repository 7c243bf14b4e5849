import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { masterKeyFrom, type MasterKey } from './envelope';

/** Where an operator keeps the master key. */
export interface MasterKeySource {
  readonly place: 'file' | 'environment';
  /** For people: the variable, or the path. */
  readonly name: string;
  /** What is there now: first the key to use, then the one before it where the environment gives one. */
  keys(): [MasterKey, ...MasterKey[]];
  /** @throws Error when `keep` could not work */
  mayKeep(): void;
  /** Keeps another key from now on, durably. An environment is left as it is. */
  keep(key: MasterKey): void;
}

/**
 * @param given MULTIPAY_MASTER_KEY
 * @param before MULTIPAY_MASTER_KEY_BEFORE: the key that `given`, or the file's, is to replace
 * @param path of the file that holds the key where the environment gives none
 */
export function masterKeySource(given: string | undefined, before: string | undefined, path: string): MasterKeySource {
  const older = before === undefined ? [] : [masterKeyFrom(decode(before, 'MULTIPAY_MASTER_KEY_BEFORE'))];
  if (given !== undefined) {
    const key = loadMasterKey(given, path);
    const name = 'MULTIPAY_MASTER_KEY';
    return { place: 'environment', name, keys: () => [key, ...older], mayKeep: nothing, keep: nothing };
  }
  return {
    place: 'file',
    name: path,
    keys: () => [loadMasterKey(undefined, path), ...older],
    mayKeep: () => accessSync(dirname(path), constants.W_OK),
    keep: ({ key }) => replace(path, key),
  };
}

const nothing = (): void => undefined;

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
    writeDurably(aside, randomBytes(32));
    linkSync(aside, path);
    syncFolder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Whoever reads the file meanwhile finds the old key or the new one, whole. */
function replace(path: string, key: Buffer): void {
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    writeDurably(aside, key);
    renameSync(aside, path);
    syncFolder(dirname(path));
  } finally {
    rmSync(aside, { force: true });
  }
}

function writeDurably(path: string, key: Buffer): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${key.toString('base64')}\n`);
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
