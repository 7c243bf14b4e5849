// @vitest-environment jsdom
import { createElement } from '@wordpress/element';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdminApiError } from '../../../api/request';
import { anOverview } from '../testing/network';
import { Page } from '../testing/page';
import { lastDays } from './days';
import { OverviewScreen } from './overview-screen';

let page: Page;
beforeEach(() => (page = new Page()));
afterEach(() => page.close());

const show = (parts: Parameters<typeof anOverview>[0]): Promise<void> =>
  page.show(<OverviewScreen api={{ overview: () => Promise.resolve(anOverview(parts)) }} />);

const taken = { provider: 'wechat_pay', currency: 'CNY', paid_payments: 2, paid_amount: 1001 } as const;

describe('the overview', () => {
  it('says in words that nothing has happened', async () => {
    await show({});
    expect(page.text()).toContain('3 sites');
    expect(page.text()).toContain('Nothing: all is well.');
    expect(page.text()).toContain('Nothing has come in yet today.');
    expect(page.text()).toContain('Nothing has come in within 14 days.');
  });

  it('shows today’s money of each site and provider, and never adds one currency to another', async () => {
    await show({
      today: [
        { site_id: '1', site_name: 'Main', ...taken },
        { site_id: '2', site_name: 'Second', ...taken, provider: 'alipay', paid_amount: 999 },
        { site_id: '2', site_name: 'Second', ...taken, currency: 'JPY', paid_amount: 500, paid_payments: 1 },
      ],
    });
    expect(page.rows('Money in today')).toEqual([
      ['Main', 'WeChat Pay', '2', '¥10.01'],
      ['Second', 'Alipay', '2', '¥9.99'],
      ['Second', 'WeChat Pay', '1', '¥500'],
      ['All sites', '4', '¥20.00'],
      ['All sites', '1', '¥500'],
    ]);
  });

  it('draws fourteen days, and tells the same in a table', async () => {
    await show({ days: [{ day: '2026-05-14', ...taken }] });
    expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe(
      '¥10.01 within 14 days; ¥10.01 on the best day.',
    );
    const rows = page.rows('Money in within 14 days');
    expect(rows).toHaveLength(14);
    expect(rows.at(-1)).toEqual(['2026-05-14', '¥10.01', '¥0.00', '2', '¥10.01']);
    expect(rows[0]?.[0]).toBe('2026-05-01');
  });

  it('counts days as the providers’ bills do, by Beijing time', () => {
    expect(lastDays('2026-05-14T15:59:59Z').at(-1)).toBe('2026-05-14');
    expect(lastDays('2026-05-14T16:00:00Z').at(-1)).toBe('2026-05-15');
  });

  it('shows how many payments a provider refuses, and no share of nothing', async () => {
    await show({
      channels: [
        { provider: 'wechat_pay', opened_24h: 200, paid_24h: 150, failed_24h: 1 },
        { provider: 'alipay', opened_24h: 0, paid_24h: 0, failed_24h: 0 },
      ],
    });
    expect(page.rows('Channels within 24 hours')).toEqual([
      ['WeChat Pay', '200', '150 (75%)', '1 (0.5%)'],
      ['Alipay', '0', '0 (–)', '0 (–)'],
    ]);
  });

  it.each([
    [
      'credentials_expire',
      '0',
      'Tea',
      3,
      'A certificate of Tea ends in 3 days.',
      'Give new keys',
      '?page=multipay-keys',
    ],
    ['credentials_expire', '2', 'Tea', 0, 'have ended', 'Give new keys', '?page=multipay-sites&go=2&to=setup'],
    ['payments_to_review', '2', 'Shop', 1, '1 payment of Shop waits', 'See the payments', '&go=2&to=payments'],
    ['deliveries_parked', '2', 'Shop', 4, 'Shop could not be told of 4 events', 'See the site', '&search=Shop'],
    ['gateway_unavailable', '0', 'alipay', 2, 'Alipay: shoppers of 2 sites', 'Choose an account', 'multipay-settings'],
    ['gateway_unavailable', '2', 'Shop', 1, 'Shop: shoppers cannot choose 1', 'See the site', '&search=Shop'],
    ['provider_failing', '0', 'wechat_pay', 9, 'WeChat Pay refuses many', 'Test the connection', 'multipay-merchants'],
    ['master_key_old', '0', 'abc', 99, 'older than 90 days', 'Rotate it', '?page=multipay-keys'],
  ] as const)('says of %s (site %s) what it is, and leads to its cure', async (...row) => {
    const [kind, siteId, subject, count, sentence, link, url] = row;
    await show({ attention: [{ kind, site_id: siteId, subject, count }] });
    expect(page.text()).toContain(sentence);
    expect(page.link(link)).toContain(url);
  });
});

describe('with the bridge down', () => {
  it('says so, says what still works, and tries again', async () => {
    let answer = (): Promise<ReturnType<typeof anOverview>> =>
      Promise.reject(new AdminApiError('multipay_bridge_down', 'The bridge does not answer.'));
    await page.show(<OverviewScreen api={{ overview: () => answer() }} />);
    expect(page.text()).toContain('The bridge does not answer.');
    expect(page.text()).toContain('Meanwhile shops sell on');
    answer = () => Promise.resolve(anOverview());
    await page.press('Try again');
    expect(page.text()).toContain('3 sites');
  });

  it('says what WordPress says of any other fault, and nothing about the bridge', async () => {
    const overview = (): Promise<never> => Promise.reject(new AdminApiError('rest_forbidden', 'You may not do that.'));
    await page.show(<OverviewScreen api={{ overview }} />);
    expect(page.text()).toContain('You may not do that.');
    expect(page.text()).not.toContain('Meanwhile');
  });
});
