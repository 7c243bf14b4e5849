// @vitest-environment jsdom
import { createElement } from '@wordpress/element';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NetworkApi } from '../../../api/network';
import { AdminApiError } from '../../../api/request';
import { aMerchant, aNetwork, aSite, MERCHANT } from '../testing/network';
import { Page } from '../testing/page';
import { MerchantsScreen } from './merchants-screen';

let page: Page;
let asked: unknown[];
beforeEach(() => {
  page = new Page();
  asked = [];
});
afterEach(() => page.close());

const show = (answers: Partial<NetworkApi> = {}): Promise<void> =>
  page.show(
    <MerchantsScreen
      api={aNetwork({
        merchants: () => Promise.resolve([aMerchant()]),
        sites: () => Promise.resolve({ items: [aSite()], next_cursor: null }),
        changeMerchant: (...what) => {
          asked.push(what);
          return Promise.resolve(aMerchant());
        },
        ...answers,
      })}
    />,
  );
const edit = (): Promise<void> => page.press('Change name, sites and limits');

describe('merchant accounts', () => {
  it('are shown with who may use them, limits, and the address to carry to the provider', async () => {
    await show({
      merchants: () =>
        Promise.resolve([aMerchant({ allowed_site_ids: ['2', '3'], most_per_payment: 500_000, most_per_day: null })]),
    });
    expect(page.text()).toContain('Tea House (WeChat Pay)');
    expect(page.text()).toContain('2 chosen sites');
    expect(page.text()).toContain('¥5,000.00');
    expect(page.text()).toContain('Only the provider’s own');
    expect(document.querySelector<HTMLInputElement>('input[readonly]')?.value).toContain('multipay_wechat_mch_01');
  });

  it('can be added where there are none', async () => {
    await show({ merchants: () => Promise.resolve([]) });
    expect(page.text()).toContain('There are none yet.');
    expect(page.button('Add Alipay account').disabled).toBe(false);
  });

  it('get a name, limits in yuan, and chosen sites', async () => {
    await show();
    await edit();
    await page.type('Name, as shoppers know', ' New name ');
    await page.type('Limit per payment', '5000');
    await page.type('Limit per day', '200000.50');
    await page.tick('Only sites that I choose');
    await page.tick('Second shop');
    await page.press('Save the account');
    expect(asked).toEqual([
      [MERCHANT, { name: 'New name', allowed_site_ids: ['2'], most_per_payment: 500_000, most_per_day: 20_000_050 }],
    ]);
    expect(page.text()).toContain('Saved.');
  });

  it.each(['0', '-5', '1.234', 'many', '1e3', '999999999999.99'])('take no limit of %s yuan', async (typed) => {
    await show();
    await edit();
    await page.type('Limit per payment', typed);
    expect(page.text()).toContain('An amount in yuan looks like');
    expect(page.button('Save the account').disabled).toBe(true);
  });

  it('keep the form open with the sentence of what went wrong', async () => {
    await show({ changeMerchant: () => Promise.reject(new AdminApiError('not_found', 'The account is gone.')) });
    await edit();
    await page.press('Save the account');
    expect(page.text()).toContain('The account is gone.');
    expect(page.button('Save the account').disabled).toBe(false);
  });
});

describe('testing a connection', () => {
  it('answers in words what works and what does not, with the provider’s own', async () => {
    await show({
      testMerchant: () =>
        Promise.resolve({
          ok: false,
          milliseconds: 120,
          checks: [
            { check: 'signature_accepted', ok: false, code: 'provider_rejected_key', detail: 'SIGN_ERROR' },
            { check: 'answer_verified', ok: true, code: null, detail: '' },
          ],
        }),
    });
    await page.press('Test connection');
    expect(page.text()).toContain('The account does not work yet.');
    expect(page.text()).toContain('The provider accepts our signature: no.');
    expect(page.text()).toContain('the private key or its serial number is not the one in its console');
    expect(page.text()).toContain('SIGN_ERROR');
    expect(page.text()).toContain('The provider’s answer can be verified: yes.');
  });

  it('says when it could not be asked', async () => {
    await show({ testMerchant: () => Promise.reject(new AdminApiError('timed_out', 'No answer.')) });
    await page.press('Test connection');
    expect(page.text()).toContain('No answer.');
  });
});
