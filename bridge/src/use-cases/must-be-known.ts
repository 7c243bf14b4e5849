import { NETWORK_ITSELF } from '@multipay/contracts/ids';
import { BridgeError } from '../domain/errors';
import type { Caller } from '../domain/site';
import type { Reads } from '../domain/store';

/**
 * A network speaks for its sites, and an operator for anybody: a number that was mistyped must not get settings and
 * accounts that nobody ever looks at.
 *
 * @throws BridgeError `not_found`
 */
export async function mustBeKnown({ sites }: Pick<Reads, 'sites'>, { networkId, siteId }: Caller): Promise<void> {
  const known = siteId === NETWORK_ITSELF ? await sites.network(networkId) : await sites.site(networkId, siteId);
  if (known) return;
  const whose = siteId === NETWORK_ITSELF ? `network ${networkId}` : `site ${siteId} in network ${networkId}`;
  throw new BridgeError('not_found', `there is no ${whose}`);
}
