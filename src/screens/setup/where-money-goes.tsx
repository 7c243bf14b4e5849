import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ProviderName } from '@multipay/contracts/providers';
import type { Mode } from '@multipay/contracts/settings';
import type { Gateway, Setup } from '../../api/setup';
import { Section } from '../../components/section';
import { modeWords } from '../../messages/mode-words';
import { providerTitle } from '../../messages/provider-title';
import { reasonOf } from '../../messages/reason';

interface Props {
  readonly mode: Mode;
  readonly setup: Pick<Setup, 'gateways'>;
  readonly hasShop: boolean;
}

/** WooCommerce's names for the providers' methods (`Gateway\Method` in PHP has the same). */
const GATEWAYS: Record<ProviderName, string> = { wechat_pay: 'multipay_wechat', alipay: 'multipay_alipay' };

export function WhereMoneyGoes({ mode, setup, hasShop }: Props): JSX.Element {
  const { who, money, ask } = modeWords(mode);
  return (
    <Section title={__('Who configures this site, and where the money goes', 'multipay')}>
      <p>{who}</p>
      <p>
        <strong>{money}</strong>
      </p>
      <ul className="multipay-setup__money">
        {setup.gateways.map((gateway) => (
          <li key={gateway.provider}>{accountWords(gateway, mode)}</li>
        ))}
      </ul>
      {ask !== null && <p>{ask}</p>}
      {hasShop && <ShopLinks />}
    </Section>
  );
}

function accountWords({ provider, merchant_name: name, unavailable_because: reason }: Gateway, mode: Mode): string {
  const title = providerTitle(provider);
  if (reason !== null) {
    // translators: 1: WeChat Pay or Alipay, 2: a sentence that says why.
    return sprintf(__('%1$s: shoppers do not see it. %2$s', 'multipay'), title, reasonOf(reason));
  }
  const account = name ?? '?';
  // translators: 1: WeChat Pay or Alipay, 2: a merchant's name.
  if (mode === 'managed') return sprintf(__('%1$s: to “%2$s”, an account of the network', 'multipay'), title, account);
  if (mode === 'split')
    // translators: 1: WeChat Pay or Alipay, 2: a merchant's name.
    return sprintf(__('%1$s: by way of “%2$s”, an account of the network', 'multipay'), title, account);
  // translators: 1: WeChat Pay or Alipay, 2: a merchant's name.
  return sprintf(__('%1$s: to “%2$s”, an account of this site', 'multipay'), title, account);
}

/** In every mode the site's own: whether a method is offered, and what it is called. */
function ShopLinks(): JSX.Element {
  return (
    <p>
      {__('Switch a payment method on or off, and name and describe it, in WooCommerce:', 'multipay')}{' '}
      <a href={gatewayUrl('wechat_pay')}>{providerTitle('wechat_pay')}</a>,{' '}
      <a href={gatewayUrl('alipay')}>{providerTitle('alipay')}</a>
    </p>
  );
}

const gatewayUrl = (provider: ProviderName): string => `?page=wc-settings&tab=checkout&section=${GATEWAYS[provider]}`;
