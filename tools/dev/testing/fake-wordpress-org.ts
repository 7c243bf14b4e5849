import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zipSync, strToU8 } from 'fflate';
import { onTestFinished } from 'vitest';

/** A WordPress that is just enough to be known as one. */
export const wordPressZip = (version: string): Uint8Array =>
  zipSync({
    'wordpress/wp-load.php': strToU8('<?php'),
    'wordpress/wp-includes/version.php': strToU8(`<?php\n$wp_version = '${version}';\n`),
  });

export const wooCommerceHead = (version: string, requires: string): string =>
  `<?php\n/**\n * Plugin Name: WooCommerce\n * Version: ${version}\n * Requires at least: ${requires}\n */\n`;

export const wooCommerceZip = (version: string, requires: string): Uint8Array =>
  zipSync({
    'woocommerce/woocommerce.php': strToU8(wooCommerceHead(version, requires)),
    'woocommerce/includes/class.php': strToU8('<?php'),
  });

export interface FakeWordPressOrg {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
}

/** A WordPress.org on the loopback address, with what it is given to offer. */
export async function fakeWordPressOrg(offers: {
  readonly wordpress?: string;
  readonly woocommerce?: { readonly version: string; readonly requires: string };
  /** What it sends in place of a release, to one who checks. */
  readonly spoiled?: Uint8Array;
}): Promise<FakeWordPressOrg> {
  const files = new Map<string, Uint8Array | string>();
  if (offers.wordpress !== undefined) {
    const path = `/release/wordpress-${offers.wordpress}.zip`;
    const zip = wordPressZip(offers.wordpress);
    files.set('/core/version-check/1.7/', JSON.stringify({ offers: [{ version: offers.wordpress }] }));
    files.set(`${path}.sha1`, createHash('sha1').update(zip).digest('hex'));
    files.set(path, offers.spoiled ?? zip);
  }
  if (offers.woocommerce) {
    const { version, requires } = offers.woocommerce;
    files.set('/plugins/info/1.2/', JSON.stringify({ version, requires }));
    files.set(`/plugin/woocommerce.${version}.zip`, wooCommerceZip(version, requires));
  }
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname);
    const file = files.get(pathname);
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
