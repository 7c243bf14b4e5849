/**
 * Canaries: a whole bridge is used, and misused, with its log at the loudest; then everything that it wrote and said is
 * searched for what nobody may read there.
 */
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { PROVIDERS } from '@multipay/contracts/providers';
import type { Credentials } from '@multipay/contracts/schemas/merchant';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testBench, type TestBench } from '../testing/bridge';
import { sealedFor } from '../testing/sealing';
import { addressOf, pairWith } from '../testing/site';
import { until } from '../testing/until';
import { newLog } from './log';

const ADDRESS = '203.0.113.77';
/** Paths of the bridge; a simulator's own, which hand out keys for testing, are not searched. */
const BRIDGE_PATHS = /^\/(v1|health|metrics|docs|notifications|stream)/;

let bench: TestBench;
let log = '';
const answers: string[] = [];
const canaries = { keys: [] as string[], codes: [] as string[], tokens: [] as string[], signatures: [] as string[] };

beforeAll(async () => {
  listenToAnswers();
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  bench = await testBench('sqlite', { log: newLog('trace', stream) });
  collectKeys();
  await pairMore();
  for (const provider of PROVIDERS) {
    await useAndReplaceAccounts(provider);
    await payAndMisuse(provider);
  }
  await tellASiteThatRefuses();
  await replaceMasterKey();
  for (const path of ['/metrics', '/docs/json', '/health/ready']) await fetch(`${bench.bridge.privateUrl}${path}`);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await bench.close();
});

function listenToAnswers(): void {
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', async (input: string, init?: RequestInit) => {
    const answer = await real(input, init);
    const authorization = new Headers(init?.headers).get('authorization');
    const signature = /signature="([^"]+)"/.exec(authorization ?? '')?.[1];
    if (signature) canaries.signatures.push(signature);
    if (BRIDGE_PATHS.test(new URL(input).pathname)) {
      answers.push(`${JSON.stringify(Object.fromEntries(answer.headers))}\n${await answer.clone().text()}`);
    }
    return answer;
  });
}

const inEveryForm = (key: Buffer): string[] => [key.toString('base64'), key.toString('base64url'), key.toString('hex')];

/** The middle of a key, where one differs from another. */
const middleOf = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '').slice(40, 100);

function collectKeys(): void {
  const { vault, config } = bench.bridge;
  const master = Buffer.from(readFileSync(config.masterKeyPath, 'utf8'), 'base64');
  const derived = ['0', '1', '2'].flatMap((site) => [
    vault.requestKey(bench.networkId, site, 1),
    vault.webhookKey(bench.networkId, site, 1),
  ]);
  canaries.keys.push(...[master, vault.streamKey(), ...derived].flatMap(inEveryForm));
}

function collectCredentials(credentials: Credentials): void {
  for (const [name, value] of Object.entries(credentials)) {
    if (name === 'api_v3_key') canaries.keys.push(String(value));
    if (name.endsWith('private_key')) canaries.keys.push(middleOf(String(value)));
  }
}

async function pairMore(): Promise<void> {
  for (const path of ['/other/', '/']) {
    const wish = { name: 'Another', networkId: null, scope: 'network' } as const;
    const { code } = await bench.bridge.useCases.issuePairingCode(wish);
    const plain = code.replaceAll('-', '');
    canaries.codes.push(plain.slice(8), code);
    const body = { network_name: 'Another', multisite: true, site: addressOf(bench.host.url, '1', path) };
    const answer = await pairWith(bench.bridge.privateUrl, code, body);
    await pairWith(bench.bridge.privateUrl, code, body);
    if (answer.status !== 201) continue;
    const { network_key: network, site_key: site } = answer.open();
    for (const pair of [network, site]) if (pair) canaries.keys.push(pair.request_key, pair.webhook_key);
  }
}

async function useAndReplaceAccounts(provider: (typeof PROVIDERS)[number]): Promise<void> {
  const { jwk } = bench.bridge.vault.uploadKey;
  const [credential] = await bench.bridge.store.read.merchants.credentials(bench.merchants[provider]);
  if (!credential) throw new Error('the bench has accounts');
  const inUse = await bench.bridge.vault.open(`credential/${credential.id}`, credential.sealed);
  collectCredentials(JSON.parse(inUse) as Credentials);
  const fresh = await bench.providers[provider].newMerchant();
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const keyName = provider === 'alipay' ? 'app_private_key' : 'merchant_private_key';
  for (const content of [
    fresh,
    { ...fresh, [keyName]: weak },
    { ...fresh, more: weak },
    `${JSON.stringify(fresh)} x`,
  ]) {
    if (typeof content === 'object') collectCredentials(content);
    const body = { provider, name: 'Canary', sealed_credentials: await sealedFor(jwk, content) };
    await bench.call('POST', '/v1/merchants', body, { key: bench.network });
    await bench.call('PUT', `/v1/merchants/${bench.merchants[provider]}/credentials`, body, { key: bench.network });
    await bench.call('POST', `/v1/merchants/${bench.merchants[provider]}/rehearsals`, body, { key: bench.network });
    await bench.call('POST', `/v1/merchants/${bench.merchants[provider]}/test`, undefined, { key: bench.network });
  }
  canaries.keys.push(middleOf(weak));
}

/** 1001: as it should be. The others: see the simulators' table of amounts. */
const AMOUNTS = [1001, 6603, 6604, 6611, 6615, 6616, 6619];

async function payAndMisuse(provider: (typeof PROVIDERS)[number]): Promise<void> {
  await bench.providers[provider].control('PUT', '/settings', { notify: 'manual' });
  for (const amount of AMOUNTS) {
    const { status, body } = await bench.open({ provider, amount, client_ip: ADDRESS });
    if (status !== 201 || !body.stream) continue;
    canaries.tokens.push(body.stream.token);
    const { id } = body.payment;
    const url = `${bench.bridge.publicUrl ?? ''}/stream/${id}`;
    await fetch(url, { headers: { authorization: `Bearer ${body.stream.token}x` } });
    await bench.providers[provider].scan(id);
    await bench.providers[provider].pay(id);
    for (const kind of ['bad_signature', 'genuine']) {
      const raw = await bench.providers[provider].notification(id, kind);
      await fetch(`${bench.bridge.publicUrl ?? ''}/notifications/${provider}/${bench.merchants[provider]}`, {
        method: 'POST',
        headers: raw.headers,
        body: new Uint8Array(raw.body),
      });
    }
    await bench.call('POST', `/v1/payments/${id}/refresh`);
    await bench.call('GET', `/v1/payments/${id}/events`);
  }
  await bench.call('GET', '/v1/payments?limit=100');
  await bench.call('GET', '/v1/payments', undefined, { key: { ...bench.site, key: Buffer.alloc(32) } });
  await bench.open({ provider, amount: 'rubbish' });
}

async function tellASiteThatRefuses(): Promise<void> {
  bench.host.answer = () => 500;
  const { payment } = (await bench.open({ amount: 1001 })).body;
  await bench.providers.wechat_pay.scan(payment.id);
  await bench.providers.wechat_pay.pay(payment.id);
  await bench.call('POST', `/v1/payments/${payment.id}/refresh`);
  await until(() => log.includes('a site did not take an event'));
  bench.host.answer = () => 200;
}

async function replaceMasterKey(): Promise<void> {
  const key = { key: bench.network };
  const operator = { networkId: '', siteId: '0', scope: 'network', actor: 'operator' } as const;
  await bench.bridge.useCases.rotateMasterKey(operator);
  await bench.call('POST', '/v1/master-keys/rotate?actor=user_1', undefined, key);
  await bench.bridge.useCases.checkSecrets('operator');
  const { keys } = bench.bridge.vault;
  await bench.call('POST', `/v1/master-keys/${keys.activeId}/destroy?actor=user_1`, undefined, key);
  await bench.call('GET', '/v1/master-keys', undefined, key);
  canaries.keys.push(...inEveryForm(Buffer.from(readFileSync(bench.bridge.config.masterKeyPath, 'utf8'), 'base64')));
}

/** The payer as the providers name him; whom the log must not know. */
async function payers(): Promise<string[]> {
  const { default: Database } = await import('libsql');
  const database = new Database(bench.bridge.config.databaseUrl.slice('sqlite:'.length));
  const rows = database.prepare('SELECT openid, buyer_id FROM payer').all() as Record<string, string | null>[];
  database.close();
  return rows.flatMap((row) => Object.values(row)).filter((text): text is string => text !== null);
}

const found = (where: string, what: readonly string[]): string[] => what.filter((canary) => where.includes(canary));

describe('after a day in the life of a bridge', () => {
  it('there is enough to be found: these tests can fail', () => {
    expect(canaries.keys.length).toBeGreaterThan(30);
    expect(canaries.codes).toHaveLength(4);
    expect(canaries.tokens.length).toBeGreaterThan(5);
    expect(canaries.signatures.length).toBeGreaterThan(50);
    expect(canaries.keys.filter((key) => key.length < 16)).toEqual([]);
    expect(log.split('\n').length).toBeGreaterThan(100);
    expect(answers.length).toBeGreaterThan(80);
    for (const word of [
      '"status":502',
      'provider_answer_unverified',
      'credentials_invalid',
      'notification_forged',
      'the master key was replaced',
    ]) {
      expect(log + answers.join(), word).toContain(word);
    }
  });

  it('the log holds no key, no code, no token, no signature', () => {
    const { keys, codes, tokens, signatures } = canaries;
    expect(found(log, [...keys, ...codes, ...tokens, ...signatures])).toEqual([]);
    expect(log).not.toMatch(/PRIVATE KEY|WECHATPAY2-SHA256|MultiPay-HMAC|Bearer /);
  });

  it('the log knows no shopper', async () => {
    const known = await payers();
    expect(known.length).toBeGreaterThan(0);
    expect(found(log, [ADDRESS, ...known])).toEqual([]);
  });

  it('no answer holds a key or a code, or knows a shopper', async () => {
    const all = answers.join('\n');
    expect(found(all, [...canaries.keys, ...canaries.codes, ADDRESS, ...(await payers())])).toEqual([]);
    expect(all).not.toContain('PRIVATE KEY');
  });

  it('the database holds no key, no code and no token that could be read', () => {
    const path = bench.bridge.config.databaseUrl.slice('sqlite:'.length);
    const files = readdirSync(dirname(path)).map((name) => readFileSync(join(dirname(path), name), 'latin1'));
    const all = files.join('\n');
    expect(all).toContain('Tea House');
    expect(found(all, [...canaries.keys, ...canaries.codes, ...canaries.tokens])).toEqual([]);
    expect(all).not.toContain('PRIVATE KEY');
  });
});
