import { activeRecord } from '../domain/master-key';
import { contextOf, SEALED_PLACES, type SealedPlace, type SealedRow } from '../domain/vault';
import { note } from './audit';
import type { Deps } from './deps';
import { forBridge, PORTION } from './rotate-master-key';

interface SecretsChecked {
  readonly secrets: number;
  /** How many do not open, by where they lie. */
  readonly unreadable: Partial<Record<SealedPlace, number>>;
}

/** Opens every secret to see that it can be. Nothing of what is inside is kept, said or compared. */
export const checkSecrets =
  (deps: Pick<Deps, 'store' | 'vault' | 'now' | 'log'>) =>
  async (actor: string): Promise<SecretsChecked> => {
    const { store, vault, now, log } = deps;
    let secrets = 0;
    const unreadable: SecretsChecked['unreadable'] = {};
    for (const place of SEALED_PLACES) {
      for (let after: string | undefined = ''; after !== undefined;) {
        const rows: SealedRow[] = await store.read.sealed.portion(place, after, PORTION);
        const opened = await Promise.allSettled(rows.map((row) => vault.open(contextOf(row), row.sealed)));
        const failed = opened.filter(({ status }) => status === 'rejected').length;
        if (failed > 0) unreadable[place] = (unreadable[place] ?? 0) + failed;
        secrets += rows.length;
        after = rows.at(-1)?.id;
      }
    }
    await store.write(async (work) => {
      await work.masterKeys.lock();
      const active = activeRecord(await work.masterKeys.list());
      const failures = Object.values(unreadable).reduce((sum, count) => sum + count, 0);
      await work.masterKeys.save({ ...active, checkedMs: now(), unreadable: failures });
      const after = { secrets, unreadable };
      await note(deps, work, forBridge(actor), { action: 'master_key.checked', subject: active.id, after });
    });
    if (Object.keys(unreadable).length > 0) {
      log.error({ secrets, unreadable }, 'secrets do not open: put a backup of these rows back, or of the master key');
    }
    return { secrets, unreadable };
  };
