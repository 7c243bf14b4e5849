import type { Command } from 'commander';
import { BridgeError } from '../domain/errors';
import { OPERATOR, say, withCore } from './with-core';

interface Options {
  readonly since: string;
  readonly network?: string;
  readonly site?: string;
  readonly json?: boolean;
}

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('tell sites once more what happened; what they know already changes nothing')
    .requiredOption('--since <time>', 'RFC 3339, e.g. 2026-01-31T00:00:00Z')
    .option('--network <id>', 'only this network')
    .option('--site <id>', 'only this site')
    .option('--json', 'for programs')
    .action(async ({ since, network, site, json }: Options) => {
      const sinceMs = Date.parse(since);
      if (Number.isNaN(sinceMs)) throw new BridgeError('invalid_request', `--since ${since} is not a time`);
      const only = {
        ...(network !== undefined && { networkId: network }),
        ...(site !== undefined && { siteId: site }),
      };
      const replayed = await withCore(({ useCases }) => useCases.replaySince(sinceMs, only, OPERATOR));
      say(json, { replayed }, [`${replayed} events will be delivered again.`]);
    });
}
