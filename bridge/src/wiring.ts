/** The whole machine, put together. Tests call this with simulators and a clock of their own. */
import { existsSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { ConfigError, type Address, type Config } from './config';
import { BridgeError } from './domain/errors';
import type { Store } from './domain/store';
import type { Vault } from './domain/vault';
import { authenticator } from './http/authenticate';
import { Nonces } from './http/nonces';
import { notificationDesk } from './http/notification-desk';
import { outgoing, type Outgoing } from './http/outgoing';
import { privateServer } from './http/private-server';
import { publicServer } from './http/public-server';
import { TokenBuckets } from './http/token-bucket';
import { Watchers } from './http/watchers';
import { startHousekeeping } from './jobs/housekeeping';
import { JobRunner, type Lane } from './jobs/runner';
import { metrics } from './metrics';
import { alipay } from './providers/alipay/provider';
import { weChatPay } from './providers/wechat-pay/provider';
import { connectStore } from './store/connect';
import { useCases, type UseCases } from './use-cases';
import type { Deps, Log } from './use-cases/deps';
import { masterKeySource } from './vault/master-key';
import { openVault } from './vault/vault';

export const VERSION = '1.0.0';

/** Wrong notifications that one source may send: 10 a second, 20 at once. */
const WRONG_NOTIFICATIONS = { perSecond: 10, burst: 20 };

/** A payment is watched in a few tabs; in all, connections are left for everything else. */
const STREAMS = { perPayment: 8, inAll: 2_000 };

/** Asking providers and telling sites wait for different people, and each provider and site only for itself. */
const LANES: readonly Lane[] = [
  { kinds: ['query_payment', 'close_payment'], width: 16, perLaneKey: 8 },
  { kinds: ['deliver_webhook'], width: 32, perLaneKey: 4 },
];

/** What stands without listening: enough for the command line. */
export interface Core {
  readonly config: Config;
  readonly store: Store;
  readonly vault: Vault;
  readonly useCases: UseCases;
  readonly log: Log;
  readonly now: () => number;
  close(): Promise<void>;
}

export interface Bridge extends Core {
  readonly privateUrl: string;
  readonly publicUrl: string | null;
}

interface Parts {
  readonly core: Core;
  readonly deps: Deps;
  readonly watchers: Watchers;
  readonly sites: Outgoing;
  readonly metricsPage: () => Promise<{ text: string; contentType: string }>;
  wakeJobs: () => void;
}

async function assemble(config: Config, log: Log, now: () => number): Promise<Parts> {
  const store = await connectStore(config.databaseUrl, now());
  const vault = await orElse(
    () => openVault(store, masterKeySource(config.masterKey, config.masterKeyBefore, config.masterKeyPath), now),
    () => store.close(),
  );
  const watchers = new Watchers();
  const sites = outgoing(config.development);
  const { count, page } = metrics(store, now);
  const timeoutMs = config.providerTimeoutMs;
  const parts = { wakeJobs: (): void => undefined };
  const deps: Deps = {
    store,
    vault,
    providers: {
      wechat_pay: weChatPay({ baseUrl: config.weChatPayUrl, timeoutMs, now }),
      alipay: alipay({ gatewayUrl: config.alipayGatewayUrl, timeoutMs, now }),
    },
    now,
    random: Math.random,
    log,
    count,
    publicUrl: config.publicUrl,
    version: VERSION,
    paymentChanged: (paymentId) => watchers.tell(paymentId),
    workAdded: () => parts.wakeJobs(),
    mayCall: (url) => sites.mayCall(url),
    post: (url, headers, body) => sites.post(url, headers, body),
    exchange: (url, headers, body, withinMs) => sites.exchange(url, headers, body, withinMs),
  };
  const close = async (): Promise<void> => {
    await sites.close();
    await store.close();
  };
  const core = { config, store, vault, useCases: useCases(deps), log, now, close };
  return Object.assign(parts, { core, deps, watchers, sites, metricsPage: page });
}

/** The bridge without listeners and jobs. */
export const openCore = async (config: Config, log: Log, now: () => number = Date.now): Promise<Core> =>
  (await assemble(config, log, now)).core;

/** What could not start must not stay half open: it would keep a port, or the process. */
async function orElse<T>(begin: () => Promise<T>, undo: () => Promise<unknown>): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    await undo();
    throw error;
  }
}

/** The bridge, listening and working. */
export async function startBridge(config: Config, log: Log, now: () => number = Date.now): Promise<Bridge> {
  const parts = await assemble(config, log, now);
  return orElse(
    () => listenAndWork(parts),
    () => parts.core.close(),
  );
}

async function listenAndWork(parts: Parts): Promise<Bridge> {
  const { core, deps } = parts;
  await importGiven(core);
  const { config, log, now } = core;
  const runner = new JobRunner({ ...deps, handlers: core.useCases.jobs }, LANES);
  parts.wakeJobs = () => runner.wake();
  const probesSeen = new Nonces(now);
  const desk = notificationDesk({
    receive: core.useCases.receiveNotification,
    answerProbe: (door, raw) => core.useCases.answerProbe(door, raw, (nonce) => probesSeen.take(nonce)),
    providers: deps.providers,
    wrongOnes: new TokenBuckets(WRONG_NOTIFICATIONS.perSecond, WRONG_NOTIFICATIONS.burst, now),
    log,
  });
  const privateApp = await privateListener(parts, desk);
  const publicApp = config.publicUrl === null ? null : publicListener(parts, desk);
  const stopListening = () => Promise.all([privateApp.close(), publicApp?.close()]);
  const { privateUrl, publicUrl } = await orElse(async () => {
    const privateUrl = await listen(privateApp, config.privateAddress);
    return { privateUrl, publicUrl: publicApp ? await listen(publicApp, config.publicAddress) : null };
  }, stopListening);
  const tendMasterKeys = (): Promise<void> => core.useCases.tendMasterKeys(config.masterKeyRotation);
  const chores = [...core.useCases.chores, tendMasterKeys];
  const stopHousekeeping = startHousekeeping(core.store, now, log, chores);
  runner.start();
  log.info(
    { private: privateUrl, public: publicUrl, bridge: core.vault.bridgeId, version: VERSION },
    'the bridge is up',
  );
  return {
    ...core,
    privateUrl,
    publicUrl,
    async close() {
      stopHousekeeping();
      await Promise.all([stopListening(), runner.stop()]);
      await core.close();
    },
  };
}

/** Keys that the environment gives and that cannot work are the operator's fault to cure, as the rest of it is. */
async function importGiven({ config, useCases: cases }: Core): Promise<void> {
  try {
    await cases.importGivenCredentials(config.given);
  } catch (error) {
    if (!(error instanceof BridgeError) || error.code !== 'credentials_invalid') throw error;
    throw new ConfigError(`The keys in the environment cannot work:\n- ${error.message}`, { cause: error });
  }
}

type Desk = ReturnType<typeof notificationDesk>;

function privateListener({ core, deps, metricsPage }: Parts, desk: Desk): Promise<FastifyInstance> {
  const { config, store, vault, useCases: cases, log, now } = core;
  const authenticate = authenticator({ store, vault, now, pairingProofKey: cases.pairingProofKey });
  const quota = new TokenBuckets(config.requestsPerMinute / 60, config.requestsPerMinute, now);
  return privateServer({
    useCases: { ...cases, pair: cases.pairAndImport(config.given) },
    gate: { authenticate, quota },
    desk,
    store,
    vault,
    log,
    now,
    version: deps.version,
    metrics: metricsPage,
    openApiPath: openApiPath(),
  });
}

function publicListener({ core, watchers }: Parts, desk: Desk): FastifyInstance {
  const { store, log, config, useCases: cases } = core;
  return publicServer({
    desk,
    watch: cases.watchPayment,
    watchers,
    isSiteOrigin: async (origin) => {
      const sites = URL.canParse(origin) ? await store.read.sites.sitesOnHost(new URL(origin).host) : [];
      return sites.some((site) => new URL(site.homeUrl).origin === origin);
    },
    log,
    trustedProxies: config.trustedProxies,
    streams: STREAMS,
  });
}

/** Beside the built program, or in the repository. */
function openApiPath(): string {
  const places = ['./openapi.json', '../../contracts/generated/openapi.json'].map(
    (path) => new URL(path, import.meta.url).pathname,
  );
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new Error('openapi.json is missing: build the bridge again');
  return found;
}

const listen = (app: FastifyInstance, { host, port }: Address): Promise<string> => app.listen({ host, port });
