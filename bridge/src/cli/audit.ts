import type { Command } from 'commander';
import { BRIDGE_ITSELF } from '../domain/audit';
import { iso } from '../domain/clock';
import { BridgeError } from '../domain/errors';
import type { AuditRecord } from '../domain/audit';
import { verifyAudit, type ChainCheck } from '../use-cases/audit';
import type { Core } from '../wiring';
import { say, withCore } from './with-core';

interface Options {
  readonly network?: string;
  readonly json?: boolean;
}

const NEWEST = 50;

/** The chains that are meant: one network's, or all there are, with what the bridge did for itself. */
async function chainsOf({ store }: Core, network: string | undefined): Promise<string[]> {
  const known = (await store.read.sites.networks()).map(({ id }) => id);
  if (network === undefined) return [...known, BRIDGE_ITSELF];
  if (!known.includes(network)) throw new BridgeError('not_found', `there is no network ${network}`);
  return [network];
}

const nameOf = (networkId: string): string => (networkId === BRIDGE_ITSELF ? 'the bridge itself' : networkId);

export function addAudit(program: Command): void {
  const audit = program.command('audit').description('who changed what');
  audit
    .command('list')
    .description(`the newest ${NEWEST} entries of each network`)
    .option('--network <id>', 'only of this network')
    .option('--json', 'for programs')
    .action(async ({ network, json }: Options) => {
      const items = await withCore(async (core) => {
        const chains = await chainsOf(core, network);
        const lists = chains.map((networkId) => core.store.read.audit.list({ networkId, limit: NEWEST }));
        return (await Promise.all(lists)).flat();
      });
      say(json, { items: items.map(entryFor) }, items.length > 0 ? items.map(line) : ['No entries.']);
    });
  audit
    .command('verify')
    .description('follow the chain of entries; ends with 1 where one was changed, added or taken away')
    .option('--network <id>', 'only of this network')
    .option('--json', 'for programs')
    .action(async ({ network, json }: Options) => {
      const checks = await withCore(async (core) => {
        const found = [];
        for (const networkId of await chainsOf(core, network)) {
          found.push({ networkId, check: await verifyAudit(core)(networkId) });
        }
        return found;
      });
      const items = checks.map(({ networkId, check }) => ({
        network_id: networkId,
        entries: check.entries,
        last_hash: check.last?.hash ?? null,
        broken: check.broken && entryFor(check.broken),
      }));
      say(
        json,
        { items },
        checks.map(({ networkId, check }) => verdict(networkId, check)),
      );
      if (checks.some(({ check }) => check.broken !== null)) process.exitCode = 1;
    });
}

function verdict(networkId: string, { entries, last, broken }: ChainCheck): string {
  if (broken) return `${nameOf(networkId)}: BROKEN at entry ${broken.sequence}, ${line(broken)}`;
  return `${nameOf(networkId)}: ${entries} entries, unbroken; the last hash is ${last?.hash ?? '-'}`;
}

const line = (one: AuditRecord): string =>
  `${one.id}  ${iso(one.atMs)}  ${one.actor.padEnd(10)} ${one.action.padEnd(22)} site ${one.siteId}  ${one.subject}  ${one.before ?? '-'} -> ${one.after ?? '-'}`;

const entryFor = (one: AuditRecord) => ({
  id: one.id,
  network_id: one.networkId,
  site_id: one.siteId,
  sequence: one.sequence,
  at: iso(one.atMs),
  actor: one.actor,
  action: one.action,
  subject: one.subject,
  before: one.before,
  after: one.after,
  hash: one.hash,
});
