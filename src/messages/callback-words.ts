import { __ } from '@wordpress/i18n';
import type { CallbackCheck } from '@multipay/contracts/schemas/network';

type CallbackFinding = CallbackCheck['items'][number]['finding'];

interface CallbackWords {
  readonly sentence: string;
  /** What helps; empty where nothing need be done. */
  readonly cure: string;
}

/** What came of calling an address as a provider does, and what helps. */
export function callbackWords(finding: CallbackFinding): CallbackWords {
  const words: Record<CallbackFinding, CallbackWords> = {
    ok: { sentence: __('Notifications arrive whole.', 'multipay'), cure: '' },
    slow: {
      sentence: __('Notifications arrive, but slowly: providers give up after five seconds.', 'multipay'),
      cure: __(
        'Look at what makes WordPress slow (plugins, the database, too few PHP workers), and keep the address out of page caches and maintenance modes.',
        'multipay',
      ),
    },
    unreachable: {
      sentence: __('Nothing answers at this address.', 'multipay'),
      cure: __(
        'See whether the domain’s DNS, the certificate and the port are right, and whether the server takes calls from the internet.',
        'multipay',
      ),
    },
    blocked: {
      sentence: __('Something in front of WordPress refuses the call.', 'multipay'),
      cure: __(
        'Allow POST to this path in the firewall, the CDN and security plugins: no log-in, no limit by country or by rate.',
        'multipay',
      ),
    },
    challenged: {
      sentence: __('The caller is asked to prove that it is a browser, which a provider cannot do.', 'multipay'),
      cure: __('Switch bot checks and captchas off for this path in the CDN or security plugin.', 'multipay'),
    },
    redirected: {
      sentence: __('The call is sent on to another address, and providers do not follow.', 'multipay'),
      cure: __(
        'Have the site’s address (Settings > General) begin with what visitors end up at, https and www included, and exclude this path from redirects.',
        'multipay',
      ),
    },
    header_dropped: {
      sentence: __('A header with the provider’s signature does not arrive, or not as it was sent.', 'multipay'),
      cure: __('Have the proxy, CDN or web server pass all Wechatpay-* headers on unchanged.', 'multipay'),
    },
    body_changed: {
      sentence: __('The content arrives changed, so no signature fits it.', 'multipay'),
      cure: __(
        'Exclude this path from whatever rewrites requests in the firewall, the CDN and plugins. Where nothing does: see whether the site is paired with this bridge.',
        'multipay',
      ),
    },
    wrong_site: {
      sentence: __('The address leads to another site.', 'multipay'),
      cure: __(
        'Look at the domain mapping and the web server’s rewrite rules: this path has to reach this very site.',
        'multipay',
      ),
    },
    not_ours: {
      sentence: __('Something else than MultiPay answers at this address.', 'multipay'),
      cure: __(
        'See that the plugin is active on this site, save Settings > Permalinks once, and exclude the path from page caches.',
        'multipay',
      ),
    },
  };
  return words[finding];
}
