import type { Caller } from '../domain/site';
import type { CredentialFacts } from '../domain/provider';
import type { Credential, Merchant, UnitOfWork } from '../domain/store';
import { note } from './audit';
import type { Deps } from './deps';
import { addCredential, credentialInUse, fingerprintsOf } from './merchant-credentials';

/** So many open payments of an account are asked about at once, the newest; the others when their turn comes. */
const MOST_ASKED = 500;
/** What is open for longer is asked about hourly, which must do. */
const RECENT_MS = 7 * 86_400_000;

/** Makes another set of keys the one that signs. The account is locked by the caller. */
export async function signWithNewKeys(
  deps: Deps,
  work: UnitOfWork,
  caller: Caller,
  merchant: Merchant,
  { plain, facts }: { readonly plain: string; readonly facts: CredentialFacts },
): Promise<Credential> {
  const before = await credentialInUse(work, merchant.id);
  const credential = await addCredential(deps, work, merchant, plain, facts);
  await note(deps, work, caller, {
    action: 'credentials.replaced',
    subject: merchant.id,
    before: fingerprintsOf(before),
    after: fingerprintsOf(credential),
  });
  await askAgain(deps, work, merchant.id);
  return credential;
}

/** What could not be asked with the keys before is asked with these at once, and not when the ladder says so. */
export async function askAgain({ now, workAdded }: Deps, work: UnitOfWork, merchantId: string): Promise<void> {
  const nowMs = now();
  const open = await work.payments.newestOf(merchantId, {
    statuses: ['created', 'pending'],
    sinceMs: nowMs - RECENT_MS,
    limit: MOST_ASKED,
  });
  for (const { id, provider } of open) {
    await work.outbox.put({ kind: 'query_payment', subject: id, laneKey: provider, dueMs: nowMs });
  }
  if (open.length > 0) work.afterCommit(workAdded);
}
