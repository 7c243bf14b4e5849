import type { Command } from 'commander';
import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { SETTING_NAMES, type SettingName } from '@multipay/contracts/settings';
import { BridgeError } from '../domain/errors';
import type { Caller } from '../domain/site';
import { say, withCore } from './with-core';

interface Options {
  readonly network: string;
  readonly site?: string;
  readonly json?: boolean;
}

type Value = string | boolean | number | null;

function valueIn(text: string): Value {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function assignmentIn(text: string): { name: SettingName; value: Value } {
  const [name = '', value] = text.split(/=(.*)/s);
  if (!(SETTING_NAMES as readonly string[]).includes(name) || value === undefined) {
    throw new BridgeError('invalid_request', `"${text}" is not name=value with one of ${SETTING_NAMES.join(', ')}`);
  }
  return { name: name as SettingName, value: valueIn(value) };
}

const callerOf = ({ network, site }: Options): Caller => ({
  networkId: network,
  siteId: site ?? NETWORK_ITSELF,
  scope: 'network',
});

export function addSettings(program: Command): void {
  const settings = program
    .command('settings')
    .description('what the bridge enforces for a network or one of its sites');
  settings
    .command('set <assignments...>')
    .description('name=value, several at once; null forgets a value')
    .requiredOption('--network <id>', 'which network')
    .option('--site <id>', 'only for this site')
    .option('--json', 'for programs')
    .action(async (assignments: string[], options: Options) => {
      const values = assignments.map(assignmentIn);
      const changed = await withCore(({ useCases }) => useCases.changeSettings(callerOf(options), { values }));
      say(options.json, changed, lines(changed));
    });
  settings
    .command('get')
    .description('effective values and where each came from')
    .requiredOption('--network <id>', 'which network')
    .option('--site <id>', 'for this site')
    .option('--json', 'for programs')
    .action(async (options: Options) => {
      const effective = await withCore(({ useCases }) => useCases.getSettings(callerOf(options)));
      say(options.json, effective, lines(effective));
    });
}

const lines = ({ settings }: { settings: readonly { name: string; value: unknown; origin: string }[] }): string[] =>
  settings.map(({ name, value, origin }) => `${name.padEnd(24)} ${String(value).padEnd(34)} (${origin})`);
