import type { ProviderName } from '@multipay/contracts/providers';
import type { Clock } from '../domain/clock';
import type { Provider } from '../domain/provider';
import type { Store } from '../domain/store';
import type { Vault } from '../domain/vault';

/** Something worth a line in the log. Fields never hold secrets or personal data. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What happens, for counters. */
export interface Counters {
  notification(provider: ProviderName, outcome: string): void;
  payment(provider: ProviderName, status: string): void;
  delivery(outcome: 'delivered' | 'failed' | 'parked'): void;
  providerCall(provider: ProviderName, call: string, outcome: string, milliseconds: number): void;
}

/** What a site answered. Names of headers are in lower case; of a long body only its beginning is there. */
export interface SiteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the use-cases stand on; put together in `wiring.ts`. */
export interface Deps {
  readonly store: Store;
  readonly vault: Vault;
  readonly providers: Readonly<Record<ProviderName, Provider>>;
  readonly now: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly count: Counters;
  /** The address under which shoppers' browsers and providers reach the bridge, without a slash at the end. */
  readonly publicUrl: string | null;
  readonly version: string;
  /** Tells those who wait for a payment that it has moved. */
  readonly paymentChanged: (paymentId: string) => void;
  /** Tells the jobs that there is new work. */
  readonly workAdded: () => void;
  /** Whether the bridge may call this address: in production not one of a private network. */
  readonly mayCall: (url: string) => Promise<boolean>;
  /** Posts to a site and answers with the HTTP status. */
  readonly post: (url: string, headers: Record<string, string>, body: string) => Promise<number>;
  /**
   * Posts to a site and hears all that it answers; redirects are not followed.
   *
   * @throws Error when there was no answer; a `TimeoutError`, by its name, when it was not whole in time
   */
  readonly exchange: (
    url: string,
    headers: Record<string, string>,
    body: string,
    withinMs: number,
  ) => Promise<SiteAnswer>;
}
