// @vitest-environment jsdom
import { createElement } from '@wordpress/element';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NetworkApi } from '../../../api/network';
import { AdminApiError } from '../../../api/request';
import { aNetwork, aSite, someSettings } from '../testing/network';
import { Page } from '../testing/page';
import { SitesScreen } from './sites-screen';

let page: Page;
let asked: unknown[];
beforeEach(() => {
  page = new Page();
  asked = [];
});
afterEach(() => page.close());

const SITES = [aSite(), aSite({ site_id: '3', name: 'Third shop', domain: 'third.example/' })];

const show = (answers: Partial<NetworkApi> = {}, search = ''): Promise<void> =>
  page.show(
    <SitesScreen
      search={search}
      api={aNetwork({
        sites: (query) => {
          asked.push(['sites', query]);
          return Promise.resolve({ items: SITES, next_cursor: query.cursor ? null : 'page-2' });
        },
        settings: () => Promise.resolve(someSettings({ payable_minutes: 45 })),
        changeSettings: (...what) => {
          asked.push(['change', ...what]);
          return Promise.resolve(someSettings());
        },
        copySettings: (...what) => {
          asked.push(['copy', ...what]);
          return Promise.resolve(someSettings());
        },
        ...answers,
      })}
    />,
  );
const deeds = (): unknown[] => asked.filter((one) => (one as unknown[])[0] !== 'sites');

describe('the sites', () => {
  it('are shown with their mode, payment methods and health', async () => {
    await show({ sites: () => Promise.resolve({ items: [aSite({ parked_deliveries: 2 })], next_cursor: null }) });
    const [row = []] = page.rows('Sites');
    expect(row[0]).toContain('Second shop');
    expect(row[1]).toBe('Configured by the network');
    expect(row[2]).toContain('WeChat Pay: to Tea House');
    expect(row[2]).toContain('Alipay: off. No merchant account is chosen for it.');
    expect(row[4]).toBe('200 opened, 5 refused (2.5%)');
    expect(row[5]).toContain('The site could not be told');
    expect(row[6]).toBe('Live updates');
    expect(page.link('Payments')).toBe('?page=multipay-sites&go=2&to=payments');
  });

  it('say when they never had a payment', async () => {
    const site = aSite({ last_payment_at: null, opened_24h: 0, failed_24h: 0, features: [] });
    await show({ sites: () => Promise.resolve({ items: [site], next_cursor: null }) });
    expect(page.rows('Sites')[0]?.slice(3, 7)).toEqual(['None yet', 'No payment', '0', '–']);
  });

  it('are turned over page by page, and searched from the first', async () => {
    await show();
    await page.press('Next page');
    expect(asked.at(-1)).toEqual(['sites', { search: '', cursor: 'page-2' }]);
    expect(page.text()).toContain('Page 2');
    expect(page.button('Next page').disabled).toBe(true);
    await page.type('Search by name or address', 'third');
    expect(asked.at(-1)).toEqual(['sites', { search: 'third', cursor: null }]);
  });

  it('are looked for by what the address names', async () => {
    await show({ sites: () => Promise.resolve({ items: [], next_cursor: null }) }, 'nowhere');
    expect(page.field('Search by name or address').value).toBe('nowhere');
    expect(page.text()).toContain('No site has this in its name or address.');
  });

  it('say why nothing can be shown', async () => {
    await show({ sites: () => Promise.reject(new AdminApiError('multipay_bridge_slow', 'Too slow.')) });
    expect(page.text()).toContain('Too slow.');
    expect(page.text()).toContain('Meanwhile shops sell on');
  });
});

describe('one site', () => {
  const open = async (answers: Partial<NetworkApi> = {}): Promise<void> => {
    await show(answers);
    await page.press('Settings of Second shop');
  };

  it('shows what counts there, and where each value comes from', async () => {
    await open();
    const rows = page.rows('What counts there');
    expect(rows).toContainEqual(['Minutes to pay', '45', 'From the network']);
    expect(rows).toContainEqual(['Split mode', 'No', 'Default']);
  });

  it('is given leave to configure itself', async () => {
    await open();
    await page.press('Let the site configure itself');
    expect(deeds()).toEqual([['change', [{ name: 'override_global_config', value: true }], '2']]);
    expect(page.text()).toContain('The site may configure itself.');
  });

  it('loses that leave again', async () => {
    await open({ settings: () => Promise.resolve(someSettings({ override_global_config: true })) });
    await page.press('Withdraw the leave');
    expect(deeds()).toEqual([['change', [{ name: 'override_global_config', value: false }], '2']]);
    expect(page.text()).toContain('The network configures the site again');
  });

  it('gets another’s settings after what happens then was said', async () => {
    await open();
    await page.type('Copy from', '3');
    await page.press('Copy settings…');
    expect(page.text()).toContain('Copy the settings of Third shop (third.example/) to Second shop?');
    expect(page.text()).toContain('what is not set there is forgotten here');
    expect(deeds()).toEqual([]);
    await page.press('Copy settings');
    expect(deeds()).toEqual([['copy', '3', '2']]);
    expect(page.text()).toContain('The settings are copied.');
  });

  it('is no source for itself', async () => {
    await open();
    const options = [...document.querySelectorAll('option')].map((one) => one.textContent);
    expect(options).toEqual(['The network', 'Third shop (third.example/)']);
  });

  it('becomes the network’s model after what happens then was said', async () => {
    await open();
    await page.press('Import this site’s settings into the network…');
    expect(page.text()).toContain('every other site then uses them');
    await page.press('Import into the network');
    expect(deeds()).toEqual([['copy', '2', '0']]);
  });

  it('keeps the question open with the sentence of what went wrong', async () => {
    await open({ copySettings: () => Promise.reject(new AdminApiError('not_found', 'There is no such site.')) });
    await page.press('Import this site’s settings into the network…');
    await page.press('Import into the network');
    expect(page.text()).toContain('There is no such site.');
    expect(page.button('Import into the network').disabled).toBe(false);
  });
});
