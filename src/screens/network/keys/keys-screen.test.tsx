// @vitest-environment jsdom
import { createElement } from '@wordpress/element';
import { exportJWK, generateKeyPair } from 'jose';
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NetworkApi } from '../../../api/network';
import { AdminApiError } from '../../../api/request';
import type { Setup } from '../../../api/setup';
import { aCredential, aMerchant, aNetwork, aSetup, masterKeys, MERCHANT } from '../testing/network';
import { Page } from '../testing/page';
import { daysUntil, urgencyOf } from '../../../components/keys/expiry';
import { KeysScreen } from './keys-screen';

let page: Page;
let asked: unknown[];
beforeEach(() => {
  page = new Page();
  asked = [];
});
afterEach(() => page.close());

const note =
  <T,>(name: string, answer: T) =>
  (...what: unknown[]): Promise<T> => {
    asked.push([name, ...what]);
    return Promise.resolve(answer);
  };

const show = (answers: Partial<NetworkApi> = {}): Promise<void> =>
  page.show(
    <KeysScreen
      api={aNetwork({
        merchants: () => Promise.resolve([aMerchant({ provider: 'alipay' })]),
        credentials: () => Promise.resolve([aCredential()]),
        masterKeys: () => Promise.resolve(masterKeys()),
        activate: note('activate', aCredential()),
        rotateMasterKey: note('rotate', masterKeys()),
        destroyMasterKey: note('destroy', masterKeys()),
        ...answers,
      })}
    />,
  );

/** As long from now as a test says; the half day keeps it clear of the clock. */
const inDays = (days: number): string => new Date(Date.now() + (days + 0.5) * 86_400_000).toISOString();

describe('an account’s keys', () => {
  it('are shown as fingerprints with what each set is used for', async () => {
    await show({
      credentials: () =>
        Promise.resolve([aCredential(), aCredential({ id: 'crd_2', state: 'verify_only', key_serial: null })]),
    });
    expect(page.text()).toContain('a1b2 c3d4');
    expect(page.rows('Keys of Tea House').map((row) => [row[0], row[1], row[2]])).toEqual([
      ['Signing and verifying', '0123456789abcdef', '5157F09EFDC096DE'],
      ['Only verifying', '0123456789abcdef', '–'],
    ]);
  });

  it.each([
    [-1, 'Has ended', 'ended'],
    [0, 'Ends within a day', 'now'],
    [1, 'Ends in 1 day', 'now'],
    [7, 'Ends in 7 days', 'now'],
    [30, 'Ends in 30 days', 'soon'],
  ])('that end in %d days are warned of in words and in colour', async (days, words, urgency) => {
    await show({ credentials: () => Promise.resolve([aCredential({ expires_at: inDays(days) })]) });
    expect(document.querySelector(`.multipay-expiry--${urgency}`)?.textContent).toBe(words);
  });

  it('that end later are not', () => {
    expect(urgencyOf(31)).toBe('later');
    expect(daysUntil('2026-01-03T00:00:00Z', Date.parse('2026-01-01T12:00:00Z'))).toBe(1);
  });

  it('wait, once tried, to be used, and what happens then is said first', async () => {
    await show({ credentials: () => Promise.resolve([aCredential({ state: 'rehearsed' })]) });
    await page.press('Use these keys from now on…');
    expect(asked).toEqual([]);
    expect(page.text()).toContain('go on verifying notifications');
    await page.press('Use these keys from now on');
    expect(asked).toEqual([['activate', MERCHANT, 'crd_01j00000000000000000000000']]);
    expect(page.text()).toContain('The new keys sign from now on.');
  });

  it('stay in use where the new ones cannot be activated', async () => {
    await show({
      credentials: () => Promise.resolve([aCredential({ state: 'rehearsed' })]),
      activate: () => Promise.reject(new AdminApiError('rehearsal_failed', 'They do not work.')),
    });
    await page.press('Use these keys from now on…');
    await page.press('Use these keys from now on');
    expect(page.text()).toContain('They do not work.');
  });
});

describe('new keys', () => {
  beforeEach(() => {
    // jsdom brings its own Uint8Array, whose instances the platform's TextEncoder does not make, and which jose asks for.
    vi.stubGlobal('Uint8Array', Object.getPrototypeOf(Buffer));
  });

  it.each([
    [true, 'The new keys work.'],
    [false, 'The new keys do not work yet.'],
  ])('are tried before they are used (works: %s)', async (ok, words) => {
    const bridge = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const rsa = await generateKeyPair('RS256', { extractable: true });
    const der = async (key: CryptoKey, format: 'pkcs8' | 'spki'): Promise<string> =>
      Buffer.from(await crypto.subtle.exportKey(format, key)).toString('base64');
    const jwk = { ...(await exportJWK(bridge.publicKey)), kid: 'kid-1' } as Setup['bridge_key'];
    const code = ok ? null : ('provider_rejected_key' as const);
    const answer = {
      ok,
      milliseconds: 9,
      credential: aCredential({ state: 'rehearsed' }),
      checks: [{ check: 'signature_accepted' as const, ok, code, detail: '' }],
    };
    let rehearse: (jwe: string) => void = () => undefined;
    const tried = new Promise<string>((resolve) => (rehearse = resolve));
    await show({
      setup: () => Promise.resolve(aSetup({ bridge_key: jwk })),
      rehearse: (_id, jwe) => {
        rehearse(jwe);
        return Promise.resolve(answer);
      },
    });
    await page.press('Give new keys for Tea House');
    await page.type('APPID', '2021000000000001');
    await page.type('Application private key', await der(rsa.privateKey, 'pkcs8'));
    await page.type('Alipay public key', await der(rsa.publicKey, 'spki'));
    await page.press('Encrypt and try them');
    const sealed = await act(() => tried);
    expect(page.text()).toContain(words);
    expect(sealed.split('.')).toHaveLength(5);
    const offers = [...document.querySelectorAll('button')].some((one) => one.textContent.startsWith('Use these keys'));
    expect(offers).toBe(ok);
  });
});

describe('the master key', () => {
  it('is rotated after what happens then was said', async () => {
    await show();
    await page.press('Rotate the master key…');
    expect(page.text()).toContain('The old key can open for 30 more days.');
    await page.press('Rotate the master key');
    expect(asked).toEqual([['rotate']]);
    expect(page.text()).toContain('There is a new master key.');
  });

  it('is not rotated by one of several networks, and the reason is said', async () => {
    await show({ masterKeys: () => Promise.resolve(masterKeys({ may_rotate: false })) });
    const button = page.button('Rotate the master key…');
    expect(button.disabled).toBe(true);
    const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toContain('serves other networks too');
  });

  it('is warned of when it is late', async () => {
    await show({ masterKeys: () => Promise.resolve(masterKeys({ rotate_by: '2026-01-01T00:00:00Z' })) });
    expect(page.text()).toContain('It is older than 90 days: rotate it.');
  });

  it('of old is kept for thirty days after the next one came into use', async () => {
    const keys = masterKeys();
    const items = keys.items.map((one, index) => (index === 0 ? { ...one, since: inDays(-29) } : one));
    await show({ masterKeys: () => Promise.resolve({ ...keys, items }) });
    expect(page.rows('Master keys')[1]?.[4]).toMatch(/^From .* on; until then backups may need it$/);
  });

  it('of old is destroyed by two people: the first one’s wish is noted, and that is no fault', async () => {
    await show({
      destroyMasterKey: () => Promise.reject(new AdminApiError('second_person_needed', 'Your wish is noted.')),
    });
    await page.press('Destroy…');
    await page.press('Ask for its destruction');
    expect(page.text()).toContain('Your wish is noted.');
    expect(document.querySelector('.components-notice.is-error')).toBeNull();
  });

  it('of old is gone when the second one confirms', async () => {
    const keys = masterKeys();
    const items = keys.items.map((one) => ({ ...one, destroy_asked_by: 'user_7' }));
    await show({ masterKeys: () => Promise.resolve({ ...keys, items }) });
    await page.press('Confirm as the second person…');
    await page.press('Destroy it for ever');
    expect(asked).toEqual([['destroy', 'bbbbbbbbbbbbbbbb']]);
    expect(page.text()).toContain('The old master key is destroyed.');
  });
});
