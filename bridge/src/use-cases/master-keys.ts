import type { MasterKeys } from '@multipay/contracts/schemas/merchant';
import { BRIDGE_ITSELF } from '../domain/audit';
import { iso } from '../domain/clock';
import { BridgeError } from '../domain/errors';
import {
  activeRecord,
  bridgesOver,
  destructibleMs,
  lastCheckedMs,
  ROTATE_AFTER_MS,
  WISH_HOLDS_MS,
  wishedBy,
  type MasterKeyRecord,
} from '../domain/master-key';
import type { Caller } from '../domain/site';
import type { UnitOfWork } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { beginRotation, finishRotation, forBridge } from './rotate-master-key';

/** About 5,000 secrets while somebody waits; the rest goes on behind the answer. */
const PORTIONS_AT_ONCE = 20;
/** A schedule is no person, and nobody in particular could be anybody. */
const PERSON = /^(user_[0-9]+|wp_cli|operator(:[A-Za-z0-9._-]{1,40})?)$/;

const actorOf = ({ actor = 'unknown' }: Caller): string => actor;

/** The master key seals for every network of the bridge, so only its operator, or the only network, may change it. */
async function mayRotate({ store }: Pick<Deps, 'store'>, { networkId }: Caller): Promise<boolean> {
  if (networkId === BRIDGE_ITSELF) return true;
  const networks = await store.read.sites.networks();
  return networks.length === 1 && networks[0]?.id === networkId;
}

async function mustBeAllowed(deps: Deps, caller: Caller): Promise<void> {
  if (await mayRotate(deps, caller)) return;
  throw new BridgeError(
    'forbidden',
    'this bridge serves other networks too: its operator does it with `multipay keys`',
  );
}

/** The master keys, the newest first. For the operator's command line the caller is the bridge itself. */
export const getMasterKeys =
  (deps: Deps) =>
  async (caller: Caller): Promise<MasterKeys> => {
    const records = await deps.store.read.masterKeys.list();
    const secrets = await deps.store.read.sealed.countByKey();
    const checkedMs = lastCheckedMs(records);
    return {
      items: records.map((record) => ({
        id: record.id,
        state: record.state,
        since: iso(record.sinceMs),
        secrets: secrets.get(record.id) ?? 0,
        destroy_asked_by: wishedBy(record, deps.now()),
      })),
      rotate_by: iso(activeRecord(records).sinceMs + ROTATE_AFTER_MS),
      checked_at: checkedMs === null ? null : iso(checkedMs),
      may_rotate: await mayRotate(deps, caller),
    };
  };

/**
 * A new master key for everything. Where a rotation was interrupted, it is that one which is finished.
 *
 * @param portionsAtOnce how much is done before it answers; a process that ends after the answer must have all done
 * @throws BridgeError `forbidden`
 */
export const rotateMasterKey =
  (deps: Deps) =>
  async (caller: Caller, portionsAtOnce = PORTIONS_AT_ONCE): Promise<MasterKeys> => {
    await mustBeAllowed(deps, caller);
    const { keys } = deps.vault;
    await keys.reload();
    const wasInterrupted = keys.place === 'file' && keys.givenId !== keys.activeId;
    if (!wasInterrupted) await beginRotation(deps, actorOf(caller));
    if (!(await finishRotation(deps, portionsAtOnce))) {
      finishRotation(deps).catch((error: unknown) =>
        deps.log.error({ err: error }, 'the rotation was interrupted; it goes on within the hour'),
      );
    }
    return getMasterKeys(deps)(caller);
  };

/**
 * Two people end a key that is no longer needed: the first one asks, another one confirms within 7 days.
 *
 * @param person who it is, where `caller.actor` does not tell one from another
 * @throws BridgeError `not_found`; `forbidden` while the key is needed; `second_person_needed`
 */
export const destroyMasterKey =
  (deps: Deps) =>
  async (caller: Caller, keyId: string, person = actorOf(caller)): Promise<MasterKeys> => {
    await mustBeAllowed(deps, caller);
    if (!PERSON.test(person)) throw new BridgeError('forbidden', 'it must be known who asks: two people destroy a key');
    const wish = await deps.store.write((work) => destroyOrAsk(deps, work, { caller, keyId, person }));
    if (wish !== null) {
      const until = iso((wish.destroyAskedMs ?? 0) + WISH_HOLDS_MS);
      throw new BridgeError(
        'second_person_needed',
        `${wish.destroyAskedBy ?? person} asks for it; another person must confirm by ${until}`,
      );
    }
    await deps.vault.keys.reload();
    return getMasterKeys(deps)(caller);
  };

interface Wish {
  readonly caller: Caller;
  readonly keyId: string;
  readonly person: string;
}

/** @returns null when the key is gone, else the record with the wish of the one who waits for another */
async function destroyOrAsk(deps: Deps, work: UnitOfWork, wish: Wish): Promise<MasterKeyRecord | null> {
  const { caller, keyId, person } = wish;
  await work.masterKeys.lock();
  const records = await work.masterKeys.list();
  const record = records.find(({ id }) => id === keyId);
  if (!record) throw new BridgeError('not_found', `there is no master key ${keyId}`);
  if (record.state === 'destroyed') return null;
  await refuseWhileNeeded(deps, work, record);
  const first = wishedBy(record, deps.now());
  if (first === person) return record;
  const actor = forBridge(actorOf(caller));
  if (first === null) {
    const asked: MasterKeyRecord = { ...record, destroyAskedBy: person, destroyAskedMs: deps.now() };
    await work.masterKeys.save(asked);
    const deed = { action: 'master_key.destruction_asked', subject: keyId, after: { asked_by: person } } as const;
    await note(deps, work, actor, deed);
    return asked;
  }
  for (const bridged of bridgesOver(records, deps.now())) await work.masterKeys.save(bridged);
  await work.masterKeys.save({ ...record, state: 'destroyed', sealed: null, sealedUnderBefore: null });
  const after = { asked_by: first, confirmed_by: person };
  await note(deps, work, actor, { action: 'master_key.destroyed', subject: keyId, before: { id: keyId }, after });
  return null;
}

async function refuseWhileNeeded({ now, vault }: Deps, work: UnitOfWork, record: MasterKeyRecord): Promise<void> {
  const fromMs = destructibleMs(record);
  if (fromMs === null) throw new BridgeError('forbidden', `${record.id} is the key in use: rotate it first`);
  if (now() < fromMs) {
    throw new BridgeError('forbidden', `${record.id} is kept for decryption until ${iso(fromMs)}: backups may need it`);
  }
  if (vault.keys.givenId === record.id) {
    throw new BridgeError('forbidden', `MULTIPAY_MASTER_KEY is still ${record.id}: give the key in use there first`);
  }
  const secrets = (await work.sealed.countByKey()).get(record.id) ?? 0;
  if (secrets > 0) {
    throw new BridgeError(
      'forbidden',
      `${secrets} secrets are still sealed under ${record.id}: run \`multipay keys check\`; they are sealed anew within the hour`,
    );
  }
}
