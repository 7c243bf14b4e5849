/** Installs without screens: keys from the environment become the network's accounts, once. */
import { generateKeyPairSync } from 'node:crypto';
import type { AlipayCredentials, Credentials } from '@multipay/contracts/schemas/merchant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SILENT, testBench, type TestBench } from '../../testing/bridge';
import { DATABASES } from '../../testing/databases';
import { addressOf, pairWith } from '../../testing/site';
import { ConfigError } from '../config';
import { openCore, startBridge } from '../wiring';
import type { Log } from './deps';

const newPair = (): { privatePem: string; publicPem: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }),
  };
};
const [own, provider, other] = [newPair(), newPair(), newPair()];

const ENVIRONMENT = {
  WECHAT_MCH_ID: '1900000109',
  WECHAT_APP_ID: 'wx1234567890abcdef',
  WECHAT_API_V3_KEY: 'canary-canary-canary-canary-0001',
  WECHAT_PRIVATE_KEY: own.privatePem.replaceAll('\n', '\\n'),
  WECHAT_CERTIFICATE_SERIAL: 'AB'.repeat(20),
  WECHAT_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012024',
  WECHAT_PUBLIC_KEY: provider.publicPem,
};
const alipaySet = (changes: Partial<AlipayCredentials> = {}, networkId: string | null = null) => ({
  networkId,
  sets: [
    {
      provider: 'alipay' as const,
      credentials: {
        app_id: '2021000000000000',
        app_private_key: own.privatePem,
        alipay_public_key: provider.publicPem,
        ...changes,
      } satisfies Credentials,
    },
  ],
});

const lines: string[] = [];
const write = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
const log: Log = { info: write, warn: write, error: write };

describe.each(DATABASES)('keys in the environment of a bridge on %s', (kind) => {
  let bench: TestBench;
  beforeAll(async () => {
    lines.length = 0;
    bench = await testBench(kind, { env: ENVIRONMENT, log });
  });
  afterAll(() => bench.close());

  const accounts = async (number: string) =>
    (await bench.bridge.store.read.merchants.list(bench.networkId)).filter((one) => one.accountNumber === number);
  const sets = async (number: string) => {
    const [account] = await accounts(number);
    return account ? bench.bridge.store.read.merchants.credentials(account.id) : [];
  };
  const give = (changes?: Partial<AlipayCredentials>) =>
    bench.bridge.useCases.importGivenCredentials(alipaySet(changes, bench.networkId));

  it('wait for the pairing, and are put to use then', async () => {
    expect(lines[0]).toContain('the keys in the environment wait for a network to be paired');
    const [account] = await accounts('1900000109');
    expect(account).toMatchObject({ siteId: '0', provider: 'wechat_pay', name: 'Test network' });
    const stored = await bench.bridge.store.read.settings.stored(bench.networkId, '0');
    expect(stored.get('wechat_pay_merchant')).toBe(account?.id);
  });

  it('are there once, however often the bridge starts', async () => {
    await bench.restart();
    expect(await accounts('1900000109')).toHaveLength(1);
    expect(await sets('1900000109')).toHaveLength(1);
  });

  it('are added once by two bridges that start at once', async () => {
    const second = await openCore(bench.bridge.config, SILENT);
    const given = alipaySet({}, bench.networkId);
    await Promise.all([
      bench.bridge.useCases.importGivenCredentials(given),
      second.useCases.importGivenCredentials(given),
    ]);
    await second.close();
    expect(await accounts('2021000000000000')).toHaveLength(1);
    expect(await sets('2021000000000000')).toHaveLength(1);
  });

  it('that are others for a known account sign from then on; the old ones do not come back by a restart', async () => {
    await give();
    const [first] = await sets('2021000000000000');
    await give({ app_private_key: other.privatePem });
    const [active, before] = await sets('2021000000000000');
    expect([active?.state, before?.state]).toEqual(['active', 'verify_only']);
    expect(before?.id).toBe(first?.id);
    await give();
    await give({ app_private_key: other.privatePem.replaceAll('\n', '\r\n') });
    expect(await sets('2021000000000000')).toHaveLength(2);
    expect((await sets('2021000000000000'))[0]?.id).toBe(active?.id);
  });

  it("are other keys too where only the provider's key, or something short, is another", async () => {
    const known = { app_private_key: other.privatePem };
    await give({ ...known, alipay_public_key: newPair().publicPem });
    await give({ ...known, seller_id: '2088000000000000' });
    expect(await sets('2021000000000000')).toHaveLength(4);
    await give({ ...known, seller_id: '2088000000000000' });
    expect(await sets('2021000000000000')).toHaveLength(4);
  });

  it("are written down as the bridge's own doing, and leave no key in the log", async () => {
    const [account] = await accounts('1900000109');
    const filter = { networkId: bench.networkId, subject: account?.id ?? '', limit: 9 };
    const [created] = await bench.bridge.store.read.audit.list(filter);
    expect(created).toMatchObject({ action: 'merchant.created', actor: 'bridge' });
    expect(lines.join('\n')).toContain('keys from the environment were imported');
    expect(lines.join('\n')).not.toMatch(/canary-canary|PRIVATE KEY|MII/);
  });

  it('are not guessed to be for one of several networks', async () => {
    const { code } = await bench.bridge.useCases.issuePairingCode({
      name: 'Others',
      networkId: null,
      scope: 'network',
    });
    const body = { network_name: 'Others', multisite: true, site: addressOf(bench.host.url, '1', '/others/') };
    expect((await pairWith(bench.bridge.privateUrl, code, body)).status).toBe(201);
    const complaints = () => lines.filter((line) => line.includes('are not used'));
    // The keys that the first one has are not missed.
    expect(complaints()).toEqual([]);
    await bench.bridge.useCases.importGivenCredentials(alipaySet({ app_id: '2021000000009999' }));
    expect(complaints().at(-1)).toContain('there are several networks; MULTIPAY_NETWORK must name one');
    expect(await accounts('2021000000009999')).toEqual([]);
    await bench.bridge.useCases.importGivenCredentials(alipaySet({}, `net_${'0'.repeat(26)}`));
    expect(complaints().at(-1)).toContain(`there is no network net_${'0'.repeat(26)}`);
    expect(await accounts('1900000109')).toHaveLength(1);
  });

  it('that cannot work keep the bridge from starting, and say why', async () => {
    const { config } = bench.bridge;
    const given = alipaySet({ alipay_public_key: own.publicPem }, bench.networkId);
    const starting = startBridge({ ...config, given }, SILENT);
    await expect(starting).rejects.toThrow(ConfigError);
    await expect(starting).rejects.toThrow(/keys in the environment cannot work[^]*application's public key/);
  });
});
