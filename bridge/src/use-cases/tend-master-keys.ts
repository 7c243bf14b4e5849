import {
  activeRecord,
  bridgesOver,
  CHECK_EVERY_MS,
  destructibleMs,
  lastCheckedMs,
  ROTATE_AFTER_MS,
  type MasterKeyRecord,
} from '../domain/master-key';
import { checkSecrets } from './check-secrets';
import type { Deps } from './deps';
import { beginRotation, finishRotation } from './rotate-master-key';

const DAY_MS = 86_400_000;
const BRIDGE = 'bridge';

type Needs = Pick<Deps, 'store' | 'vault' | 'now' | 'log'>;

/**
 * What the master keys need at the start and every hour: goes on with a rotation that was interrupted or that the
 * operator has prepared in the environment, replaces a key that is too old, checks every secret once a month, and says
 * what a person must do. It destroys nothing.
 */
export function tendMasterKeys(deps: Needs): (rotation: string) => Promise<void> {
  const { store, vault, now, log } = deps;
  let saidOn = -1;
  // What else there is to do must not wait for a folder that cannot be written to.
  const sayNotReplaced = (error: unknown): void =>
    log.error({ err: error }, 'the master key could not be replaced; it is tried again in an hour');
  return async (rotation) => {
    await vault.keys.reload();
    if (isPrepared(deps, await store.read.masterKeys.list()) || (await isDue(deps, rotation))) {
      await beginRotation(deps, BRIDGE).catch(sayNotReplaced);
    }
    await finishRotation(deps).catch(sayNotReplaced);
    await forgetBridged(deps);
    const records = await store.read.masterKeys.list();
    const oldest = Math.min(...records.map(({ sinceMs }) => sinceMs));
    if (now() - (lastCheckedMs(records) ?? oldest) >= CHECK_EVERY_MS) await checkSecrets(deps)(BRIDGE);
    const today = Math.floor(now() / DAY_MS);
    if (today !== saidOn) say(deps, records);
    saidOn = today;
  };
}

/** The environment has a key that the database has never seen, beside the one before it. */
const isPrepared = ({ vault }: Needs, records: readonly MasterKeyRecord[]): boolean =>
  vault.keys.place === 'environment' && !records.some(({ id }) => id === vault.keys.givenId);

async function isDue({ store, vault, now }: Needs, rotation: string): Promise<boolean> {
  if (rotation !== 'automatic' || vault.keys.place !== 'file') return false;
  return now() - activeRecord(await store.read.masterKeys.list()).sinceMs >= ROTATE_AFTER_MS;
}

/** The old key must not open the new one for ever. It does until this bridge's own file or environment has the new. */
async function forgetBridged({ store, vault, now }: Needs): Promise<void> {
  if (vault.keys.givenId !== vault.keys.activeId) return;
  if (bridgesOver(await store.read.masterKeys.list(), now()).length === 0) return;
  await store.write(async ({ masterKeys }) => {
    await masterKeys.lock();
    for (const record of bridgesOver(await masterKeys.list(), now())) await masterKeys.save(record);
  });
}

function say({ vault, now, log }: Needs, records: readonly MasterKeyRecord[]): void {
  const { id, sinceMs } = activeRecord(records);
  const { givenId } = vault.keys;
  if (now() - sinceMs >= ROTATE_AFTER_MS) {
    log.warn({ masterKey: id, days: Math.floor((now() - sinceMs) / DAY_MS) }, 'the master key is old: replace it');
  }
  if (givenId !== id) {
    log.warn(
      { masterKey: id, given: givenId },
      'the environment has another master key than the one in use: give that',
    );
  }
  for (const record of records) {
    const fromMs = destructibleMs(record);
    if (fromMs === null || now() < fromMs) continue;
    log.warn({ masterKey: record.id }, 'an old master key is due: two people destroy it with `multipay keys destroy`');
  }
}
