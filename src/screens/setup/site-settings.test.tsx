// @vitest-environment jsdom
import { createElement } from '@wordpress/element';
import type { Mode, SettingName } from '@multipay/contracts/settings';
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdminApiError } from '../../api/request';
import type { Gateway, Setting, Setup, SetupApi } from '../../api/setup';
import { aMerchant, aSetup, MERCHANT, someSettings } from '../network/testing/network';
import { Page } from '../network/testing/page';
import { SetupScreen } from './setup-screen';

let page: Page;
let asked: unknown[];
beforeEach(() => {
  page = new Page();
  asked = [];
});
afterEach(() => page.close());

const NEVER = (): Promise<never> => Promise.reject(new Error('nobody expected this question'));

const api = (setup: Setup, answers: Partial<SetupApi>): SetupApi => ({
  read: () => Promise.resolve(setup),
  pair: NEVER,
  confirmPairing: NEVER,
  endPairing: NEVER,
  addMerchant: NEVER,
  credentials: () => Promise.resolve([]),
  rehearse: NEVER,
  activate: NEVER,
  changeSettings: (values) => {
    asked.push(values);
    return Promise.resolve();
  },
  ...answers,
});

const weChatPay: Gateway = {
  provider: 'wechat_pay',
  available: true,
  unavailable_because: null,
  merchant_id: MERCHANT,
  merchant_name: 'Tea House',
  channels: ['qr_code'],
};
const alipay: Gateway = {
  provider: 'alipay',
  available: false,
  unavailable_because: 'merchant_missing',
  merchant_id: null,
  merchant_name: null,
  channels: [],
};

type Rows = Partial<Record<SettingName, Partial<Setting>>>;

/** A site in a mode, with what differs from the defaults. */
function site(mode: Mode, rows: Rows = {}, parts: Partial<Setup> = {}): Setup {
  return aSetup({
    scope: 'site',
    mode,
    managed: mode === 'managed' || mode === 'split',
    gateways: [weChatPay, alipay],
    settings: someSettings().settings.map((row) => ({ ...row, ...rows[row.name] })),
    ...parts,
  });
}

const show = (setup: Setup, answers: Partial<SetupApi> = {}): Promise<void> =>
  page.show(<SetupScreen api={api(setup, answers)} hasShop />);

/** Both providers have it; Alipay comes last. */
async function tickLast(label: string): Promise<void> {
  const labels = [...document.querySelectorAll('label')].filter((one) => one.textContent === label);
  await act(async () => labels.at(-1)?.click());
}

const counting = (setting: string): string[] | undefined =>
  page.rows('What counts here now').find(([title]) => title === setting);

describe('where the money goes', () => {
  it.each<[Mode, string, string]>([
    ['independent', 'The money goes to this site’s own merchant accounts.', 'to “Tea House”, an account of this site'],
    ['exempt', 'this site’s own merchant accounts, not to the network’s.', 'to “Tea House”, an account of this site'],
    ['managed', 'The money goes to the network’s merchant accounts.', 'to “Tea House”, an account of the network'],
    ['split', 'does not carry it out yet', 'by way of “Tea House”, an account of the network'],
  ])('is said in words (%s)', async (mode, money, account) => {
    await show(site(mode));
    expect(page.text()).toContain(money);
    expect(page.text()).toContain(`WeChat Pay: ${account}`);
    expect(page.text()).toContain('Alipay: shoppers do not see it. No merchant account is chosen for it.');
  });

  it('comes with a link to what is the site’s own in every mode', async () => {
    await show(site('split'));
    expect(page.link('WeChat Pay')).toBe('?page=wc-settings&tab=checkout&section=multipay_wechat');
  });

  it.each<[Mode, string]>([
    ['managed', 'who can also let this site configure itself'],
    ['split', 'counts again when split mode ends'],
  ])('says whom to ask, and shows neither keys nor other settings (%s)', async (mode, sentence) => {
    await show(site(mode));
    expect(page.text()).toContain(sentence);
    expect(page.text()).toContain('ask the administrator of the network');
    expect(page.text()).not.toMatch(/Add WeChat Pay account|Fingerprint of its key|End the pairing/);
    expect(() => page.field('Minutes to pay')).toThrow('no field');
  });
});

describe('what counts', () => {
  it('is told with where it comes from, and what is kept for later', async () => {
    const rows: Rows = {
      wechat_pay_merchant: { value: MERCHANT, origin: 'network' },
      payable_minutes: { value: 30, origin: 'default', own: 45 },
      most_per_payment: { value: 100_000, origin: 'both', own: 100_000 },
    };
    await show(site('managed', rows));
    expect(counting('Account for WeChat Pay')).toEqual([
      'Account for WeChat Pay',
      'Tea House',
      'From the network',
      '–',
    ]);
    expect(counting('Minutes to pay')).toEqual(['Minutes to pay', '30', 'Default', '45Kept, and does not count now']);
    expect(counting('Most per payment, in yuan')).toEqual([
      'Most per payment, in yuan',
      '¥1,000.00',
      'From the network, made narrower by this site',
      '¥1,000.00',
    ]);
  });

  it('has shares only where money is shared', async () => {
    await show(site('managed'));
    expect(counting('Share of the platform, in percent')).toBeUndefined();
    page.close();
    page = new Page();
    await show(site('split', { split_share: { value: 60, origin: 'network' } }));
    expect(counting('Share of the platform, in percent')?.slice(1, 3)).toEqual(['0.60 %', 'From the network']);
  });

  it('names the site’s own accounts, which are kept', async () => {
    await show(site('managed', {}, { merchants: [aMerchant({ name: 'My old account' })] }));
    expect(page.text()).toContain('They are kept, and get no money');
    expect(page.text()).toContain('My old account (WeChat Pay)');
  });
});

describe('a managed site', () => {
  it('switches ways of paying off, and keeps those of the network out of its own list', async () => {
    await show(site('managed', { alipay_channels_off: { value: ['desktop_web'], origin: 'network' } }));
    expect(page.field('The provider’s page at a computer')).toMatchObject({ checked: false, disabled: true });
    expect(page.text()).toContain('The network has switched it off.');
    await tickLast('Phone’s browser, which opens the app');
    await page.press('Save settings');
    expect(asked).toEqual([[{ name: 'alipay_channels_off', value: ['mobile_web'] }]]);
  });

  it('leaves shoppers one way of paying, counting what the network has switched off', async () => {
    await show(site('managed', { wechat_pay_channels_off: { value: ['qr_code'], origin: 'network' } }));
    await page.tick('Phone’s browser, which opens the app');
    expect(page.text()).toContain('Leave one on.');
    expect(page.button('Save settings').disabled).toBe(true);
  });

  it('lowers the most per payment, and cannot raise it', async () => {
    await show(site('managed', { most_per_payment: { value: 500_000, origin: 'network' } }));
    await page.type('Most per payment', '5000.01');
    expect(page.text()).toContain('The network allows at most ¥5,000.00.');
    expect(page.button('Save settings').disabled).toBe(true);
    await page.type('Most per payment', '1000');
    await page.press('Save settings');
    expect(asked).toEqual([[{ name: 'most_per_payment', value: 100_000 }]]);
    expect(page.text()).toContain('Saved.');
  });

  it('gives its own lower limit up again', async () => {
    await show(site('managed', { most_per_payment: { value: 100_000, origin: 'both', own: 100_000 } }));
    await page.type('Most per payment', '');
    await page.press('Save settings');
    expect(asked).toEqual([[{ name: 'most_per_payment', value: null }]]);
  });

  it('hears why something could not be saved', async () => {
    const refusal = new AdminApiError('settings_locked', 'The network decides this.');
    await show(site('managed'), { changeSettings: () => Promise.reject(refusal) });
    await page.type('Most per payment', '10');
    await page.press('Save settings');
    expect(page.text()).toContain('The network decides this.');
  });
});

describe('a site in split mode', () => {
  const bounds: Rows = {
    split_least_share: { value: 60, origin: 'network' },
    split_most_share: { value: 2_000, origin: 'network' },
  };
  const SHARE = 'What the platform keeps';

  it.each([
    ['0.59', 'The network allows from 0.60 to 20.00 percent.'],
    ['20.01', 'The network allows from 0.60 to 20.00 percent.'],
    ['2.555', 'A share looks like 2.5'],
    ['much', 'A share looks like 2.5'],
  ])('cannot choose a share of “%s”', async (typed, sentence) => {
    await show(site('split', bounds));
    await page.type(SHARE, typed);
    expect(page.text()).toContain(sentence);
    expect(page.button('Save settings').disabled).toBe(true);
  });

  it('chooses a share within the network’s bounds, and nothing else', async () => {
    await show(site('split', bounds));
    await page.type(SHARE, '2.55');
    await page.press('Save settings');
    expect(asked).toEqual([[{ name: 'split_share', value: 255 }]]);
    expect(document.querySelectorAll('input')).toHaveLength(1);
  });

  it('goes back to the network’s least by choosing none', async () => {
    await show(site('split', { ...bounds, split_share: { value: 255, origin: 'site', own: 255 } }));
    expect(page.field(SHARE).value).toBe('2.55');
    await page.type(SHARE, '');
    await page.press('Save settings');
    expect(asked).toEqual([[{ name: 'split_share', value: null }]]);
  });
});

describe.each<Mode>(['independent', 'exempt'])('a site that configures itself (%s)', (mode) => {
  it('sets everything that the network sets for others', async () => {
    await show(site(mode, {}, { merchants: [aMerchant()] }));
    await page.type('Account that gets the money of WeChat Pay', MERCHANT);
    await page.tick('QR code, scanned with the app');
    await page.type('Minutes to pay', '45');
    await page.type('What the shopper reads', '{site}: {order}');
    await page.type('Before the order’s number', 'TEA-');
    await page.type('Most per payment', '5000');
    await page.press('Save settings');
    expect(asked).toEqual([
      [
        { name: 'wechat_pay_merchant', value: MERCHANT },
        { name: 'wechat_pay_channels_off', value: ['qr_code'] },
        { name: 'payable_minutes', value: 45 },
        { name: 'order_subject', value: '{site}: {order}' },
        { name: 'order_prefix', value: 'TEA-' },
        { name: 'most_per_payment', value: 500_000 },
      ],
    ]);
  });
});
