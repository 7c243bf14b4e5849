import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { BRIDGE_ITSELF } from '../domain/audit';
import { BridgeError } from '../domain/errors';
import { activeRecord, replacedBy } from '../domain/master-key';
import type { Caller } from '../domain/site';
import { contextOf, SEALED_PLACES, type SealedPlace, type SealedRow } from '../domain/vault';
import { note } from './audit';
import type { Deps } from './deps';

/** A unit each, so that payments are not held up meanwhile. */
export const PORTION = 250;

type Needs = Pick<Deps, 'store' | 'vault' | 'now' | 'log'>;

/** What is done to the keys is the bridge's own business, whoever asked. */
export const forBridge = (actor: string): Caller => ({
  networkId: BRIDGE_ITSELF,
  siteId: NETWORK_ITSELF,
  scope: 'network',
  actor,
});

/**
 * Makes a new key the one that seals. From this one commit on, whoever has the old key or the new one opens everything:
 * each lies sealed under the other. What is sealed already, and the file, follow in `finishRotation`, now or later.
 *
 * @throws BridgeError `forbidden` when the key is the environment's and no other one is given there
 */
export async function beginRotation(deps: Needs, actor: string): Promise<void> {
  const { store, vault, now, log } = deps;
  await vault.keys.reload();
  const before = vault.keys.activeId;
  const next = vault.keys.next();
  if (!next) {
    throw new BridgeError(
      'forbidden',
      'the master key comes from the environment: give a new one as MULTIPAY_MASTER_KEY, and the one that you have as ' +
        'MULTIPAY_MASTER_KEY_BEFORE, and restart the bridge',
    );
  }
  await store.write(async (work) => {
    await work.masterKeys.lock();
    const records = await work.masterKeys.list();
    // Another process was faster: its new key is as good as ours.
    if (activeRecord(records).id !== before) return;
    for (const record of replacedBy(records, next, now())) await work.masterKeys.save(record);
    const change = { before: { id: before }, after: { id: next.id } };
    await note(deps, work, forBridge(actor), { action: 'master_key.rotated', subject: next.id, ...change });
  });
  await vault.keys.reload();
  log.warn({ before, masterKey: vault.keys.activeId }, 'the master key was replaced: back up the new one');
}

/**
 * Seals under the active key whatever names another one, then has the file hold the active key. Can be broken off
 * anywhere and begun again by anybody.
 *
 * @param mostPortions how much to do at most, a portion being a few hundred secrets
 * @returns whether all is done
 */
export async function finishRotation(deps: Needs, mostPortions = Infinity): Promise<boolean> {
  const { store, vault, log } = deps;
  const { activeId } = vault.keys;
  let portions = 0;
  const unreadable: Partial<Record<SealedPlace, number>> = {};
  for (const keyId of [...(await store.read.sealed.countByKey()).keys()].filter((id) => id !== activeId)) {
    for (const place of SEALED_PLACES) {
      let after: string | undefined = '';
      while (after !== undefined) {
        const rows: SealedRow[] = await store.read.sealed.portion(place, after, PORTION, keyId);
        if (rows.length > 0 && ++portions > mostPortions) return false;
        const failed = await rewrap(deps, rows);
        if (failed > 0) unreadable[place] = (unreadable[place] ?? 0) + failed;
        after = rows.at(-1)?.id;
      }
    }
  }
  if (Object.keys(unreadable).length > 0) {
    log.error({ unreadable }, 'secrets stay under an old master key: they do not open. Run `multipay keys check`');
  }
  await keepActive(deps);
  return true;
}

/** @returns how many could not be opened, and stay as they are */
async function rewrap({ store, vault }: Needs, rows: readonly SealedRow[]): Promise<number> {
  const anew: [SealedRow, string][] = [];
  for (const row of rows) {
    try {
      anew.push([row, vault.keys.rewrap(contextOf(row), row.sealed)]);
    } catch {
      // Counted by the caller; the reason would be the same for each and says nothing that the check does not.
    }
  }
  if (anew.length > 0) {
    await store.write(async ({ sealed }) => {
      for (const [row, text] of anew) await sealed.replace(row, text);
    });
  }
  return rows.length - anew.length;
}

/** Under the lock: who comes late must not put an older key over the one that another process has made since. */
async function keepActive({ store, vault }: Needs): Promise<void> {
  if (vault.keys.givenId === vault.keys.activeId) return;
  await store.write(async ({ masterKeys }) => {
    await masterKeys.lock();
    if (activeRecord(await masterKeys.list()).id === vault.keys.activeId) vault.keys.keepActive();
  });
}
