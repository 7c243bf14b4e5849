import { createElement } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { PROVIDERS } from '@multipay/contracts/providers';
import type { Overview } from '@multipay/contracts/schemas/network';
import { providerTitle } from '../../../messages/provider-title';
import { isNetworks, screenUrl, siteUrl } from '../screen-url';

type Item = Overview['attention'][number];

/** What needs somebody, each with the way to the screen that cures it. */
export function Attention({ items }: { items: readonly Item[] }): JSX.Element {
  if (items.length === 0) return <p>{__('Nothing: all is well.', 'multipay')}</p>;
  return (
    <ul className="multipay-attention">
      {items.map((item) => {
        const [link, url] = cureOf(item);
        return (
          <li key={`${item.kind}/${item.site_id}/${item.subject}`}>
            <span className="dashicons dashicons-warning" aria-hidden="true" /> {sentenceOf(item)}{' '}
            <a href={url}>{link}</a>
          </li>
        );
      })}
    </ul>
  );
}

/** A provider is named by its word in the contract; all else by a name that people gave. */
function nameOf(subject: string): string {
  const provider = PROVIDERS.find((one) => one === subject);
  return provider ? providerTitle(provider) : subject;
}

function sentenceOf({ kind, subject, count, site_id: siteId }: Item): string {
  const name = nameOf(subject);
  switch (kind) {
    case 'credentials_expire':
      return count === 0
        ? sprintf(
            // translators: %s: a merchant's name.
            __('Certificates of %s have ended or end today.', 'multipay'),
            name,
          )
        : sprintf(
            // translators: 1: a merchant's name, 2: a number of days.
            _n(
              'A certificate of %1$s ends in %2$d day.',
              'A certificate of %1$s ends in %2$d days.',
              count,
              'multipay',
            ),
            name,
            count,
          );
    case 'payments_to_review':
      return sprintf(
        // translators: 1: a number, 2: a site's name.
        _n(
          '%1$d payment of %2$s waits for a person’s decision.',
          '%1$d payments of %2$s wait for a person’s decision.',
          count,
          'multipay',
        ),
        count,
        name,
      );
    case 'deliveries_parked':
      return sprintf(
        // translators: 1: a site's name, 2: a number.
        _n('%1$s could not be told of %2$d event.', '%1$s could not be told of %2$d events.', count, 'multipay'),
        name,
        count,
      );
    case 'gateway_unavailable':
      return isNetworks(siteId)
        ? sprintf(
            // translators: 1: WeChat Pay or Alipay, 2: a number.
            _n(
              '%1$s: shoppers of %2$d site cannot choose it.',
              '%1$s: shoppers of %2$d sites cannot choose it.',
              count,
              'multipay',
            ),
            name,
            count,
          )
        : sprintf(
            // translators: 1: a site's name, 2: a number.
            _n(
              '%1$s: shoppers cannot choose %2$d payment method.',
              '%1$s: shoppers cannot choose %2$d payment methods.',
              count,
              'multipay',
            ),
            name,
            count,
          );
    case 'provider_failing':
      // translators: %s: WeChat Pay, Alipay or a merchant's name.
      return sprintf(__('%s refuses many payments.', 'multipay'), name);
    case 'master_key_old':
      return __('The master key is older than 90 days.', 'multipay');
  }
}

function cureOf({ kind, subject, site_id: siteId }: Item): readonly [string, string] {
  switch (kind) {
    case 'credentials_expire':
      return [__('Give new keys', 'multipay'), isNetworks(siteId) ? screenUrl('keys') : siteUrl(siteId, 'setup')];
    case 'payments_to_review':
      return [__('See the payments', 'multipay'), siteUrl(siteId, 'payments')];
    case 'gateway_unavailable':
      return isNetworks(siteId)
        ? [__('Choose an account', 'multipay'), screenUrl('settings')]
        : [__('See the site', 'multipay'), screenUrl('sites', subject)];
    case 'deliveries_parked':
      return [__('See the site', 'multipay'), screenUrl('sites', subject)];
    case 'provider_failing':
      return [__('Test the connection', 'multipay'), screenUrl('merchants')];
    case 'master_key_old':
      return [__('Rotate it', 'multipay'), screenUrl('keys')];
  }
}
