import { InvalidArgumentError, type Command } from 'commander';
import type { MasterKeys } from '@multipay/contracts/schemas/merchant';
import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { BRIDGE_ITSELF } from '../domain/audit';
import type { Caller } from '../domain/site';
import { OPERATOR, say, withCore } from './with-core';

/** The bridge's own operator, who is in no network. */
const CALLER: Caller = { networkId: BRIDGE_ITSELF, siteId: NETWORK_ITSELF, scope: 'network', actor: OPERATOR };

interface Options {
  readonly json?: boolean;
}

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('the master key, which seals every other key, and those before it');
  keys
    .command('list')
    .description('the keys, their age, and how many secrets are sealed under each')
    .option('--json', 'for programs')
    .action(async ({ json }: Options) => {
      const known = await withCore(({ useCases }) => useCases.getMasterKeys(CALLER));
      say(json, known, lines(known));
    });
  keys
    .command('rotate')
    .description('seal every secret under a new master key; the old one can decrypt for 30 more days')
    .option('--json', 'for programs')
    .action(async ({ json }: Options) => {
      const known = await withCore(({ useCases }) => useCases.rotateMasterKey(CALLER, Infinity));
      say(json, known, [...lines(known), '', 'Back up the new key now, apart from the database.']);
    });
  addCheck(keys);
  addDestroy(keys);
}

function addCheck(keys: Command): void {
  keys
    .command('check')
    .description('open every secret to see that it can be; ends with 1 if one cannot')
    .option('--json', 'for programs')
    .action(async ({ json }: Options) => {
      const { secrets, unreadable } = await withCore(({ useCases }) => useCases.checkSecrets(OPERATOR));
      const failures = Object.entries(unreadable);
      say(json, { secrets, unreadable }, [
        failures.length === 0 ? `All ${secrets} secrets open.` : `Of ${secrets} secrets, these do not open:`,
        ...failures.map(([place, count]) => `${place.padEnd(14)} ${count}`),
      ]);
      if (failures.length > 0) process.exitCode = 1;
    });
}

function addDestroy(keys: Command): void {
  keys
    .command('destroy <key>')
    .description('ask for the destruction of an old key, or, as a second person, confirm it within 7 days')
    .requiredOption('--person <name>', 'who you are; another one confirms', personIn)
    .option('--json', 'for programs')
    .action(async (keyId: string, { person, json }: Options & { person: string }) => {
      const known = await withCore(({ useCases }) => useCases.destroyMasterKey(CALLER, keyId, `${OPERATOR}:${person}`));
      say(json, known, lines(known));
    });
}

function personIn(name: string): string {
  if (!/^[A-Za-z0-9._-]{1,40}$/.test(name)) throw new InvalidArgumentError('Letters, digits, dots and dashes only.');
  return name;
}

const lines = ({ items, rotate_by: rotateBy, checked_at: checkedAt }: MasterKeys): string[] => [
  ...items.map(({ id, state, since, secrets, destroy_asked_by: askedBy }) => {
    const asked = askedBy === null ? '' : `, ${askedBy} asks for its destruction`;
    return `${id}  ${state.padEnd(12)}  since ${since}, ${secrets} secrets${asked}`;
  }),
  `Replace it by ${rotateBy}. Every secret was last opened: ${checkedAt ?? 'never yet'}.`,
];
