import type { Command } from 'commander';
import { decimalsOf, minor, textFromMinor } from '@multipay/contracts/money';
import { BridgeError } from '../domain/errors';
import { iso } from '../domain/clock';
import { transitionView, paymentView } from '../use-cases/views';
import { say, withCore } from './with-core';

const NEWEST = 50;

const amountOf = (amount: number, currency: string): string =>
  `${textFromMinor(minor(amount), currency).padStart(decimalsOf(currency) + 8)} ${currency}`;

export function addPayments(program: Command): void {
  const payments = program.command('payments').description('what was paid, and what happened');
  payments
    .command('list')
    .description(`the newest ${NEWEST} payments of a site`)
    .requiredOption('--network <id>', 'which network')
    .requiredOption('--site <id>', 'which site')
    .option('--order <ref>', 'only of this order, e.g. order_123')
    .option('--json', 'for programs')
    .action(
      async ({ network, site, order, json }: { network: string; site: string; order?: string; json?: boolean }) => {
        const caller = { networkId: network, siteId: site, scope: 'network' } as const;
        const wish = { limit: NEWEST, ...(order !== undefined && { order_ref: order }) };
        const { items } = await withCore(({ useCases }) => useCases.listPayments(caller, wish));
        const lines = items.map(
          (one) =>
            `${one.id}  ${one.created_at}  ${one.provider.padEnd(10)} ${amountOf(one.amount, one.currency)}  ${one.status.padEnd(9)} ${one.order_ref}`,
        );
        say(json, { items }, lines.length > 0 ? lines : ['No payments.']);
      },
    );
  payments
    .command('show <payment>')
    .description('one payment, step by step')
    .option('--json', 'for programs')
    .action(async (paymentId: string, { json }: { json?: boolean }) => {
      const { payment, steps } = await withCore(async ({ store }) => {
        const found = await store.read.payments.byId(paymentId);
        if (!found) throw new BridgeError('not_found', `there is no payment ${paymentId}`);
        const merchant = await store.read.merchants.byId(found.merchantId);
        const transitions = await store.read.payments.transitions(paymentId);
        return {
          payment: { ...paymentView(found, merchant?.name ?? ''), network_id: found.networkId },
          steps: transitions,
        };
      });
      say(json, { payment, events: steps.map(transitionView) }, [
        ...Object.entries(payment).map(([name, value]) => `${name.padEnd(24)} ${String(value)}`),
        '',
        ...steps.map(
          (step) =>
            `${iso(step.atMs)}  ${step.from ?? '-'} -> ${step.to}  by ${step.by} ${step.reason ?? ''} ${step.flags.join(' ')}`,
        ),
      ]);
    });
}
