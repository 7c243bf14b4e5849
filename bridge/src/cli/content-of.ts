import { readFileSync } from 'node:fs';
import { BridgeError } from '../domain/errors';

/** What a person named: a file, or `-` for standard input. @throws BridgeError `invalid_request` */
export function contentOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new BridgeError('invalid_request', `cannot read ${file}: ${String(error)}`, { cause: error });
  }
}
