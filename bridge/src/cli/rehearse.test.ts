/** Other keys for an account at the command line, beside a running bridge. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credential, Credentials, MerchantTest, Rehearsal } from '@multipay/contracts/schemas/merchant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { buildProgram, PROGRAM } from '../../testing/program';
import { temporaryFolder } from '../../testing/temporary-folder';

let bench: TestBench;
let account: { id: string; number: string };
beforeAll(async () => {
  buildProgram();
  bench = await testBench('sqlite');
  const made = await bench.providers.alipay.control<{ id: string; credentials: Credentials }>('POST', '/merchants', {});
  const owner = { networkId: bench.networkId, siteId: '0', scope: 'network' } as const;
  const wish = { provider: 'alipay', name: 'Tea House', plain: JSON.stringify(made.credentials) } as const;
  account = { id: (await bench.bridge.useCases.addMerchant(owner, wish)).id, number: made.id };
});
afterAll(() => bench.close());

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Ran> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    MULTIPAY_ENV: 'development',
    MULTIPAY_DATA_DIR: bench.bridge.config.dataDir,
    DATABASE_URL: bench.bridge.config.databaseUrl,
    MULTIPAY_WECHAT_PAY_URL: bench.providers.wechat_pay.url,
    MULTIPAY_ALIPAY_URL: bench.providers.alipay.url,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, 'credentials', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    );
  });
}

async function changedInConsole(): Promise<string> {
  const path = join(temporaryFolder(), 'credentials.json');
  const { credentials } = await bench.providers.alipay.control<{ credentials: Credentials }>(
    'POST',
    `/merchants/${account.number}/keys`,
  );
  writeFileSync(path, JSON.stringify(credentials));
  return path;
}

const listed = async (): Promise<Credential[]> =>
  (JSON.parse((await run('list', account.id, '--json')).stdout) as { items: Credential[] }).items;

// Each command is a program that starts, and a busy machine takes seconds for one.
describe('multipay credentials', { timeout: 120_000 }, () => {
  it('lists, tests, rehearses and activates, and says what was seen', async () => {
    expect((await listed()).map(({ state }) => state)).toEqual(['active']);
    expect((await run('test', account.id)).stdout).toMatch(/^ok +signature_accepted +Alipay accepted our signature/);
    const file = await changedInConsole();
    const dead = await run('test', account.id, '--json');
    expect([dead.code, (JSON.parse(dead.stdout) as MerchantTest).checks[0]?.code]).toEqual([
      1,
      'provider_rejected_key',
    ]);
    const tried = await run('rehearse', account.id, file, '--json');
    expect(tried.code).toBe(0);
    const { credential } = JSON.parse(tried.stdout) as Rehearsal;
    expect((await listed()).map(({ state }) => state)).toEqual(['active', 'rehearsed']);
    const activated = await run('activate', account.id, credential.id);
    expect(activated.stdout).toContain(`${account.id} signs with ${credential.key_fingerprint} from now on.`);
    expect((await run('test', account.id)).code).toBe(0);
    expect((await run('list', account.id)).stdout).toMatch(
      new RegExp(`^${credential.id} +active +${credential.key_fingerprint} .*\\ncrd_\\w+ +verify_only`),
    );
    const [entry] = await bench.bridge.store.read.audit.list({
      networkId: bench.networkId,
      action: 'credentials.activated',
      limit: 1,
    });
    expect(entry).toMatchObject({ actor: 'operator', subject: account.id });
  });

  it('ends with 1 where rehearsed keys do not work, and does not activate them', async () => {
    const file = await changedInConsole();
    await changedInConsole();
    const tried = await run('rehearse', account.id, file);
    expect(tried.code).toBe(1);
    expect(tried.stdout).toMatch(/FAIL +signature_accepted[^]*cannot be used as things are/);
    const rehearsed = (await listed()).find(({ state }) => state === 'rehearsed');
    const refused = await run('activate', account.id, rehearsed?.id ?? '');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('Alipay does not accept our signature');
  });

  it('refuses an account, a set and a file that there is not, without a stack trace', async () => {
    const nowhere = 'mch_01k00000000000000000000000';
    const [noAccount, noSet, noFile] = await Promise.all([
      run('list', nowhere),
      run('activate', account.id, 'crd_01k00000000000000000000000'),
      run('rehearse', account.id, '/nowhere/x.json'),
    ]);
    expect([noAccount, noSet, noFile].map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(noAccount.stderr).toContain(`there is no merchant account ${nowhere}`);
    expect(noSet.stderr).toContain('is no rehearsed set of this account');
    expect(noFile.stderr).toContain('cannot read /nowhere/x.json');
    expect([noAccount, noSet, noFile].map(({ stderr }) => stderr).join('')).not.toMatch(/\n\s+at /);
  });
});
