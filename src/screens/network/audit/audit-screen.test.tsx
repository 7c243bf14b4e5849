// @vitest-environment jsdom
import { createElement } from '@wordpress/element';
import { AUDIT_ACTIONS } from '@multipay/contracts/schemas/audit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditQuery, NamedAuditEntry } from '../../../api/network';
import { Page } from '../testing/page';
import { actionTitles } from './action-titles';
import { AuditScreen } from './audit-screen';
import { changesOf } from './changes';

let page: Page;
let asked: AuditQuery[];
beforeEach(() => {
  page = new Page();
  asked = [];
});
afterEach(() => page.close());

const anEntry = (parts: Partial<NamedAuditEntry> = {}): NamedAuditEntry => ({
  id: 'adt_01j00000000000000000000000',
  site_id: '0',
  at: '2026-05-14T08:00:00Z',
  actor: 'user_5',
  actor_name: 'Ling',
  action: 'settings.changed',
  subject: 'payable_minutes',
  before: '30',
  after: '45',
  hash: 'f'.repeat(64),
  ...parts,
});

const show = (items: readonly NamedAuditEntry[]): Promise<void> =>
  page.show(
    <AuditScreen
      api={{
        audit: (query) => {
          asked.push(query);
          return Promise.resolve({ items, next_cursor: query.cursor ? null : 'page-2' });
        },
      }}
    />,
  );

describe('the audit log', () => {
  it('says who did what, where, and what it was before', async () => {
    await show([anEntry(), anEntry({ id: 'adt_2', actor: 'operator', actor_name: '', site_id: '2' })]);
    const [first = [], second = []] = page.rows('Audit log');
    expect(first.slice(1)).toEqual(['Ling', 'Settings changedMinutes to pay', 'The network', '30 → 45']);
    expect(second.slice(1, 4)).toEqual([
      'Somebody at the bridge’s command line',
      'Settings changedMinutes to pay',
      'Site number 2',
    ]);
  });

  it('shows one kind only, from its first page', async () => {
    await show([anEntry()]);
    await page.press('Next page');
    await page.type('Show', 'master_key.rotated');
    expect(asked).toEqual([
      { action: '', cursor: null },
      { action: '', cursor: 'page-2' },
      { action: 'master_key.rotated', cursor: null },
    ]);
  });

  it('says when nothing of a kind was done', async () => {
    await show([]);
    expect(page.text()).toContain('Nothing of this kind has been done yet.');
  });

  it('has a title for every action that the bridge writes down', () => {
    expect(Object.keys(actionTitles()).sort()).toEqual([...AUDIT_ACTIONS].sort());
  });
});

describe('before and after', () => {
  it.each([
    ['a switch', 'payment_enabled', 'false', 'true', [{ name: '', was: 'No', is: 'Yes' }]],
    ['an amount', 'most_per_payment', null, '500000', [{ name: '', was: 'Not set', is: '¥5,000.00' }]],
    ['a share', 'split_least_share', '0', '60', [{ name: '', was: '0.00 %', is: '0.60 %' }]],
    [
      'ways of paying',
      'alipay_channels_off',
      '[]',
      '["qr_code"]',
      [{ name: '', was: 'None', is: 'QR code, scanned with the app' }],
    ],
    [
      'only what changed of an account',
      'mch_1',
      '{"name":"Tea","most_per_day":null}',
      '{"name":"Tea House","most_per_day":null}',
      [{ name: 'name', was: 'Tea', is: 'Tea House' }],
    ],
    [
      'several settings at once',
      '2',
      '{"payable_minutes":30}',
      '{"payable_minutes":null}',
      [{ name: 'Minutes to pay', was: '30', is: 'Not set' }],
    ],
    [
      'what lies deeper',
      '1',
      null,
      '{"notify_urls":{"alipay":"https://a.example/"}}',
      [{ name: 'notify urls, alipay', was: null, is: 'https://a.example/' }],
    ],
    ['an empty list', 'mch_1', null, '{"failed":[]}', []],
    ['nothing', 'mch_1', null, null, []],
  ] as const)('of %s is readable', (_what, subject, before, after, changes) => {
    document.documentElement.lang = 'en-US';
    expect(changesOf(subject, before, after)).toEqual(changes);
  });
});
