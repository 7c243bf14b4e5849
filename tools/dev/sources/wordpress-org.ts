import { StartProblem } from '../problem';
import { downloadText } from './download';

/** Something that WordPress.org offers. */
export interface Offer {
  readonly version: string;
  readonly url: string;
  /** The least WordPress that it asks for; absent for WordPress itself. */
  readonly requires?: string;
}

/** What is asked of WordPress.org. MULTIPAY_WORDPRESS_ORG puts one other server in its place, for tests. */
export interface WordPressOrg {
  /** The newest WordPress. @throws Unreachable */
  newestWordPress(): Promise<Offer>;
  /** Where a WordPress of this version would be. */
  wordpress(version: string): Offer;
  /** The SHA-1 of a release, in hexadecimal. @throws Unreachable */
  sha1(offer: Offer): Promise<string>;
  /** The newest WooCommerce. @throws Unreachable */
  newestWooCommerce(): Promise<Offer>;
  /** Where a WooCommerce of this version would be. */
  woocommerce(version: string): Offer;
}

/** The address that lists WordPress's releases, and the one that describes a plugin (developer.wordpress.org, APIs). */
const RELEASES = '/core/version-check/1.7/';
const WOOCOMMERCE = '/plugins/info/1.2/?action=plugin_information&request%5Bslug%5D=woocommerce';

function fields(url: string, text: string, pick: (data: never) => unknown): string[] {
  try {
    const found = pick(JSON.parse(text) as never);
    if (Array.isArray(found) && found.every((item) => typeof item === 'string')) return found;
  } catch {
    // Not JSON, or another shape: said below.
  }
  throw new StartProblem(`${url} answers something else than expected. Give a WordPress with --wordpress PATH.`);
}

/**
 * @param base one server for everything; without it WordPress.org's own two
 * @param signal ends what is under way
 */
export function wordPressOrg(base: string | undefined, signal: AbortSignal): WordPressOrg {
  const api = base?.replace(/\/$/, '') ?? 'https://api.wordpress.org';
  const downloads = base?.replace(/\/$/, '') ?? 'https://downloads.wordpress.org';
  const wordpress = (version: string): Offer => ({ version, url: `${downloads}/release/wordpress-${version}.zip` });
  const woocommerce = (version: string): Offer => ({ version, url: `${downloads}/plugin/woocommerce.${version}.zip` });
  const ask = async (path: string, pick: (data: never) => unknown): Promise<string[]> =>
    fields(`${api}${path}`, await downloadText(`${api}${path}`, signal), pick);

  return {
    wordpress,
    woocommerce,
    async newestWordPress() {
      const [version] = await ask(RELEASES, (data: { offers: { version: string }[] }) => [data.offers[0]?.version]);
      return wordpress(version as string);
    },
    sha1: async (offer) => (await downloadText(`${offer.url}.sha1`, signal)).trim(),
    async newestWooCommerce() {
      const [version, requires] = await ask(WOOCOMMERCE, (data: { version: string; requires: string }) => [
        data.version,
        data.requires,
      ]);
      return { ...woocommerce(version as string), requires: requires as string };
    },
  };
}
