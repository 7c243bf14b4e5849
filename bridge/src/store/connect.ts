import type { Store } from '../domain/store';
import { openMysql } from './mysql';
import { openSqlite } from './sqlite';

/**
 * Opens the database that an address names and brings it to this version's schema.
 *
 * @param url `sqlite:/path/to/file` or `mysql://user:password@host:port/database`
 */
export async function connectStore(url: string, nowMs: number): Promise<Store> {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length), nowMs);
  if (url.startsWith('mysql://') || url.startsWith('mariadb://')) {
    return openMysql(url.replace(/^mariadb:/, 'mysql:'), nowMs);
  }
  throw new Error('DATABASE_URL must begin with sqlite: or mysql://');
}
