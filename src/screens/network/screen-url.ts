/** The network's screens, and where each is in WordPress's menu (`Admin\NetworkScreens` in PHP has the same). */
export const SCREENS = ['overview', 'merchants', 'keys', 'sites', 'settings', 'rollout', 'audit'] as const;
export type Screen = (typeof SCREENS)[number];

/** @returns a link from one of the network's pages to another */
export const screenUrl = (screen: Screen, search = ''): string =>
  `?page=${screen === 'overview' ? 'multipay' : `multipay-${screen}`}${search && `&search=${encodeURIComponent(search)}`}`;

/** @returns a link to a screen of one site; WordPress knows where that is, and leads on */
export const siteUrl = (siteId: string, screen: 'payments' | 'setup'): string =>
  `?page=multipay-sites&go=${encodeURIComponent(siteId)}&to=${screen}`;

/** What is the network's own says so by its site (`NETWORK_ITSELF` of the contracts' ids, which bring more code). */
export const isNetworks = (siteId: string): boolean => siteId === '0';
