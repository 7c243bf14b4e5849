import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from './domain/store';
import { keyMetrics } from './key-metrics';
import type { Counters } from './use-cases/deps';

/** Prometheus's view of the bridge; counted from the start of the process. */
export function metrics(
  store: Pick<Store, 'read'>,
  now: () => number,
): { count: Counters; page: () => Promise<{ text: string; contentType: string }> } {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name: `multipay_${name}`, help, labelNames, registers });
  const notifications = counter('notifications_total', 'Notifications by what became of them', ['provider', 'outcome']);
  const payments = counter('payments_total', 'Payments by the status that they reached', ['provider', 'status']);
  const deliveries = counter('webhook_deliveries_total', 'Tries to tell a site something', ['outcome']);
  const calls = new Histogram({
    name: 'multipay_provider_call_seconds',
    help: 'Calls to providers',
    labelNames: ['provider', 'call', 'outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const outbox = new Gauge({ name: 'multipay_outbox_jobs', help: 'Jobs by state', labelNames: ['state'], registers });
  const up = new Gauge({ name: 'multipay_store_up', help: 'Whether the database answers', registers });
  const refreshKeys = keyMetrics(store, now, registers);
  return {
    count: {
      notification: (provider, outcome) => notifications.inc({ provider, outcome }),
      payment: (provider, status) => payments.inc({ provider, status }),
      delivery: (outcome) => deliveries.inc({ outcome }),
      providerCall: (provider, call, outcome, milliseconds) =>
        calls.observe({ provider, call, outcome }, milliseconds / 1000),
    },
    page: async () => {
      outbox.reset();
      // A database that is away must not take the other numbers with it, just when they are looked at.
      const looked = Promise.all([store.read.outbox.counts(now()), refreshKeys()]);
      const counts = await looked.then(([counts]) => counts).catch(() => null);
      up.set(counts ? 1 : 0);
      for (const [state, count] of Object.entries(counts ?? {})) outbox.set({ state }, count);
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}
