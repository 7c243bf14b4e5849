import { createHmac } from 'node:crypto';
import type { ListWebhookDeliveries, WebhookDelivery } from '@multipay/contracts/schemas/webhook';
import { iso } from '../domain/clock';
import { BridgeError } from '../domain/errors';
import { DONE, siteLane, type Job, type JobOutcome } from '../domain/job';
import { LAST_TRY, retryDelayMs } from '../domain/ladder';
import type { Caller, Site } from '../domain/site';
import type { Delivery, UnitOfWork, WebhookEventRecord } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { page } from './read-payments';
import { deliveryView } from './views';

const DEFAULT_LIMIT = 20;

/** Standard Webhooks: `webhook-signature: v1,<base64 HMAC-SHA256 of id.timestamp.body>`. */
function signedHeaders({ vault, now }: Deps, site: Site, event: WebhookEventRecord): Record<string, string> {
  const timestamp = String(Math.floor(now() / 1000));
  const key = vault.webhookKey(site.networkId, site.siteId, site.keyEpoch);
  const signature = createHmac('sha256', key).update(`${event.id}.${timestamp}.${event.body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': event.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

/** Posts an event to its site; @returns the HTTP status, or why there was none */
async function post(deps: Deps, site: Site, event: WebhookEventRecord): Promise<string> {
  try {
    return String(await deps.post(site.eventUrl, signedHeaders(deps, site, event), event.body));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Tells a site what happened, until it says 2xx; after the last try it waits for a person. Whether to post is the job's
 * to say, not the delivery's: one that is replayed while it is being delivered is posted once more.
 */
export const deliverWebhookJob =
  (deps: Deps) =>
  async (job: Job): Promise<JobOutcome> => {
    const { webhooks, sites } = deps.store.read;
    const delivery = await webhooks.delivery(job.subject);
    if (!delivery) return DONE;
    const event = await webhooks.event(delivery.eventId);
    const site = await sites.site(delivery.networkId, delivery.siteId);
    if (!event || !site) throw new Error(`${delivery.id} belongs to an event or site that is gone`);

    const answer = await post(deps, site, event);
    const tried = { ...delivery, url: site.eventUrl, tries: delivery.tries + 1, lastAnswer: answer.slice(0, 480) };
    const next = afterTry(deps, tried, /^2\d\d$/.test(answer), job.tries + 1);
    await deps.store.write(({ webhooks: writes }) => writes.updateDelivery(next));
    if (next.state === 'delivered') return DONE;
    if (next.nextTryMs === null) return { outcome: 'park', because: answer };
    return { outcome: 'again', dueMs: next.nextTryMs };
  };

function afterTry({ count, now, random, log }: Deps, tried: Delivery, accepted: boolean, tries: number): Delivery {
  if (accepted) {
    count.delivery('delivered');
    return { ...tried, state: 'delivered', nextTryMs: null };
  }
  const fields = { delivery: tried.id, payment: tried.paymentId, site: tried.siteId, answer: tried.lastAnswer };
  if (tries >= LAST_TRY) {
    count.delivery('parked');
    log.error(fields, 'an event was given up; replay it when the site answers again');
    return { ...tried, state: 'parked', nextTryMs: null };
  }
  count.delivery('failed');
  log.warn(fields, 'a site did not take an event; it is tried again');
  return { ...tried, state: 'waiting', nextTryMs: now() + retryDelayMs(tries, random()) };
}

export const listDeliveries =
  ({ store }: Deps) =>
  async (
    { networkId, siteId }: Caller,
    wish: ListWebhookDeliveries,
  ): Promise<{ items: WebhookDelivery[]; next_cursor: string | null }> => {
    const limit = wish.limit ?? DEFAULT_LIMIT;
    const filter = { networkId, siteId, limit: limit + 1 };
    const before = wish.cursor !== undefined && { before: wish.cursor };
    const deliveries = await store.read.webhooks.list({
      ...filter,
      ...(wish.state && { state: wish.state }),
      ...before,
    });
    return page(deliveries.map(deliveryView), limit);
  };

/** Tells a site once more, now: a parked delivery, or one that the site says it never got. */
export const replayDelivery =
  (deps: Deps) =>
  async (caller: Caller, deliveryId: string): Promise<WebhookDelivery> => {
    const delivery = await deps.store.read.webhooks.delivery(deliveryId);
    if (!delivery || delivery.networkId !== caller.networkId || delivery.siteId !== caller.siteId) {
      throw new BridgeError('not_found', `there is no delivery ${deliveryId} of this site`);
    }
    const deed = { action: 'delivery.replayed', subject: deliveryId, before: { state: delivery.state } } as const;
    return deps.store.write(async (work) => {
      const again = await putBack(deps, work, delivery);
      await note(deps, work, caller, { ...deed, after: { state: again.state } });
      return deliveryView(again);
    });
  };

async function putBack(deps: Deps, work: UnitOfWork, delivery: Delivery): Promise<Delivery> {
  const again: Delivery = { ...delivery, state: 'waiting', nextTryMs: deps.now() };
  await work.webhooks.updateDelivery(again);
  await work.outbox.put({ kind: 'deliver_webhook', subject: again.id, laneKey: siteLane(again), dueMs: deps.now() });
  work.afterCommit(deps.workAdded);
  return again;
}

const PAGE = 500;

/**
 * Tells sites once more what happened since a time; a site that has heard of it already says so and does nothing. Each
 * site's audit log has one entry a page of them.
 */
export const replaySince =
  (deps: Deps) =>
  async (sinceMs: number, only: { networkId?: string; siteId?: string }, actor: string): Promise<number> => {
    let before: string | undefined;
    for (let count = 0; ;) {
      const cursor = before !== undefined && { before };
      const deliveries = await deps.store.read.webhooks.list({ ...only, ...cursor, sinceMs, limit: PAGE });
      // Written down first: a crash in between then hides nothing.
      await noteReplays(deps, deliveries, iso(sinceMs), actor);
      for (const delivery of deliveries) await deps.store.write((work) => putBack(deps, work, delivery));
      count += deliveries.length;
      if (deliveries.length < PAGE) return count;
      before = deliveries.at(-1)?.id;
    }
  };

async function noteReplays(deps: Deps, deliveries: readonly Delivery[], since: string, actor: string): Promise<void> {
  const bySite = new Map<string, Delivery[]>();
  for (const one of deliveries) {
    const key = `${one.networkId} ${one.siteId}`;
    bySite.set(key, [...(bySite.get(key) ?? []), one]);
  }
  await deps.store.write(async (work) => {
    for (const [first, ...others] of bySite.values()) {
      if (!first) continue;
      const who = { networkId: first.networkId, siteId: first.siteId, scope: 'network', actor } as const;
      const after = { since, deliveries: others.length + 1 };
      await note(deps, work, who, { action: 'delivery.replayed', subject: since, after });
    }
  });
}
