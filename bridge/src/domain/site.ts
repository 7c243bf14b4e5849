import type { ProviderName } from '@multipay/contracts/providers';
import type { SiteKeyed } from './payment';

/** A WordPress network, or a single site that stands alone. */
export interface Network {
  readonly id: string;
  readonly name: string;
  readonly keyEpoch: number;
  readonly createdMs: number;
}

export interface Site extends SiteKeyed {
  readonly name: string;
  /** Host, port and path of its front page, without a slash at the end: unique over all sites. */
  readonly domain: string;
  readonly homeUrl: string;
  readonly eventUrl: string;
  readonly notifyUrls: Readonly<Record<ProviderName, string>>;
  /** Part of the key's derivation: one more makes all keys before it worthless. */
  readonly keyEpoch: number;
  readonly createdMs: number;
}

/** A promise to hand out keys, once. */
export interface PairingCode {
  readonly id: string;
  /** Encrypted; both sides derive their keys from it. */
  readonly sealedSecret: string;
  /** Gives an existing network new keys and makes the old ones worthless; null: a new network. */
  readonly networkId: string | null;
  readonly networkName: string;
  /** `site`: no key for a network, even where there is one. */
  readonly scope: 'network' | 'site';
  readonly expiresMs: number;
  readonly triesLeft: number;
  readonly usedMs: number | null;
}

/** Who signed a request. */
export interface Caller extends SiteKeyed {
  /** With a network's key `siteId` is the site that it speaks for, `0` for none. */
  readonly scope: 'site' | 'network';
  /** Who asked, for the audit log: the contract's ACTOR_PATTERN. Absent: nobody said. */
  readonly actor?: string;
}

/** Host, port and path of an address, the way sites are told apart. */
export function domainOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/+$/, '')}`;
}
