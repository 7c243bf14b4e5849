// @vitest-environment jsdom
import { createElement } from '@wordpress/element';
import { CALLBACK_FINDINGS } from '@multipay/contracts/schemas/network';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckedCallback, DoctorApi, Finding } from '../../api/doctor';
import { AdminApiError } from '../../api/request';
import { callbackWords } from '../../messages/callback-words';
import { Page } from '../network/testing/page';
import { DoctorScreen } from './doctor-screen';

let page: Page;
beforeEach(() => (page = new Page()));
afterEach(() => page.close());

const good: Finding = { check: 'bridge', status: 'good', sentence: 'The bridge answers.', cure: '', detail: '' };
const slowClock: Finding = {
  check: 'clock',
  status: 'recommended',
  sentence: 'The clocks differ.',
  cure: 'Use NTP.',
  detail: 'bridge minus site: 60 s',
};
const noCurrency: Finding = {
  check: 'currency',
  status: 'critical',
  sentence: 'The currency is not yuan.',
  cure: 'Change it.',
  detail: 'EUR',
};
const ADDRESS = 'https://shop.example/wc-api/multipay_wechat_mch_1';
const aCallback = (parts: Partial<CheckedCallback> = {}): CheckedCallback => ({
  provider: 'wechat_pay',
  url: ADDRESS,
  finding: 'ok',
  status: 202,
  milliseconds: 120,
  detail: 'arrived whole',
  ...parts,
});

const show = (answers: Partial<DoctorApi> = {}): Promise<void> =>
  page.show(
    <DoctorScreen
      site="https://shop.example/"
      api={{
        findings: () => Promise.resolve([good, slowClock, noCurrency]),
        checkCallbacks: () => Promise.resolve([aCallback()]),
        ...answers,
      }}
    />,
  );

const headings = (): string[] => [...document.querySelectorAll('h2')].map((one) => one.textContent);
const report = (): string => document.querySelector('textarea')?.value ?? '';
const status = (): string => document.querySelector('[role="status"]')?.textContent ?? '';

describe('the findings', () => {
  it('are told worst first, each with what helps', async () => {
    await show();
    expect(headings().slice(0, 3)).toEqual(['Must be put right (1)', 'Should be changed (1)', 'Is well (1)']);
    expect(status()).toBe('1 thing must be put right.');
    expect(page.text()).toContain('The currency is not yuan.What helps: Change it.EUR');
  });

  it.each([
    [[good], 'All is well here.'],
    [[good, slowClock], 'Nothing is badly wrong. 1 thing should be changed.'],
    [[noCurrency, { ...noCurrency, check: 'other' }], '2 things must be put right.'],
  ])('are summed up for who reads no further', async (findings, sentence) => {
    await show({ findings: () => Promise.resolve(findings) });
    expect(status()).toBe(sentence);
  });

  it('are looked for again after something was cured', async () => {
    const answers = [[noCurrency], [good]];
    await show({ findings: () => Promise.resolve(answers.shift() ?? []) });
    await page.press('Look again');
    expect(status()).toBe('All is well here.');
  });

  it('are missed with a reason and a way on', async () => {
    let answer = (): Promise<Finding[]> => Promise.reject(new AdminApiError('forbidden', 'You may not do that.'));
    await show({ findings: () => answer() });
    expect(page.text()).toContain('You may not do that.');
    answer = () => Promise.resolve([good]);
    await page.press('Try again');
    expect(status()).toBe('All is well here.');
  });
});

describe('the test from outside', () => {
  const test = (): Promise<void> => page.press('Test the callbacks from outside');

  it('says that it is under way, and begins only when asked', async () => {
    const check = vi.fn(() => new Promise<never>(() => undefined));
    await show({ checkCallbacks: check });
    expect(check).not.toHaveBeenCalled();
    await test();
    expect(page.text()).toContain('Calling each address.');
    expect(page.button('Test the callbacks from outside').disabled).toBe(true);
  });

  it('says of each address what came of it', async () => {
    const alipay = aCallback({ provider: 'alipay', url: 'https://shop.example/a', finding: 'blocked', status: 403 });
    await show({ checkCallbacks: () => Promise.resolve([aCallback(), alipay]) });
    await test();
    expect(page.text()).toContain(ADDRESS);
    expect(page.text()).toContain('Notifications arrive whole.HTTP 202, 120 ms, arrived whole');
    expect(page.text()).toContain('What helps: Allow POST to this path in the firewall, the CDN and security plugins');
    expect(page.text()).not.toContain('Calling each address.');
  });

  it('has words for everything that it can find, and a cure for all that is not well', () => {
    const words = CALLBACK_FINDINGS.map((finding) => [finding, callbackWords(finding)] as const);
    expect(words.filter(([, { cure }]) => cure === '').map(([finding]) => finding)).toEqual(['ok']);
    expect(new Set(words.map(([, { sentence }]) => sentence)).size).toBe(CALLBACK_FINDINGS.length);
  });

  it('tells an address that nobody answers at from one with a status', async () => {
    const silent = aCallback({ finding: 'unreachable', status: null, detail: 'ECONNREFUSED' });
    await show({ checkCallbacks: () => Promise.resolve([silent]) });
    await test();
    expect(page.text()).toContain('Nothing answers at this address.');
    expect(page.text()).not.toContain('HTTP');
  });

  it('says that there is nothing to call', async () => {
    await show({ checkCallbacks: () => Promise.resolve([]) });
    await test();
    expect(page.text()).toContain('There is no address to call yet');
  });

  it('says why it could not be made, and can be tried again', async () => {
    const silence = new AdminApiError('multipay_bridge_down', 'The bridge does not answer.');
    await show({ checkCallbacks: () => Promise.reject(silence) });
    await test();
    expect(page.text()).toContain('The bridge does not answer.');
    expect(page.button('Test the callbacks from outside').disabled).toBe(false);
  });
});

describe('the report', () => {
  it('holds all findings as plain text', async () => {
    await show();
    expect(report()).toMatch(/^MultiPay doctor, https:\/\/shop\.example\/, \d{4}-/);
    expect(report()).toContain('[critical] currency: The currency is not yuan.\n  What helps: Change it.\n  (EUR)');
    expect(report()).toContain('Do notifications get through?\nNot tested.');
  });

  it('holds what the test from outside found', async () => {
    await show({ checkCallbacks: () => Promise.resolve([aCallback({ finding: 'slow', milliseconds: 4000 })]) });
    await page.press('Test the callbacks from outside');
    expect(report()).toContain(`[recommended] ${ADDRESS}: Notifications arrive, but slowly`);
    expect(report()).toContain('(202, 4000 ms, arrived whole)');
    expect(report()).not.toContain('Not tested.');
  });

  it('is copied as it stands there', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator) as object, { clipboard: { writeText } }));
    await show();
    const shown = report();
    await page.press('Copy the report');
    expect(writeText).toHaveBeenCalledWith(shown);
    expect(page.text()).toContain('Copied.');
  });

  it('is there to be selected where pages have no clipboard', async () => {
    await show();
    expect(report()).not.toBe('');
    expect(() => page.button('Copy the report')).toThrow('no button');
  });
});
