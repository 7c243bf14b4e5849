/** The private listener: WordPress and operators. It never faces the internet. */
import { readFileSync } from 'node:fs';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { API } from '@multipay/contracts/api';
import { iso } from '../domain/clock';
import type { Store } from '../domain/store';
import type { Vault } from '../domain/vault';
import type { Log } from '../use-cases/deps';
import type { UseCases } from '../use-cases';
import { newApp, takeRawJson } from './app';
import { speakingFor } from './authenticate';
import type { NotificationDesk } from './notification-desk';
import { serve, type Gate } from './serve';

export interface PrivateServerParts {
  readonly useCases: UseCases;
  readonly gate: Gate;
  readonly desk: NotificationDesk;
  readonly store: Store;
  readonly vault: Vault;
  readonly log: Log;
  readonly now: () => number;
  readonly version: string;
  /** The metrics page's text and its content type. */
  readonly metrics: () => Promise<{ text: string; contentType: string }>;
  /** The OpenAPI file that `/docs` shows. */
  readonly openApiPath: string;
}

export async function privateServer(parts: PrivateServerParts): Promise<FastifyInstance> {
  const app = newApp(parts.log, { trustProxy: [] });
  takeRawJson(app);
  await addDocs(app, parts.openApiPath);
  addPayments(app, parts);
  addNetworks(app, parts);
  addSettings(app, parts);
  addGlance(app, parts);
  addHealth(app, parts);
  return app;
}

async function addDocs(app: FastifyInstance, openApiPath: string): Promise<void> {
  const document = JSON.parse(readFileSync(openApiPath, 'utf8')) as never;
  await app.register(swagger, { mode: 'static', specification: { document } });
  await app.register(swaggerUi, { routePrefix: '/docs' });
}

function addPayments(app: FastifyInstance, { useCases, gate, desk }: PrivateServerParts): void {
  serve(app, gate, API.openPayment, async ({ caller, idempotencyKey, body, reply }) => {
    const { opened, replayed } = await useCases.openPayment(caller, idempotencyKey, body);
    if (replayed) reply.header('idempotency-hit', 'true');
    return opened;
  });
  serve(app, gate, API.getPayment, ({ caller, params }) => useCases.getPayment(caller, params.payment_id));
  serve(app, gate, API.listPayments, ({ caller, query }) => useCases.listPayments(caller, query));
  serve(app, gate, API.refreshPayment, ({ caller, params }) => useCases.refreshPayment(caller, params.payment_id));
  serve(app, gate, API.closePayment, ({ caller, params }) => useCases.closePayment(caller, params.payment_id));
  serve(app, gate, API.listPaymentEvents, ({ caller, params }) =>
    useCases.listPaymentEvents(caller, params.payment_id),
  );
  serve(app, gate, API.getPaymentTimeline, ({ caller, params }) =>
    useCases.getPaymentTimeline(caller, params.payment_id),
  );
  serve(app, gate, API.exportPayers, ({ caller, body }) => useCases.exportPayers(caller, body));
  serve(app, gate, API.erasePayers, ({ caller, body }) => useCases.erasePayers(caller, body));
  // The desk slows down whoever brings wrong ones; a flood of these must not keep genuine ones, or payments, out.
  serve(app, { ...gate, quota: null }, API.relayNotification, ({ caller, body }) => {
    const { provider, merchant_id: merchantId, headers, body_base64: bytes, source_ip: source } = body;
    const door = { provider, site: caller, ...(merchantId !== undefined && { merchantId }) };
    return desk(door, { headers, body: Buffer.from(bytes, 'base64') }, source);
  });
  serve(app, gate, API.listWebhookDeliveries, ({ caller, query }) => useCases.listDeliveries(caller, query));
  serve(app, gate, API.replayWebhookDelivery, ({ caller, params }) =>
    useCases.replayDelivery(caller, params.delivery_id),
  );
}

function addNetworks(app: FastifyInstance, { useCases, gate, vault }: PrivateServerParts): void {
  serve(app, gate, API.pair, ({ codeId, body, caller }) => useCases.pair(codeId, body, caller.actor));
  serve(app, gate, API.registerSite, ({ caller, params, body }) =>
    useCases.registerSite({ ...caller, siteId: params.site_id }, { ...body, site_id: params.site_id }),
  );
  serve(app, gate, API.revokeSiteKey, async ({ caller, params }) => {
    const site = { ...caller, siteId: params.site_id };
    await useCases.revokeSiteKey(site);
    return useCases.siteStatus(site);
  });
  serve(app, gate, API.checkCallbacks, ({ caller, params }) =>
    useCases.checkCallbacks(speakingFor(caller, params.site_id)),
  );
  serve(app, gate, API.getSite, ({ caller, params }) => useCases.siteStatus(speakingFor(caller, params.site_id)));
  serve(app, gate, API.getBridgeKey, async () => ({
    jwk: vault.uploadKey.jwk,
    fingerprint: vault.uploadKey.fingerprint,
  }));
}

function addSettings(app: FastifyInstance, { useCases, gate }: PrivateServerParts): void {
  serve(app, gate, API.listMerchants, ({ caller }) => useCases.listMerchants(caller));
  serve(app, gate, API.createMerchant, ({ caller, body }) => useCases.createMerchant(caller, body));
  serve(app, gate, API.replaceCredentials, ({ caller, params, body }) =>
    useCases.replaceCredentials(caller, params.merchant_id, body.sealed_credentials),
  );
  serve(app, gate, API.changeMerchant, ({ caller, params, body }) =>
    useCases.changeMerchant(caller, params.merchant_id, body),
  );
  serve(app, gate, API.getMasterKeys, ({ caller }) => useCases.getMasterKeys(caller));
  serve(app, gate, API.rotateMasterKey, ({ caller }) => useCases.rotateMasterKey(caller));
  serve(app, gate, API.destroyMasterKey, ({ caller, params }) => useCases.destroyMasterKey(caller, params.key_id));
  serve(app, gate, API.testMerchant, ({ caller, params }) => useCases.testMerchant(caller, params.merchant_id));
  serve(app, gate, API.listCredentials, ({ caller, params }) => useCases.listCredentials(caller, params.merchant_id));
  serve(app, gate, API.rehearseCredentials, ({ caller, params, body }) =>
    useCases.rehearseCredentials(caller, params.merchant_id, body.sealed_credentials),
  );
  serve(app, gate, API.activateCredentials, ({ caller, params }) =>
    useCases.activateCredentials(caller, params.merchant_id, params.credential_id),
  );
  serve(app, gate, API.getSettings, ({ caller }) => useCases.getSettings(caller));
  serve(app, gate, API.changeSettings, ({ caller, body }) => useCases.changeSettings(caller, body));
  serve(app, gate, API.copySettings, ({ caller, body }) => useCases.copySettings(caller, body));
}

function addGlance(app: FastifyInstance, { useCases, gate }: PrivateServerParts): void {
  serve(app, gate, API.getOverview, ({ caller }) => useCases.getOverview(caller));
  serve(app, gate, API.listSites, ({ caller, query }) => useCases.listSites(caller, query));
  serve(app, gate, API.listRollouts, ({ caller }) => useCases.listRollouts(caller));
  serve(app, gate, API.changeRollout, ({ caller, params, body }) =>
    useCases.changeRollout(caller, params.feature, body),
  );
  serve(app, gate, API.listAudit, ({ caller, query }) => useCases.listAudit(caller, query));
}

function addHealth(app: FastifyInstance, { gate, store, log, version, now, metrics }: PrivateServerParts): void {
  serve(app, gate, API.isLive, async () => ({ status: 'ok' as const, checks: {}, version, time: iso(now()) }));
  serve(app, gate, API.isReady, async ({ reply }) => {
    const database = await store.ping().then(
      () => 'ok',
      (error: unknown) => {
        log.error({ err: error }, 'the database does not answer');
        // Anybody may ask: which server, account or file it is stays in the log.
        return 'does not answer';
      },
    );
    const status = database === 'ok' ? ('ok' as const) : ('not_ready' as const);
    if (status === 'not_ready') void reply.code(503);
    return { status, checks: { database }, version, time: iso(now()) };
  });
  app.get('/metrics', async (_request, reply) => {
    const { text, contentType } = await metrics();
    return reply.type(contentType).send(text);
  });
}
