import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentReport } from '../report';
import { Steps } from '../steps';
import { wooCommerceHead } from '../testing/fake-wordpress-org';
import { nobodysAddress, placesWith } from '../testing/places';
import { temporaryFolder } from '../testing/temporary-folder';
import { chooseSources } from './sources';

/** A machine with a cache, and a home on MariaDB that is started again and again. */
async function aHome() {
  const places = await placesWith(await nobodysAddress());
  const file = join(await temporaryFolder(), 'steps.json');
  const layWordPress = async (version: string): Promise<void> => {
    const folder = join(places.cache, 'wordpress', version, 'wp-includes');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'version.php'), `<?php $wp_version = '${version}';`);
  };
  const layWooCommerce = async (version: string, requires: string): Promise<void> => {
    const folder = join(places.cache, 'woocommerce', version);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'woocommerce.php'), wooCommerceHead(version, requires));
  };
  const start = async (wordpress?: string, woocommerce?: string): Promise<string> => {
    const sources = await chooseSources(
      { wordpress, woocommerce },
      'mariadb',
      await Steps.open(file, silentReport),
      places,
    );
    return `${sources.wordpress.version} ${sources.woocommerce?.version ?? 'none'}`;
  };
  await layWordPress('6.8');
  return { layWordPress, layWooCommerce, start };
}

describe('what a home has', () => {
  it('stays what it is, whatever newer versions there are', async () => {
    const { layWordPress, layWooCommerce, start } = await aHome();
    await layWooCommerce('9.9', '6.6');
    expect(await start()).toBe('6.8 9.9');
    await layWordPress('6.9');
    await layWooCommerce('10.3.6', '6.7');
    expect(await start()).toBe('6.8 9.9');
    expect(await start('6.8', '9.9')).toBe('6.8 9.9');
  });

  it('gets a WooCommerce as soon as there is one', async () => {
    const { layWooCommerce, start } = await aHome();
    expect(await start()).toBe('6.8 none');
    await layWooCommerce('9.9', '6.6');
    expect(await start()).toBe('6.8 9.9');
  });

  it('goes without WooCommerce once that was asked for, until one is asked for', async () => {
    const { layWooCommerce, start } = await aHome();
    await layWooCommerce('9.9', '6.6');
    expect(await start(undefined, 'none')).toBe('6.8 none');
    expect(await start()).toBe('6.8 none');
    expect(await start(undefined, '9.9')).toBe('6.8 9.9');
  });

  it('gets a newer WooCommerce when that is asked for, and never an older one', async () => {
    const { layWooCommerce, start } = await aHome();
    await layWooCommerce('9.9', '6.6');
    await start();
    await layWooCommerce('10.3.6', '6.7');
    expect(await start(undefined, '10.3')).toBe('6.8 10.3.6');
    await expect(start(undefined, '9.9')).rejects.toThrow(
      /This home has WooCommerce 10\.3\.6, not 9\.9\. Start over with --reset/,
    );
    await expect(start(undefined, 'none')).rejects.toThrow(/This home has WooCommerce 10\.3\.6, not none/);
  });

  it('keeps its WordPress', async () => {
    const { layWordPress, start } = await aHome();
    await start();
    await layWordPress('6.9');
    await expect(start('6.9')).rejects.toThrow(/This home has WordPress 6\.8, not 6\.9\. Start over with --reset/);
  });

  it('is never a WordPress that is too old', async () => {
    const { layWordPress, start } = await aHome();
    await layWordPress('6.4.5');
    await expect(start('6.4.5')).rejects.toThrow(/WordPress 6\.4\.5 is too old: the plugin needs 6\.5/);
  });
});
