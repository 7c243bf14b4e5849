import { runMultipay } from '../services/bridge';
import { simulatedMerchant } from '../services/simulators';
import type { Context } from './context';
import { NETWORK_NAME, SITES } from './demo';
import { runPhpScript } from './php-script';
import { siteUrl } from './wordpress';

interface Paired {
  readonly network_id: string;
  readonly fingerprint: string;
}

/** The merchant accounts that get the money, by provider. */
export interface Merchants {
  readonly wechat_pay: string;
  readonly alipay: string;
}

/** Both networks' names for what a provider calls a merchant. */
const MERCHANT_NAME = 'MultiPay demo shop';

async function pair(context: Context, known: string | undefined): Promise<Paired> {
  const { addresses } = context;
  // A network that has moved keeps its number, and with it its merchants and payments.
  const again = known === undefined ? [] : ['--network', known];
  const { code } = await runMultipay<{ code: string }>(context, ['pair', '--name', NETWORK_NAME, ...again, '--json']);
  return runPhpScript<Paired>(context, 'pair', addresses.wordpress, { address: addresses.bridgePrivate, code });
}

async function importMerchant(context: Context, network: string, provider: keyof Merchants): Promise<string> {
  const simulator = provider === 'wechat_pay' ? context.addresses.weChatPay : context.addresses.alipay;
  const { credentials } = await simulatedMerchant(simulator, MERCHANT_NAME);
  const whose = ['--network', network, '--provider', provider, '--name', MERCHANT_NAME];
  const { merchant_id } = await runMultipay<{ merchant_id: string }>(
    context,
    ['credentials', 'import', '-', ...whose, '--json'],
    JSON.stringify(credentials),
  );
  return merchant_id;
}

async function importMerchants(context: Context, network: string): Promise<Merchants> {
  const merchants = {
    wechat_pay: await importMerchant(context, network, 'wechat_pay'),
    alipay: await importMerchant(context, network, 'alipay'),
  };
  const settings = [
    'payment_enabled=true',
    `wechat_pay_merchant=${merchants.wechat_pay}`,
    `alipay_merchant=${merchants.alipay}`,
  ];
  await runMultipay(context, ['settings', 'set', ...settings, '--network', network, '--json']);
  return merchants;
}

/**
 * Activates the plugin for the network, pairs it with the bridge, gives the bridge a merchant account at each
 * simulator, and switches the gateways on in both shops.
 *
 * @param shops whether there is WooCommerce
 */
export async function connect(context: Context, shops: boolean): Promise<{ networkId: string; merchants: Merchants }> {
  const { steps, addresses } = context;
  const known = (steps.remembered('pair') as Paired | undefined)?.network_id;
  await steps.once({ name: 'plugin', title: 'Activate the plugin', key: null, needs: ['install'] }, () =>
    runPhpScript(context, 'plugins', addresses.wordpress, { plugins: ['multipay/plugin.php'] }),
  );
  const { network_id } = await steps.once(
    { name: 'pair', title: 'Pair it with the bridge', key: addresses.wordpress, needs: ['plugin'] },
    () => pair(context, known),
  );
  const merchants = await steps.once(
    { name: 'merchants', title: 'Open merchant accounts at the simulators', key: network_id },
    () => importMerchants(context, network_id),
  );
  if (shops) {
    await steps.once(
      { name: 'gateways', title: 'Switch the gateways on', key: null, needs: ['shops', 'plugin'] },
      async () => {
        for (const site of SITES) await runPhpScript(context, 'gateways', siteUrl(context, site));
      },
    );
  }
  return { networkId: network_id, merchants };
}
