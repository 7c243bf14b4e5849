import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Places } from '../sources/wordpress';
import { wordPressOrg } from '../sources/wordpress-org';
import { temporaryFolder } from './temporary-folder';

/** An address where nobody listens. */
export async function nobodysAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Places to look in: an empty cache, and this WordPress.org. */
export async function placesWith(
  url: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Places & { readonly told: readonly string[] }> {
  const { signal } = new AbortController();
  const told: string[] = [];
  return {
    cache: await temporaryFolder(),
    wordPressOrg: wordPressOrg(url, signal),
    environment,
    signal,
    tell: (text) => told.push(text),
    told,
  };
}
