import { once } from 'node:events';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phpCommand } from './system/php';
import { freeRow } from './system/ports';
import { Processes } from './system/processes';

const ROUTER = fileURLToPath(new URL('router.php', import.meta.url));

/** Says which file answers, and what WordPress would read there. */
const WHO = `<?php echo json_encode( array( basename( __FILE__ ), $_SERVER['PHP_SELF'], $_SERVER['REQUEST_URI'], getcwd() === __DIR__ ) );`;

const FILES: Readonly<Record<string, string>> = {
  'index.php': WHO,
  'wp-login.php': WHO,
  'wp-cron.php': WHO,
  'wp-admin/index.php': WHO,
  'wp-admin/admin.php': WHO,
  'wp-admin/network/index.php': WHO,
  'wp-admin/css/common.css': 'body {}',
  'wp-includes/js/a.js': 'a()',
  'wp-content/uploads/sites/2/photo.png': 'png',
  'wp-content/.htsecret': 'secret',
};

let folder: string;
let base: string;
let processes: Processes;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'multipay-router-')));
  for (const [name, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, 'wp', name)), { recursive: true });
    await writeFile(join(folder, 'wp', name), content);
  }
  await mkdir(join(folder, 'repository'));
  await writeFile(join(folder, 'repository', 'linked.js'), 'linked()');
  await mkdir(join(folder, 'wp', 'wp-content', 'plugins', 'multipay'), { recursive: true });
  await symlink(join(folder, 'repository'), join(folder, 'wp', 'wp-content', 'plugins', 'multipay', 'build'), 'dir');

  const port = await freeRow(30_000 + Math.floor(Math.random() * 20_000));
  base = `http://127.0.0.1:${port}`;
  processes = new Processes(folder, folder, () => undefined);
  await processes.start({
    name: 'php',
    command: phpCommand(),
    args: ['-S', `127.0.0.1:${port}`, '-t', join(folder, 'wp'), ROUTER],
    directory: folder,
    environment: process.env,
    stopWithinMs: 2_000,
    ready: async () => (await fetch(`${base}/wp-includes/js/a.js`)).ok,
    readyWithinMs: 10_000,
  });
});

afterAll(async () => {
  await processes.stopAll();
  await rm(folder, { recursive: true, force: true });
});

describe('the router', () => {
  it.each([
    ['/', 'index.php', '/index.php'],
    ['/a-page/?p=1', 'index.php', '/index.php'],
    ['/shop2/', 'index.php', '/index.php'],
    ['/shop2/product/%E8%8C%B6/', 'index.php', '/index.php'],
    ['/wc-api/multipay_wechat', 'index.php', '/index.php'],
    ['/shop2/wc-api/multipay_wechat_mch/', 'index.php', '/index.php'],
    ['/shop2/wp-json/multipay/v1/x', 'index.php', '/index.php'],
    ['/wp-login.php?action=logout', 'wp-login.php', '/wp-login.php'],
    ['/shop2/wp-login.php', 'wp-login.php', '/wp-login.php'],
    ['/shop2/wp-cron.php', 'wp-cron.php', '/wp-cron.php'],
    ['/wp-admin/', 'index.php', '/wp-admin/index.php'],
    ['/wp-admin/network/', 'index.php', '/wp-admin/network/index.php'],
    ['/shop2/wp-admin/', 'index.php', '/wp-admin/index.php'],
    ['/shop2/wp-admin/admin.php?page=x', 'admin.php', '/wp-admin/admin.php'],
    ['/shop2/no-such-file.php', 'index.php', '/index.php'],
  ])('has %s answered by WordPress’s %s, which still sees what was asked', async (path, file, self) => {
    expect(await (await fetch(base + path)).json()).toEqual([file, self, path, true]);
  });

  it.each([
    ['/wp-admin/css/common.css', 'text/css', 'body {}'],
    ['/shop2/wp-admin/css/common.css', 'text/css', 'body {}'],
    ['/wp-includes/js/a.js?ver=1', 'javascript', 'a()'],
    ['/shop2/wp-includes/js/a.js?ver=1', 'javascript', 'a()'],
    ['/shop2/wp-content/uploads/sites/2/photo.png', 'image/png', 'png'],
    ['/wp-content/plugins/multipay/build/linked.js', 'javascript', 'linked()'],
    ['/shop2/wp-content/plugins/multipay/build/linked.js', 'javascript', 'linked()'],
  ])('serves %s as a file', async (path, type, content) => {
    const response = await fetch(base + path);
    expect([response.status, await response.text()]).toEqual([200, content]);
    expect(response.headers.get('content-type')).toContain(type);
  });

  it.each([['/wp-admin'], ['/wp-admin/network'], ['/shop2/wp-admin'], ['/shop2/wp-admin/network']])(
    'sends %s to the folder',
    async (path) => {
      const response = await fetch(base + path, { redirect: 'manual' });
      expect([response.status, response.headers.get('location')]).toEqual([301, `${path}/`]);
    },
  );

  it.each([
    ['/wp-content/.htsecret'],
    ['/shop2/wp-content/.htsecret'],
    ['/.git/config'],
    ['/wp-content/%2e%2e/%2e%2e/php.log'],
  ])('refuses %s', async (path) => {
    // fetch would resolve the dots before it asks.
    const { hostname, port } = new URL(base);
    const [response] = (await once(get({ hostname, port, path }), 'response')) as [IncomingMessage];
    expect([response.statusCode, await text(response)]).toEqual([404, '']);
  });

  it('answers HEAD without a body', async () => {
    const response = await fetch(`${base}/shop2/wp-includes/js/a.js`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '3', '']);
  });
});
