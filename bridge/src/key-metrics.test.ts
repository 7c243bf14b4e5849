import { Registry } from 'prom-client';
import { expect, it, onTestFinished } from 'vitest';
import { freshDatabase } from '../testing/databases';
import { NOW_MS } from '../testing/records';
import { newMasterKeyRecord } from './domain/master-key';
import { keyMetrics } from './key-metrics';

const DAY_MS = 86_400_000;

it('says how long keys are good, by provider the soonest, and how old the master key is', async () => {
  const database = await freshDatabase('sqlite');
  onTestFinished(() => database.drop());
  const store = await database.open();
  await store.write(({ masterKeys }) => masterKeys.save(newMasterKeyRecord('0123456789abcdef', NOW_MS - 91 * DAY_MS)));
  for (const [id, provider, days] of [
    ['a', 'alipay', 40],
    ['b', 'alipay', 6],
    ['c', 'wechat_pay', -2],
  ] as const) {
    await database.run(`
      INSERT INTO merchant (network_id, site_id, id, provider, name, account_number, notify_door, created_ms)
        VALUES ('net_1', '1', 'mch_${id}', '${provider}', 'Tea', '${id}', 'site', 0);
      INSERT INTO credential (id, merchant_id, state, sealed, key_fingerprint, expires_ms, created_ms)
        VALUES ('crd_${id}', 'mch_${id}', 'active', 'sealed', 'fp', ${NOW_MS + days * DAY_MS}, 0)`);
  }
  const registry = new Registry();
  await keyMetrics(store, () => NOW_MS, [registry])();
  const text = await registry.metrics();
  expect(text).toContain('multipay_master_key_age_days 91');
  expect(text).toContain('multipay_credential_expires_in_days{provider="alipay"} 6');
  expect(text).toContain('multipay_credential_expires_in_days{provider="wechat_pay"} -2');
  expect(text).not.toContain('mch_');
});
