import type { Reads, UnitOfWork } from '../domain/store';

/** What another process changed is seen after this long at the latest; what this one changed, at once. */
const TRUSTED_MS = 1_000;
const MOST_ENTRIES = 20_000;

/** Remembers, for a moment, what every request asks for and hardly anybody changes: sites, settings, accounts. */
export class ReadCache {
  private readonly entries = new Map<string, { readonly value: Promise<unknown>; readonly untilMs: number }>();

  forget(): void {
    this.entries.clear();
  }

  async get<T>(key: string, read: () => Promise<T>): Promise<T> {
    const nowMs = Date.now();
    const known = this.entries.get(key);
    if (known && known.untilMs > nowMs) return known.value as Promise<T>;
    if (this.entries.size >= MOST_ENTRIES) this.forget();
    const value = read();
    this.entries.set(key, { value, untilMs: nowMs + TRUSTED_MS });
    value.catch(() => this.entries.delete(key));
    return value;
  }
}

export const cachedReads = (reads: Reads, cache: ReadCache): Reads => ({
  ...reads,
  sites: {
    ...reads.sites,
    network: (id) => cache.get(`network ${id}`, () => reads.sites.network(id)),
    site: (networkId, siteId) => cache.get(`site ${networkId} ${siteId}`, () => reads.sites.site(networkId, siteId)),
  },
  settings: {
    ...reads.settings,
    stored: (networkId, siteId) =>
      cache.get(`settings ${networkId} ${siteId}`, () => reads.settings.stored(networkId, siteId)),
  },
  merchants: {
    ...reads.merchants,
    byId: (id) => cache.get(`merchant ${id}`, () => reads.merchants.byId(id)),
    credentials: (id) => cache.get(`credentials ${id}`, () => reads.merchants.credentials(id)),
  },
  rollouts: {
    ...reads.rollouts,
    list: (networkId) => cache.get(`rollouts ${networkId}`, () => reads.rollouts.list(networkId)),
  },
});

/** A unit of work whose changes to what is cached are forgotten there once they are committed. */
export function forgetting(work: UnitOfWork, cache: ReadCache): UnitOfWork {
  const changing = <T>(write: () => T): T => {
    work.afterCommit(() => cache.forget());
    return write();
  };
  const { sites, settings, merchants, rollouts } = work;
  return {
    ...work,
    sites: {
      ...sites,
      saveNetwork: (network) => changing(() => sites.saveNetwork(network)),
      saveSite: (site) => changing(() => sites.saveSite(site)),
    },
    settings: { ...settings, set: (...words) => changing(() => settings.set(...words)) },
    rollouts: { ...rollouts, save: (rollout) => changing(() => rollouts.save(rollout)) },
    merchants: {
      ...merchants,
      insert: (...words) => changing(() => merchants.insert(...words)),
      update: (merchant) => changing(() => merchants.update(merchant)),
      addCredential: (credential) => changing(() => merchants.addCredential(credential)),
      activateCredential: (...words) => changing(() => merchants.activateCredential(...words)),
      forgetRehearsed: (merchantId) => changing(() => merchants.forgetRehearsed(merchantId)),
    },
  };
}
