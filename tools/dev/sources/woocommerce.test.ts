import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeWordPressOrg, wooCommerceHead, wooCommerceZip } from '../testing/fake-wordpress-org';
import { nobodysAddress, placesWith } from '../testing/places';
import { temporaryFolder } from '../testing/temporary-folder';
import { findWooCommerce } from './woocommerce';

async function layWooCommerce(folder: string, version: string, requires: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'woocommerce.php'), wooCommerceHead(version, requires));
  return folder;
}

/** A cache as people have it: an old and a new WooCommerce. */
async function filledPlaces(url: string, environment: NodeJS.ProcessEnv = {}) {
  const places = await placesWith(url, environment);
  await layWooCommerce(join(places.cache, 'woocommerce', '8.9.3'), '8.9.3', '6.4');
  await layWooCommerce(join(places.cache, 'woocommerce', '10.3.6'), '10.3.6', '6.7');
  return places;
}

describe('the WooCommerce of a start', () => {
  it('is the newest in the cache that fits the WordPress', async () => {
    const places = await filledPlaces(await nobodysAddress());
    expect((await findWooCommerce(undefined, '6.5.5', places))?.version).toBe('8.9.3');
    expect((await findWooCommerce(undefined, '6.7-alpha-58716', places))?.version).toBe('10.3.6');
  });

  it('is the one that is given: a folder, a zip or a version', async () => {
    const places = await filledPlaces(await nobodysAddress());
    const folder = await layWooCommerce(await temporaryFolder(), '9.4.0', '6.5');
    expect(await findWooCommerce(folder, '6.7', places)).toEqual({ version: '9.4.0', folder });

    const zip = join(await temporaryFolder(), 'woocommerce.zip');
    await writeFile(zip, wooCommerceZip('9.5.1', '6.6'));
    const unpacked = await findWooCommerce(zip, '6.7', places);
    expect(unpacked?.version).toBe('9.5.1');
    expect(existsSync(join(unpacked?.folder ?? '', 'includes', 'class.php'))).toBe(true);

    expect((await findWooCommerce('8.9', '6.7', places))?.version).toBe('8.9.3');
  });

  it('is the one that MULTIPAY_WOOCOMMERCE names, unless an option names another', async () => {
    const folder = await layWooCommerce(await temporaryFolder(), '9.4.0', '6.5');
    const places = await filledPlaces(await nobodysAddress(), { MULTIPAY_WOOCOMMERCE: folder });
    expect((await findWooCommerce(undefined, '6.7', places))?.version).toBe('9.4.0');
    expect((await findWooCommerce('8.9.3', '6.7', places))?.version).toBe('8.9.3');
    expect(await findWooCommerce('none', '6.7', places)).toBeNull();
  });

  it('comes from WordPress.org where the cache has none', async () => {
    const org = await fakeWordPressOrg({ woocommerce: { version: '11.0.1', requires: '6.8' } });
    const places = await placesWith(org.url);
    expect((await findWooCommerce(undefined, '6.9', places))?.version).toBe('11.0.1');
    expect((await findWooCommerce(undefined, '6.9', places))?.version).toBe('11.0.1');
    expect(org.asked.filter((path) => path.endsWith('.zip'))).toHaveLength(1);
  });

  it('is absent, with a line on how to give it, where none is to be had', async () => {
    const places = await placesWith(await nobodysAddress());
    expect(await findWooCommerce(undefined, '6.7', places)).toBeNull();
    expect(places.told).toHaveLength(1);
    expect(places.told[0]).toMatch(/No shops.*cannot be reached\. Give it with --woocommerce PATH/);
  });

  it('is absent, with the reason, where the newest one is too new', async () => {
    const org = await fakeWordPressOrg({ woocommerce: { version: '11.0.1', requires: '6.8' } });
    const places = await placesWith(org.url);
    expect(await findWooCommerce(undefined, '6.5.5', places)).toBeNull();
    expect(places.told[0]).toMatch(/WooCommerce 11\.0\.1 needs WordPress 6\.8/);
  });

  it.each([
    ['does not fit', '10.3.6', /WooCommerce 10\.3\.6 needs WordPress 6\.7, and this is 6\.5\.5/],
    ['is within a version of which none fits', '10', /No WooCommerce 10 that fits WordPress 6\.5\.5 is in the cache/],
    ['is not there', './nowhere', /no WooCommerce at \.\/nowhere/],
  ])('is refused when the one that is asked for %s', async (_why, wanted, sentence) => {
    const places = await filledPlaces(await nobodysAddress());
    await expect(findWooCommerce(wanted, '6.5.5', places)).rejects.toThrow(sentence);
  });

  it('is refused when the given folder needs a newer WordPress, or holds something else', async () => {
    const places = await placesWith(await nobodysAddress());
    const tooNew = await layWooCommerce(await temporaryFolder(), '12.0', '7.0');
    await expect(findWooCommerce(tooNew, '6.7', places)).rejects.toThrow(
      /12\.0 needs WordPress 7\.0, and this is 6\.7/,
    );
    await expect(findWooCommerce(await temporaryFolder(), '6.7', places)).rejects.toThrow(/holds no WooCommerce/);
  });
});
