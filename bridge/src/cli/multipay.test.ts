/** The command as operators run it: the built program, as a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { buildProgram, freePort, PROGRAM } from '../../testing/program';
import { addressOf, pairWith } from '../../testing/site';
import { temporaryFolder } from '../../testing/temporary-folder';
import { until } from '../../testing/until';
import { PORTION } from '../use-cases/rotate-master-key';
import { loadMasterKey } from '../vault/master-key';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What it wrote for programs. */
  readonly json: () => unknown;
}

let bench: TestBench;
beforeAll(async () => {
  buildProgram();
  bench = await testBench('sqlite');
  for (const provider of Object.values(bench.providers))
    await provider.control('PUT', '/settings', { notify: 'manual' });
});
afterAll(() => bench.close());

/** The environment of a bench's bridge. */
const environment = ({ bridge: { config }, providers } = bench): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  MULTIPAY_ENV: 'development',
  MULTIPAY_DATA_DIR: config.dataDir,
  DATABASE_URL: config.databaseUrl,
  MULTIPAY_PUBLIC_URL: 'http://bridge.example',
  MULTIPAY_WECHAT_PAY_URL: providers.wechat_pay.url,
  MULTIPAY_ALIPAY_URL: providers.alipay.url,
});

function runWith(env: Record<string, string>, args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], { env }, (error, stdout, stderr) => {
      const code = error ? Number(error.code ?? -1) : 0;
      resolve({ code, stdout, stderr, json: () => JSON.parse(stdout) as unknown });
    });
    child.stdin?.end(input);
  });
}
const run = (...args: string[]): Promise<Ran> => runWith(environment(), args);

/** A person made a mistake, so a person must understand what is said. */
function expectPlainRefusal({ code, stdout, stderr }: Ran, said: RegExp): void {
  expect(stderr).toMatch(said);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).not.toMatch(/\n\s+at /);
}

async function credentialsFile(provider: 'wechat_pay' | 'alipay', change = (text: string) => text): Promise<string> {
  const path = join(temporaryFolder(), 'credentials.json');
  writeFileSync(path, change(JSON.stringify(await bench.providers[provider].newMerchant())));
  return path;
}

describe('multipay', () => {
  it('says its version, and what there is to do', async () => {
    const [version, help] = await Promise.all([run('--version'), run('--help')]);
    expect(version).toMatchObject({ code: 0, stdout: '1.0.0\n' });
    for (const command of 'start pair doctor payments replay credentials merchants settings audit'.split(' ')) {
      expect(help.stdout).toContain(command);
    }
  });

  it('refuses a command that there is not, and an environment that cannot work, all faults at once', async () => {
    const broken = { ...environment(), MULTIPAY_ENV: 'staging', MULTIPAY_PRIVATE_ADDRESS: 'nowhere' };
    const [unknown, environmental] = await Promise.all([run('dance'), runWith(broken, ['doctor'])]);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain("unknown command 'dance'");
    expectPlainRefusal(environmental, /MULTIPAY_ENV is "staging"[^]*MULTIPAY_PRIVATE_ADDRESS is "nowhere"/);
  });

  it('shows no password when the database does not answer', async () => {
    const away = { ...environment(), DATABASE_URL: 'mysql://multipay:canary-password@127.0.0.1:1/multipay' };
    const { code, stdout, stderr } = await runWith(away, ['doctor']);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain('canary-password');
    expect(stderr).toContain('ECONNREFUSED');
  });
});

describe('multipay pair', () => {
  it('makes a code that a running bridge takes', async () => {
    const [people, { code, json }] = await Promise.all([
      run('pair', '--name', 'Shops'),
      run('pair', '--name', 'Shops', '--json'),
    ]);
    expect(code).toBe(0);
    expect(people.stdout).toMatch(/Pairing code: +[0-9A-Z]{6}(-[0-9A-Z]{1,6})+/);
    expect(people.stdout).toContain(bench.bridge.vault.uploadKey.fingerprint);
    const issued = json() as { code: string; fingerprint: string; expires_at: string };
    expect(issued.fingerprint).toBe(bench.bridge.vault.uploadKey.fingerprint);
    expect(Date.parse(issued.expires_at)).toBeGreaterThan(Date.now());
    const body = { network_name: 'Shops', multisite: true, site: addressOf(bench.host.url, '1', '/cli/') };
    expect((await pairWith(bench.bridge.privateUrl, issued.code, body)).status).toBe(201);
  });

  it('needs a name, and a network that there is', async () => {
    const [nameless, nowhere] = await Promise.all([
      run('pair'),
      run('pair', '--name', 'x', '--network', 'net_01k00000000000000000000000'),
    ]);
    expect(nameless).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("required option '--name <name>'") as string,
    });
    expectPlainRefusal(nowhere, /there is no network net_01k0/);
  });
});

describe('multipay credentials import', () => {
  const to = (...more: string[]) => [
    'credentials',
    'import',
    ...more,
    '--name',
    'Imported',
    '--network',
    bench.networkId,
  ];

  it('takes a file, which can be deleted then, and standard input', async () => {
    const file = await credentialsFile('alipay');
    const text = JSON.stringify(await bench.providers.wechat_pay.newMerchant());
    const [fromFile, fromInput] = await Promise.all([
      run(...to(file, '--provider', 'alipay')),
      runWith(environment(), to('-', '--provider', 'wechat_pay', '--json'), text),
    ]);
    expect(fromFile.code).toBe(0);
    expect(fromFile.stdout).toContain(`Now delete ${file}`);
    const { merchant_id: id } = fromInput.json() as { merchant_id: string };
    expect(await bench.bridge.store.read.merchants.byId(id)).toMatchObject({
      provider: 'wechat_pay',
      name: 'Imported',
    });
  });

  it.each<[string, () => Promise<string[]>, RegExp]>([
    [
      'a file that is not there',
      async () => ['/nowhere/x.json', '--provider', 'alipay'],
      /cannot read \/nowhere\/x.json/,
    ],
    [
      'a provider that there is not',
      async () => ['-', '--provider', 'paypal'],
      /--provider must be wechat_pay or alipay/,
    ],
    [
      'no JSON',
      async () => [await credentialsFile('alipay', (text) => text.slice(1)), '--provider', 'alipay'],
      /not JSON/,
    ],
    [
      'a site that there is not',
      async () => [await credentialsFile('alipay'), '--provider', 'alipay', '--site', '4711'],
      /no site 4711/,
    ],
  ])('refuses %s, without showing a key', async (_name, args, said) => {
    const ran = await run(...to(...(await args())));
    expectPlainRefusal(ran, said);
    expect(ran.stderr).not.toMatch(/PRIVATE KEY|MII/);
  });
});

describe('multipay settings', () => {
  const network = () => ['--network', bench.networkId];

  it('sets, shows and forgets values of a network', async () => {
    expect(
      (await run('settings', 'set', 'payable_minutes=45', 'alipay_desktop_channel=desktop_web', ...network())).code,
    ).toBe(0);
    const shown = await run('settings', 'get', ...network());
    expect(shown.stdout).toMatch(/payable_minutes +45 +\(network\)/);
    expect(shown.stdout).toMatch(/alipay_desktop_channel +desktop_web +\(network\)/);
    await run('settings', 'set', 'payable_minutes=null', 'alipay_desktop_channel=null', ...network());
    const { settings } = (await run('settings', 'get', ...network(), '--json')).json() as { settings: object[] };
    expect(settings).toContainEqual({
      name: 'payable_minutes',
      value: 30,
      origin: 'default',
      locked: false,
      own: null,
    });
  });

  it('takes lists of words, and words that look like numbers', async () => {
    const ran = await run('settings', 'set', 'alipay_channels_off=mobile_web,qr_code', 'order_prefix=12', ...network());
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^mode +managed$/m);
    const { settings } = (await run('settings', 'get', ...network(), '--json')).json() as { settings: object[] };
    expect(settings).toContainEqual(
      expect.objectContaining({ name: 'alipay_channels_off', value: ['mobile_web', 'qr_code'] }),
    );
    expect(settings).toContainEqual(expect.objectContaining({ name: 'order_prefix', value: '12' }));
    await run('settings', 'set', 'alipay_channels_off=', 'order_prefix=null', ...network());
    expect((await run('settings', 'get', ...network())).stdout).toMatch(/alipay_channels_off +\(network\)/);
  });

  it("makes a site's settings another's", async () => {
    await run('settings', 'set', 'payable_minutes=50', '--site', '1', ...network());
    const { code } = await run('settings', 'copy', '--from', '1', '--to', '2', ...network());
    expect(code).toBe(0);
    const stored = await bench.bridge.store.read.settings.stored(bench.networkId, '2');
    expect(stored.get('payable_minutes')).toBe(50);
    expectPlainRefusal(await run('settings', 'copy', '--from', '1', '--to', '4711', ...network()), /no site 4711/);
  });

  it('refuses a name, a value, a network and a site that there is not', async () => {
    const [unknown, wrong, mistyped, missing] = await Promise.all([
      run('settings', 'set', 'colour=red', ...network()),
      run('settings', 'set', 'payable_minutes=4', ...network()),
      run('settings', 'set', 'payable_minutes=45', '--network', 'net_mistyped'),
      run('settings', 'get', ...network(), '--site', '4711'),
    ]);
    expectPlainRefusal(unknown, /"colour=red" is not name=value with one of/);
    expectPlainRefusal(wrong, /payable_minutes cannot be 4/);
    expectPlainRefusal(mistyped, /there is no network net_mistyped/);
    expectPlainRefusal(missing, /there is no site 4711/);
  });
});

describe('multipay merchants door', () => {
  it("moves an account's notifications to the bridge's public address, and back", async () => {
    const id = bench.merchants.alipay;
    const door = async () => (await bench.bridge.store.read.merchants.byId(id))?.notifyDoor;
    const { code, json } = await run('merchants', 'door', id, 'bridge', '--json');
    expect({ code, said: json() }).toEqual({ code: 0, said: { merchant_id: id, door: 'bridge' } });
    // Another process changed it, so the bridge may trust what it knew for a moment.
    await until(async () => (await door()) === 'bridge');
    const { payment } = (await bench.open({ provider: 'alipay' })).body;
    const opened = await bench.bridge.store.read.payments.byId(payment.id);
    expect(opened?.notifyUrl).toBe(`http://bridge.example/notifications/alipay/${id}`);
    await run('merchants', 'door', id, 'site');
    await until(async () => (await door()) === 'site');
  });

  it('refuses a door, an account and an address that there is not', async () => {
    const withoutAddress = { ...environment(), MULTIPAY_PUBLIC_URL: '' };
    const [door, account, address] = await Promise.all([
      run('merchants', 'door', bench.merchants.alipay, 'back'),
      run('merchants', 'door', 'mch_01k00000000000000000000000', 'site'),
      runWith(withoutAddress, ['merchants', 'door', bench.merchants.alipay, 'bridge']),
    ]);
    expectPlainRefusal(door, /the door is "site" or "bridge"/);
    expectPlainRefusal(account, /there is no merchant account/);
    expectPlainRefusal(address, /set MULTIPAY_PUBLIC_URL first/);
  });
});

describe('multipay audit', () => {
  it('lists who changed what', async () => {
    await run('settings', 'set', 'payable_minutes=44', '--network', bench.networkId);
    const [people, json, nowhere] = await Promise.all([
      run('audit', 'list', '--network', bench.networkId),
      run('audit', 'list', '--json'),
      run('audit', 'list', '--network', 'net_mistyped'),
    ]);
    expect(people.stdout).toMatch(/operator +settings\.changed +site 0 +payable_minutes .* -> 44/);
    const { items } = json.json() as { items: { network_id: string; subject: string; after: string }[] };
    expect(items.find(({ subject }) => subject === 'payable_minutes')).toMatchObject({
      network_id: bench.networkId,
      actor: 'operator',
      after: '44',
    });
    expectPlainRefusal(nowhere, /there is no network net_mistyped/);
  });

  it('follows the chain, and names the first entry that somebody has changed', async () => {
    const watched = await testBench('sqlite');
    const { networkId } = watched;
    const { databaseUrl, dataDir } = watched.bridge.config;
    const database = new Database(databaseUrl.replace(/^sqlite:/, ''));
    const verify = (...args: string[]) =>
      runWith({ ...environment(), DATABASE_URL: databaseUrl, MULTIPAY_DATA_DIR: dataDir }, [
        'audit',
        'verify',
        ...args,
      ]);
    try {
      const entries = (await watched.bridge.store.read.audit.chain(networkId, 1, 100)).length;
      const sound = await verify();
      expect({ code: sound.code, stderr: sound.stderr }).toEqual({ code: 0, stderr: '' });
      const said = `^${networkId}: ${entries} entries, unbroken; the last hash is [0-9a-f]{64}$`;
      expect(sound.stdout).toMatch(new RegExp(said, 'm'));
      expect(sound.stdout).toMatch(/^the bridge itself: \d+ entries, unbroken/m);

      database.exec('DROP TRIGGER audit_no_update');
      database.prepare("UPDATE audit SET after_json = '99' WHERE network_id = ? AND sequence = 2").run(networkId);
      const [people, json] = await Promise.all([verify(), verify('--network', networkId, '--json')]);
      expect([people.code, json.code]).toEqual([1, 1]);
      expect(people.stdout).toMatch(new RegExp(`^${networkId}: BROKEN at entry 2, adt_\\w+ `, 'm'));
      expect(json.json()).toMatchObject({ items: [{ network_id: networkId, broken: { sequence: 2, after: '99' } }] });
    } finally {
      database.close();
      await watched.close();
    }
  });
});

describe('multipay payments and replay', () => {
  const paid = async () => {
    const { payment } = (await bench.open({ amount: 1234 })).body;
    await bench.providers.wechat_pay.scan(payment.id);
    await bench.providers.wechat_pay.pay(payment.id);
    await bench.call('POST', `/v1/payments/${payment.id}/refresh`);
    await bench.host.event(({ data }) => data.payment.id === payment.id);
    return payment;
  };

  it('lists payments, and shows one step by step, with amounts as people write them', async () => {
    const payment = await paid();
    const site = ['--network', bench.networkId, '--site', '1'];
    const [list, one, json, none, unknown] = await Promise.all([
      run('payments', 'list', ...site, '--order', payment.order_ref),
      run('payments', 'show', payment.id),
      run('payments', 'show', payment.id, '--json'),
      run('payments', 'list', ...site, '--order', 'order_0'),
      run('payments', 'show', 'pay_01k00000000000000000000000'),
    ]);
    expectPlainRefusal(unknown, /there is no payment pay_01k0/);
    expect(list.stdout).toMatch(new RegExp(`^${payment.id} .* 12\\.34 CNY +succeeded +${payment.order_ref}$`, 'm'));
    expect(one.stdout).toMatch(/created -> pending +by provider_answer/);
    expect(one.stdout).toMatch(/pending -> succeeded +by provider_query/);
    expect(json.json()).toMatchObject({ payment: { id: payment.id, paid_amount: 1234, network_id: bench.networkId } });
    expect(none).toMatchObject({ code: 0, stdout: 'No payments.\n' });
  });

  it('tells sites once more what happened since a time', async () => {
    const payment = await paid();
    const told = () => bench.host.events.filter(({ event }) => event.data.payment.id === payment.id).length;
    const before = told();
    const [since, later, never] = await Promise.all([
      run('replay', '--since', payment.created_at, '--network', bench.networkId, '--json'),
      run('replay', '--since', '2099-01-01T00:00:00Z', '--json'),
      run('replay', '--since', 'yesterday'),
    ]);
    expect(since.code).toBe(0);
    expect((since.json() as { replayed: number }).replayed).toBeGreaterThan(0);
    await until(() => told() > before);
    expect(later.json()).toEqual({ replayed: 0 });
    expectPlainRefusal(never, /--since yesterday is not a time/);
  });
});

describe('multipay doctor', () => {
  it('finds nothing wrong with a bridge that works', async () => {
    const { code, json } = await run('doctor', '--json');
    const { findings } = json() as { findings: { check: string; ok: boolean; says: string }[] };
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      'database',
      'keys',
      'networks',
      'merchants',
      'outbox',
      'deliveries',
      'expiry',
      'audit',
      'WeChat Pay',
      'Alipay',
    ]);
    expect(code).toBe(0);
  });

  it("calls the sites' doors from outside when it is told to, all or one, and says what came of it", async () => {
    const only = ['--network', bench.networkId, '--site', '2'];
    const [all, one, none] = await Promise.all([
      run('doctor', '--callbacks', '--json'),
      run('doctor', '--callbacks', ...only),
      run('doctor', '--callbacks', '--network', bench.networkId, '--site', '99'),
    ]);
    const { findings } = all.json() as { findings: { check: string; ok: boolean; says: string }[] };
    const tried = findings.filter(({ check }) => check === 'callbacks').map(({ says }) => says);
    for (const site of ['1', '2']) {
      for (const provider of ['wechat_pay', 'alipay'] as const) {
        const url = `${bench.host.url}${site === '1' ? '/' : '/shop2/'}wc-api/multipay_${provider.slice(0, 6)}`;
        expect(tried.filter((says) => says.includes(` ${provider} at ${url}`)).join()).toMatch(/^not_ours .*404/);
      }
    }
    expect(one.stdout.match(/^FAIL +callbacks/gm)).toHaveLength(2);
    expect(one.stdout).not.toContain('site 1 of');
    expect(none.stdout).toMatch(/^FAIL +callbacks +there is no such site$/m);
    expect([all.code, one.code, none.code]).toEqual([1, 1, 1]);
  });

  it('finds keys that end, events that were given up, and an audit log that was changed behind its back', async () => {
    const sick = await testBench('sqlite');
    const database = new Database(sick.bridge.config.databaseUrl.replace(/^sqlite:/, ''));
    try {
      database.exec(`
        UPDATE credential SET expires_ms = 1 WHERE merchant_id = '${sick.merchants.alipay}';
        DROP TRIGGER audit_no_update;
        UPDATE audit SET actor = 'operator' WHERE sequence = 1 AND network_id = '${sick.networkId}';
        INSERT INTO webhook_delivery (network_id, site_id, id, event_id, type, subject_type, subject_id, url, state, tries,
          created_ms) VALUES ('${sick.networkId}', '2', 'dlv_1', 'evt_1', 'payment.failed', 'payment', 'pay_1', 'x', 'parked', 9, 1)`);
      const env = {
        ...environment(),
        MULTIPAY_DATA_DIR: sick.bridge.config.dataDir,
        DATABASE_URL: sick.bridge.config.databaseUrl,
      };
      const { code, stdout } = await runWith(env, ['doctor']);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^FAIL +expiry +the keys of "Tea House", an account of net_\w+, have ended: 1970-01-01T/m);
      expect(stdout).toMatch(/^FAIL +audit +net_\w+'s entry adt_\w+ does not fit the one before it/m);
      expect(stdout).toMatch(
        /^FAIL +deliveries +site 2 of net_\w+ could not be told 1 event: run `multipay replay --n/m,
      );
    } finally {
      database.close();
      await sick.close();
    }
  });

  it('finds what is wrong, with the cure, and ends with 1', async () => {
    const empty = {
      ...environment(),
      MULTIPAY_DATA_DIR: temporaryFolder(),
      DATABASE_URL: '',
      MULTIPAY_WECHAT_PAY_URL: 'http://127.0.0.1:1',
    };
    const { code, stdout } = await runWith(empty, ['doctor']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL +networks +none: run `multipay pair`, and enter its code in WordPress$/m);
    expect(stdout).toMatch(/^FAIL +merchants +none: run `multipay credentials import`/m);
    expect(stdout).toMatch(/^FAIL +WeChat Pay +does not answer at http:\/\/127\.0\.0\.1:1\//m);
    expect(stdout).toMatch(/^ok +database/m);
  });

  it('says which key is missing when the master key is another one', async () => {
    const other = { ...environment(), MULTIPAY_MASTER_KEY: Buffer.alloc(32).toString('hex') };
    const { code, stderr } = await runWith(other, ['doctor']);
    expect(code).toBe(1);
    expect(stderr).toContain('sealed under master key');
  });
});

describe('multipay keys', () => {
  interface Keys {
    readonly items: { id: string; state: string; secrets: number }[];
  }

  it('replaces the master key beside a running bridge, which goes on', async () => {
    const before = (await run('keys', 'list', '--json')).json() as Keys;
    const rotated = await run('keys', 'rotate');
    expect(rotated.code).toBe(0);
    expect(rotated.stdout).toMatch(/^[0-9a-f]{16} {2}active [^]*^[0-9a-f]{16} {2}decrypt_only .* 0 secrets$/m);
    expect(rotated.stdout).toContain('Back up the new key now');
    const after = (await run('keys', 'list', '--json')).json() as Keys;
    expect(after.items.map(({ state }) => state)).toEqual(['active', 'decrypt_only']);
    expect(after.items[1]?.id).toBe(before.items[0]?.id);
    expect((await bench.open()).status).toBe(201);
    expectPlainRefusal(
      await run('keys', 'destroy', after.items[1]?.id ?? '', '--person', 'li'),
      /is kept for decryption until 20/,
    );
    expect((await run('keys', 'destroy', after.items[1]?.id ?? '')).stderr).toContain('--person');
  });

  it('says that the new key is to be backed up only when it is in the file, however much there is to seal', async () => {
    const large = await testBench('mariadb');
    onTestFinished(() => large.close());
    const { store, vault, config } = large.bridge;
    const about = { provider: 'alipay', merchantId: large.merchants.alipay, paymentId: null, outcome: 'kept' } as const;
    await store.write(async ({ notifications }) => {
      for (let at = 0; at < 24 * PORTION; at++) {
        const id = `ntf_${at}`;
        const sealed = { id, providerId: id, sealedBody: vault.seal(`notification/${id}`, 'x') };
        await notifications.add({ ...about, ...sealed, receivedMs: large.clock.now() });
      }
    });
    const { items } = (await runWith(environment(large), ['keys', 'rotate', '--json'])).json() as Keys;
    expect(items).toMatchObject([{ id: loadMasterKey(undefined, config.masterKeyPath).id }, { secrets: 0 }]);
  });

  it('checks every secret, and ends with 1 when one does not open', async () => {
    const well = await run('keys', 'check');
    expect(well.stdout).toMatch(/^All \d+ secrets open\.$/m);
    expect(well.code).toBe(0);
    await bench.bridge.store.write(({ secrets }) => secrets.add('spoilt', 'v1.0123456789abcdef.a.b.canary'));
    const spoilt = await run('keys', 'check', '--json');
    expect(spoilt.json()).toMatchObject({ unreadable: { secret: 1 } });
    expect(spoilt.code).toBe(1);
    expect(spoilt.stdout + spoilt.stderr).not.toContain('canary');
  });
});

describe('multipay start', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('serves until it is told to end by %s, and ends with 0', async (signal) => {
    const port = await freePort();
    const env = {
      ...environment(),
      MULTIPAY_DATA_DIR: temporaryFolder(),
      DATABASE_URL: '',
      MULTIPAY_PUBLIC_URL: '',
      MULTIPAY_PRIVATE_ADDRESS: `127.0.0.1:${port}`,
    };
    const child = spawn(process.execPath, [PROGRAM, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await until(() => said.includes('the bridge is up'));
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/docs/json`)).status).toBe(200);
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(said).toContain('the bridge ends');
  });

  it('on an address that is taken ends with 1, at once', async () => {
    const taken = new URL(bench.bridge.privateUrl).host;
    const env = {
      ...environment(),
      MULTIPAY_DATA_DIR: temporaryFolder(),
      DATABASE_URL: '',
      MULTIPAY_PRIVATE_ADDRESS: taken,
    };
    const { code, stderr } = await runWith(env, ['start']);
    expect(code).toBe(1);
    expect(stderr).toContain('EADDRINUSE');
  });
});
