import { Gauge, type Registry } from 'prom-client';
import { activeRecord, destructibleMs } from './domain/master-key';
import type { Store } from './domain/store';

const DAY_MS = 86_400_000;

/** How old the keys are and how long they are still good, from the database: the same on every bridge that shares it. */
export function keyMetrics(store: Pick<Store, 'read'>, now: () => number, registers: Registry[]): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `multipay_${name}`, help, labelNames, registers });
  const age = gauge('master_key_age_days', 'Whole days since the master key came into use');
  const due = gauge('master_keys_to_destroy', 'Old master keys that two people should destroy');
  const unreadable = gauge('secrets_unreadable', 'Secrets that did not open when all were last checked');
  // By provider: metrics name no merchant. The log says whose keys they are.
  const expires = gauge('credential_expires_in_days', 'Days until the first keys in use end', ['provider']);
  return async () => {
    const records = await store.read.masterKeys.list();
    const newest = records.filter(({ checkedMs }) => checkedMs !== null).sort(byCheck)[0];
    age.set(Math.floor((now() - activeRecord(records).sinceMs) / DAY_MS));
    due.set(records.filter((record) => (destructibleMs(record) ?? Infinity) <= now()).length);
    unreadable.set(newest?.unreadable ?? 0);
    expires.reset();
    for (const { provider, expiresMs } of (await store.read.expiries.list()).reverse()) {
      expires.set({ provider }, Math.floor((expiresMs - now()) / DAY_MS));
    }
  };
}

type Checked = { readonly checkedMs: number | null };
const byCheck = (a: Checked, b: Checked): number => (b.checkedMs ?? 0) - (a.checkedMs ?? 0);
