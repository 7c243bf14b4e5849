/** What is asked of a network as a whole. `store/` fulfils it in SQL. */
import type { PaymentFlag, PaymentStatus } from '@multipay/contracts/payment-rules';
import type { ProviderName } from '@multipay/contracts/providers';
import type { Site } from './site';

/** Cuts a network's sites into pages, in the order in which they were registered. */
export interface SiteFilter {
  readonly networkId: string;
  /** A part of the name or the domain. */
  readonly search?: string;
  /** Only sites after this one. */
  readonly after?: Pick<Site, 'createdMs' | 'siteId'>;
  readonly limit: number;
}

export interface SiteGlance extends Pick<Site, 'siteId' | 'name' | 'domain' | 'homeUrl' | 'createdMs'> {
  /** When its newest payment was opened. */
  readonly lastPaymentMs: number | null;
  readonly parkedDeliveries: number;
}

export interface OpenedCount {
  readonly siteId: string;
  readonly provider: ProviderName;
  readonly status: PaymentStatus;
  readonly payments: number;
}

/** What came in, in one currency. */
export interface Taken {
  readonly provider: ProviderName;
  readonly currency: string;
  readonly payments: number;
  readonly amount: number;
}

export interface SiteCount {
  readonly siteId: string;
  readonly count: number;
}

/** A merchant account whose keys in use will end. */
export interface ExpiringAccount {
  readonly siteId: string;
  readonly name: string;
  readonly expiresMs: number;
}

/** A network at a glance. Each is one query, whatever the number of sites and payments. */
export interface OverviewReads {
  sitePage(filter: SiteFilter): Promise<SiteGlance[]>;
  /** Payments opened since, of some sites or of all. */
  opened(networkId: string, sinceMs: number, siteIds?: readonly string[]): Promise<OpenedCount[]>;
  takenBySite(networkId: string, sinceMs: number): Promise<(Taken & { readonly siteId: string })[]>;
  /** By the days of a zone that is `zoneMs` ahead of UTC; `dayMs` is midnight of the same date in UTC. */
  takenByDay(networkId: string, sinceMs: number, zoneMs: number): Promise<(Taken & { readonly dayMs: number })[]>;
  /** Money since then that has one of these flags. */
  paidWithFlags(networkId: string, sinceMs: number, flags: readonly PaymentFlag[]): Promise<SiteCount[]>;
  parkedDeliveries(networkId: string): Promise<SiteCount[]>;
  /** The accounts whose keys in use end before then. */
  expiring(networkId: string, beforeMs: number): Promise<ExpiringAccount[]>;
  /** The master key in use, once one was written down. */
  masterKey(): Promise<{ readonly id: string; readonly sinceMs: number } | null>;
}
