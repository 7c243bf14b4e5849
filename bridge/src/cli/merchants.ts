import type { Command } from 'commander';
import { BridgeError } from '../domain/errors';
import { note } from '../use-cases/audit';
import { OPERATOR, say, withCore } from './with-core';

export function addMerchants(program: Command): void {
  const merchants = program.command('merchants').description('merchant accounts');
  merchants
    .command('door <merchant> <site|bridge>')
    .description("where the provider notifies: the site's address (the default), or the bridge's public one")
    .option('--json', 'for programs')
    .action(async (merchantId: string, door: string, { json }: { json?: boolean }) => {
      if (door !== 'site' && door !== 'bridge')
        throw new BridgeError('invalid_request', 'the door is "site" or "bridge"');
      await withCore(async ({ store, config, now }) => {
        if (door === 'bridge' && config.publicUrl === null) {
          throw new BridgeError('invalid_request', 'set MULTIPAY_PUBLIC_URL first: the bridge has no public address');
        }
        await store.write(async (work) => {
          if (!(await work.merchants.byId(merchantId))) {
            throw new BridgeError('not_found', `there is no merchant account ${merchantId}`);
          }
          const merchant = await work.merchants.lock(merchantId);
          if (merchant.notifyDoor === door) return;
          await work.merchants.update({ ...merchant, notifyDoor: door });
          const { networkId, siteId, notifyDoor } = merchant;
          const who = { networkId, siteId, scope: 'network', actor: OPERATOR } as const;
          const doors = { before: { notify_door: notifyDoor }, after: { notify_door: door } };
          await note({ now }, work, who, { action: 'merchant.changed', subject: merchantId, ...doors });
        });
      });
      say(json, { merchant_id: merchantId, door }, [
        `Payments opened from now on are notified at the ${door}'s address.`,
      ]);
    });
}
