import type { Command } from 'commander';
import { iso } from '../domain/clock';
import { say, withCore } from './with-core';

export function addPair(program: Command): void {
  program
    .command('pair')
    .description('make a code with which a WordPress fetches its keys, once within 10 minutes')
    .requiredOption('--name <name>', 'what to call the network')
    .option('--network <id>', 'give a known network new keys; its old ones become worthless')
    .option('--single-site', 'no keys for a network, only for the one site')
    .option('--json', 'for programs')
    .action(
      async ({
        name,
        network,
        singleSite,
        json,
      }: {
        name: string;
        network?: string;
        singleSite?: boolean;
        json?: boolean;
      }) => {
        const wish = { name, networkId: network ?? null, scope: singleSite ? ('site' as const) : ('network' as const) };
        const { code, fingerprint, expiresMs } = await withCore(({ useCases }) => useCases.issuePairingCode(wish));
        say(json, { code, fingerprint, expires_at: iso(expiresMs) }, [
          `Pairing code:  ${code}`,
          `Good until:    ${iso(expiresMs)}, once`,
          `Fingerprint:   ${fingerprint}`,
          '',
          "Enter the bridge's private address and the code in WordPress under MultiPay > Settings",
          '(for a network: Network Admin > MultiPay > Setup),',
          'and compare the fingerprint that it shows with this one.',
        ]);
      },
    );
}
