import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { writeFileWhole } from '../system/files';

/** The constants that WordPress derives its cookies and nonces from, and the plugin the key of what it stores. */
export const SALTS = [
  'AUTH_KEY',
  'SECURE_AUTH_KEY',
  'LOGGED_IN_KEY',
  'NONCE_KEY',
  'AUTH_SALT',
  'SECURE_AUTH_SALT',
  'LOGGED_IN_SALT',
  'NONCE_SALT',
] as const;

/** Made once for a home, and kept: with other ones, WordPress could not read what the plugin has stored. */
export interface Secrets {
  readonly salts: Readonly<Record<(typeof SALTS)[number], string>>;
  readonly mariadb_password: string;
}

const secret = (): string => randomBytes(32).toString('base64url');

/** The home's secrets, from a file that only its owner can read. */
export async function homeSecrets(file: string): Promise<Secrets> {
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Secrets;
  const salts = Object.fromEntries(SALTS.map((name) => [name, secret()])) as Secrets['salts'];
  const secrets: Secrets = { salts, mariadb_password: secret() };
  await writeFileWhole(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}
