import type { Command } from 'commander';
import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import type { EffectiveSettings } from '@multipay/contracts/schemas/site';
import { SETTING_NAMES, SETTINGS, type SettingName, type SettingValue } from '@multipay/contracts/settings';
import { BridgeError } from '../domain/errors';
import type { Caller } from '../domain/site';
import { OPERATOR, say, withCore } from './with-core';

interface Options {
  readonly network: string;
  readonly site?: string;
  readonly json?: boolean;
}

/** Reads a value as the setting's kind wants it: words, a list of words parted by commas, a switch, a number. */
function valueIn(name: SettingName, text: string): SettingValue {
  const usual = SETTINGS[name].default;
  if (text === 'null') return null;
  if (Array.isArray(usual)) return text === '' ? [] : text.split(',');
  if (typeof usual === 'string') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function assignmentIn(text: string): { name: SettingName; value: SettingValue } {
  const [name = '', value] = text.split(/=(.*)/s);
  if (!(SETTING_NAMES as readonly string[]).includes(name) || value === undefined) {
    throw new BridgeError('invalid_request', `"${text}" is not name=value with one of ${SETTING_NAMES.join(', ')}`);
  }
  return { name: name as SettingName, value: valueIn(name as SettingName, value) };
}

const callerOf = ({ network, site }: Options): Caller => ({
  networkId: network,
  siteId: site ?? NETWORK_ITSELF,
  scope: 'network',
  actor: OPERATOR,
});

export function addSettings(program: Command): void {
  const settings = program
    .command('settings')
    .description('what the bridge enforces for a network or one of its sites');
  settings
    .command('set <assignments...>')
    .description('name=value, several at once; lists are parted by commas; null forgets a value')
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
  settings
    .command('copy')
    .description("make one place's settings another's; the network itself is 0")
    .requiredOption('--network <id>', 'which network')
    .requiredOption('--from <site>', 'whose settings')
    .requiredOption('--to <site>', 'who gets them; what it had is forgotten')
    .option('--json', 'for programs')
    .action(async ({ from, to, ...options }: Options & { from: string; to: string }) => {
      const wish = { from_site_id: from, to_site_id: to };
      const copied = await withCore(({ useCases }) => useCases.copySettings(callerOf(options), wish));
      say(options.json, copied, lines(copied));
    });
}

const lines = ({ mode, settings }: EffectiveSettings): string[] => [
  `${'mode'.padEnd(24)} ${mode}`,
  ...settings.map(({ name, value, origin }) => `${name.padEnd(24)} ${String(value).padEnd(34)} (${origin})`),
];
