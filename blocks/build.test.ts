/** What the build makes, as shops get it: run for real into a folder of its own. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpack from 'webpack';
import config from '../webpack.config.mjs';

/** Scripts of WordPress 6.5 and WooCommerce 8.9; a handle that is not there keeps ours from being loaded at all. */
const KNOWN_HANDLES = [
  'wc-blocks-registry',
  'wc-settings',
  'wp-api-fetch',
  'wp-block-editor',
  'wp-blocks',
  'wp-components',
  'wp-element',
  'wp-i18n',
];
const CHECKOUT_LIMIT_BYTES = 8 * 1024;

let folder: string;
let files: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'multipay-build-'));
  const output = { ...config.output, path: folder };
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    webpack({ ...config, output } as webpack.Configuration, (error, result) =>
      error ? reject(error) : resolve(result),
    );
  });
  expect(stats?.toJson({ all: false, errors: true, warnings: true })).toMatchObject({ errors: [], warnings: [] });
  files = await readdir(folder, { recursive: true });
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const textOf = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
const scripts = (): string[] => files.filter((file) => file.endsWith('.js'));

describe('the build', () => {
  it('makes what PHP looks for', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'checkout.js',
        'checkout.asset.php',
        'order-pay.js',
        'order-pay.asset.php',
        'setup.js',
        'setup.asset.php',
        'setup.css',
        'dialog.css',
        ...['pay-button', 'payment-status'].flatMap((block) =>
          ['block.json', 'index.js', 'index.asset.php', 'view.js', 'view.asset.php', 'style.css'].map(
            (file) => `${block}/${file}`,
          ),
        ),
      ]),
    );
  });

  it('needs only scripts that the oldest supported WordPress and WooCommerce have', async () => {
    for (const file of files.filter((one) => one.endsWith('.asset.php'))) {
      const list = /'dependencies' => array\(([^)]*)\)/.exec(await textOf(file))?.[1] ?? 'no list';
      const handles = list.split(', ').map((quoted) => quoted.slice(1, -1));
      expect([file, handles.filter((handle) => !KNOWN_HANDLES.includes(handle))]).toEqual([file, []]);
    }
  });

  it('keeps React and the editor away from shoppers’ pages other than the checkout', async () => {
    for (const file of ['order-pay', 'pay-button/view', 'payment-status/view']) {
      expect(await textOf(`${file}.asset.php`)).toContain("array('wp-i18n')");
    }
  });

  it('makes a checkout script of at most 8 KB, compressed; the QR code is apart', async () => {
    const checkout = await textOf('checkout.js');
    expect(gzipSync(checkout, { level: 9 }).length).toBeLessThanOrEqual(CHECKOUT_LIMIT_BYTES);
    expect(checkout).not.toContain('Reed');
    expect(scripts().filter((file) => /^qr-code\.[0-9a-f]{8}\.js$/.test(file))).toHaveLength(1);
  });

  it('brings the encryption only when it is needed', async () => {
    expect(scripts().filter((file) => /^sealing\.[0-9a-f]{8}\.js$/.test(file))).toHaveLength(1);
    expect(await textOf('setup.js')).not.toContain('ECDH-ES"');
  });

  it('leaves the schema library and JSX run-times at home', async () => {
    for (const file of scripts()) {
      const text = await textOf(file);
      expect([file, /typebox|~kind|ReactJSXRuntime|jsx-runtime/i.test(text)]).toEqual([file, false]);
    }
  });

  it('finds its chunks wherever the plugin lies', async () => {
    expect(await textOf('checkout.js')).toContain('currentScript');
    expect(await textOf('checkout.js')).not.toContain('wp-content');
  });
});
