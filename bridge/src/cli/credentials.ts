import type { Command } from 'commander';
import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { PROVIDERS, type ProviderName } from '@multipay/contracts/providers';
import { BridgeError } from '../domain/errors';
import { contentOf } from './content-of';
import { addRehearsals } from './rehearse';
import { OPERATOR, say, withCore } from './with-core';

interface Options {
  readonly network: string;
  readonly provider: string;
  readonly name: string;
  readonly site?: string;
  readonly json?: boolean;
}

export function addCredentials(program: Command): void {
  const credentials = program.command('credentials').description("merchants' keys; they go in and never come out");
  credentials
    .command('import <file>')
    .description('add a merchant account with the credentials in a JSON file (`-`: standard input)')
    .requiredOption('--network <id>', 'whose account it is')
    .requiredOption('--provider <name>', PROVIDERS.join(' or '))
    .requiredOption('--name <name>', "the merchant's name, as shoppers know it")
    .option('--site <id>', 'only for this site')
    .option('--json', 'for programs')
    .action(async (file: string, { network, provider, name, site, json }: Options) => {
      if (!(PROVIDERS as readonly string[]).includes(provider)) {
        throw new BridgeError('invalid_request', `--provider must be ${PROVIDERS.join(' or ')}`);
      }
      const plain = contentOf(file);
      const caller = { networkId: network, siteId: site ?? NETWORK_ITSELF, scope: 'network', actor: OPERATOR } as const;
      const merchant = await withCore(({ useCases }) =>
        useCases.addMerchant(caller, { provider: provider as ProviderName, name, plain }),
      );
      say(json, { merchant_id: merchant.id, key_fingerprint: merchant.key_fingerprint }, [
        `Merchant account ${merchant.id} (${merchant.name}, ${merchant.account_number})`,
        `Key fingerprint  ${merchant.key_fingerprint}`,
        file === '-' ? '' : `Now delete ${file}: the bridge has it, encrypted.`,
      ]);
    });
  addRehearsals(credentials);
}
