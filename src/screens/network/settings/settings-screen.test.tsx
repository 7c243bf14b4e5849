// @vitest-environment jsdom
import { createElement } from '@wordpress/element';
import type { SettingName, SettingValue } from '@multipay/contracts/settings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdminApiError } from '../../../api/request';
import type { NetworkApi } from '../../../api/network';
import { aMerchant, aNetwork, MERCHANT, someSettings } from '../testing/network';
import { Page } from '../testing/page';
import { SettingsScreen } from './settings-screen';

let page: Page;
let asked: unknown[];
let stored: Partial<Record<SettingName, SettingValue>>;
beforeEach(() => {
  page = new Page();
  asked = [];
  stored = {};
});
afterEach(() => page.close());

const show = (answers: Partial<NetworkApi> = {}): Promise<void> =>
  page.show(
    <SettingsScreen
      api={aNetwork({
        settings: () => Promise.resolve(someSettings(stored)),
        merchants: () => Promise.resolve([aMerchant()]),
        changeSettings: (values) => {
          asked.push(values);
          stored = { ...stored, ...Object.fromEntries(values.map(({ name, value }) => [name, value])) };
          return Promise.resolve(someSettings(stored));
        },
        ...answers,
      })}
    />,
  );

const nowRow = (): string | undefined =>
  page.rows('Where the money goes in each mode').find(([title]) => title?.endsWith('This holds now'))?.[2];

describe('the mode', () => {
  it('says where the money goes in each of the four rows', async () => {
    await show();
    expect(page.rows('Where the money goes in each mode').map((row) => row[2])).toEqual([
      'The site’s own merchant account',
      'The site’s own merchant account',
      'The network’s main merchant account; of a site that may configure itself, its own',
      'The network’s main merchant account in this version; the seller’s sub-merchant account once profit sharing is carried out',
    ]);
  });

  it.each([
    [{}, 'The site’s own merchant account'],
    [{ payment_enabled: true }, 'The network’s main merchant account; of a site that may configure itself, its own'],
    [{ payment_enabled: true, split_mode: true }, 'The network’s main merchant account in this version'],
    [{ split_mode: true }, 'The site’s own merchant account'],
  ])('holds as the switches %o say', async (values, money) => {
    stored = values;
    await show();
    expect(nowRow()).toContain(money);
  });

  it('is switched only after what happens then was said', async () => {
    await show();
    await page.tick('Unified management');
    expect(asked).toEqual([]);
    expect(page.text()).toContain('new payments go to the network’s main merchant account');
    expect(page.text()).toContain('Payments that are under way end as they began.');
    await page.press('Switch it on');
    expect(asked).toEqual([[{ name: 'payment_enabled', value: true }]]);
    expect(nowRow()).toContain('The network’s main merchant account');
    expect(page.text()).toContain('It holds for every site at once.');
  });

  it('stays when the question is left', async () => {
    stored = { payment_enabled: true };
    await show();
    await page.tick('Unified management');
    expect(page.text()).toContain('A site that has none cannot take payments.');
    await page.press('Cancel');
    expect(asked).toEqual([]);
    expect(page.field('Unified management').checked).toBe(true);
  });

  it('splits only under unified management', async () => {
    await show();
    expect(page.field('Split mode').disabled).toBe(true);
    expect(page.text()).toContain('It counts only under unified management');
  });

  it('says why it could not be switched', async () => {
    await show({ changeSettings: () => Promise.reject(new AdminApiError('forbidden', 'You may not.')) });
    await page.tick('Unified management');
    await page.press('Switch it on');
    expect(page.text()).toContain('You may not.');
  });
});

describe('the settings', () => {
  it('are saved when something has changed, and only that', async () => {
    await show();
    expect(page.button('Save settings').disabled).toBe(true);
    await page.type('Account that gets the money of WeChat Pay', MERCHANT);
    await page.type('Minutes to pay', '45');
    await page.type('What the shopper reads', '{site}: {order}');
    await page.type('Before the order’s number', 'TEA-');
    await page.type('Most per payment', '5000');
    await page.type('At least', '0.6');
    expect(page.text()).toContain('For example: Tea House: TEA-1024');
    await page.press('Save settings');
    expect(asked).toEqual([
      [
        { name: 'wechat_pay_merchant', value: MERCHANT },
        { name: 'payable_minutes', value: 45 },
        { name: 'order_subject', value: '{site}: {order}' },
        { name: 'order_prefix', value: 'TEA-' },
        { name: 'most_per_payment', value: 500_000 },
        { name: 'split_least_share', value: 60 },
      ],
    ]);
    expect(page.text()).toContain('Saved.');
    expect(page.field('Most per payment').value).toBe('5000.00');
  });

  it('keep what is stored off when one more way of paying is switched off', async () => {
    stored = { alipay_channels_off: ['mobile_web'] };
    await show();
    await page.tick('The provider’s page at a computer');
    await page.press('Save settings');
    expect(asked).toEqual([[{ name: 'alipay_channels_off', value: ['mobile_web', 'desktop_web'] }]]);
  });

  it.each([
    ['Minutes to pay', '4', 'From 5 to 120 whole minutes.'],
    ['Minutes to pay', '', 'From 5 to 120 whole minutes.'],
    ['What the shopper reads', 'x'.repeat(101), 'At most 100 characters'],
    ['Before the order’s number', 'x'.repeat(21), 'At most 20 characters'],
    ['Most per payment', 'a lot', 'An amount in yuan looks like'],
    ['At least', '101', 'A share looks like 2.5'],
    ['At least', '40', 'This is more than the most.'],
  ])('are not saved while %s is “%s”', async (label, typed, sentence) => {
    await show();
    await page.type(label, typed);
    expect(page.text()).toContain(sentence);
    expect(page.button('Save settings').disabled).toBe(true);
  });

  it('leave each provider one way of paying', async () => {
    await show();
    await page.tick('QR code, scanned with the app');
    expect(page.button('Save settings').disabled).toBe(false);
    await page.tick('Phone’s browser, which opens the app');
    expect(page.text()).toContain('Leave one on.');
    expect(page.button('Save settings').disabled).toBe(true);
  });
});
