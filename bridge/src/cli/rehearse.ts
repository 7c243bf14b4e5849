import type { Command } from 'commander';
import type { Credential, MerchantTest, Rehearsal } from '@multipay/contracts/schemas/merchant';
import { BridgeError } from '../domain/errors';
import type { Caller } from '../domain/site';
import type { Core } from '../wiring';
import { contentOf } from './content-of';
import { OPERATOR, say, withCore } from './with-core';

interface Json {
  readonly json?: boolean;
}

/** Whoever has the bridge's machine acts for the owner of every account. */
async function ownerOf({ store }: Core, merchantId: string): Promise<Caller> {
  const merchant = await store.read.merchants.byId(merchantId);
  if (!merchant) throw new BridgeError('not_found', `there is no merchant account ${merchantId}`);
  return { networkId: merchant.networkId, siteId: merchant.siteId, scope: 'network', actor: OPERATOR };
}

/** The commands for an account that is there: its sets of keys, and how one takes another's place. */
export function addRehearsals(credentials: Command): void {
  credentials
    .command('list <merchant>')
    .description("an account's sets of keys, as fingerprints")
    .option('--json', 'for programs')
    .action(async (merchantId: string, { json }: Json) => {
      const { items } = await withCore(async (core) =>
        core.useCases.listCredentials(await ownerOf(core, merchantId), merchantId),
      );
      say(json, { items }, items.map(line));
    });
  credentials
    .command('test <merchant>')
    .description('try the keys in use by harmless questions')
    .option('--json', 'for programs')
    .action(async (merchantId: string, { json }: Json) => {
      const tried = await withCore(async (core) =>
        core.useCases.testMerchant(await ownerOf(core, merchantId), merchantId),
      );
      say(json, tried, checkLines(tried));
      if (!tried.ok) process.exitCode = 1;
    });
  credentials
    .command('rehearse <merchant> <file>')
    .description('try other keys of an account by harmless questions, and keep them; they do not sign yet')
    .option('--json', 'for programs')
    .action(async (merchantId: string, file: string, { json }: Json) => {
      const plain = contentOf(file);
      const rehearsal = await withCore(async (core) =>
        core.useCases.rehearsePlainCredentials(await ownerOf(core, merchantId), merchantId, plain),
      );
      say(json, rehearsal, outcome(rehearsal));
      if (!rehearsal.ok) process.exitCode = 1;
    });
  credentials
    .command('activate <merchant> <credential>')
    .description('sign with rehearsed keys from now on, if they work now; the ones before go on verifying')
    .option('--json', 'for programs')
    .action(async (merchantId: string, credentialId: string, { json }: Json) => {
      const credential = await withCore(async (core) =>
        core.useCases.activateCredentials(await ownerOf(core, merchantId), merchantId, credentialId),
      );
      say(json, credential, [`${merchantId} signs with ${credential.key_fingerprint} from now on.`]);
    });
}

const line = ({ id, state, key_fingerprint: fingerprint, key_serial: serial, expires_at: ends }: Credential): string =>
  `${id}  ${state.padEnd(11)}  ${fingerprint}  ${serial ?? '-'}  ${ends === null ? 'no certificate' : `ends ${ends}`}`;

const checkLines = ({ checks }: Pick<MerchantTest, 'checks'>): string[] =>
  checks.map(({ ok, check, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd(18)}  ${detail}`);

const outcome = ({ ok, checks, credential }: Rehearsal): string[] => [
  ...checkLines({ checks }),
  '',
  ok
    ? `Kept as ${credential.id}. To use it: multipay credentials activate ${credential.merchant_id} ${credential.id}`
    : `Kept as ${credential.id}, and cannot be used as things are.`,
];
