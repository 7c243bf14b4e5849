// @vitest-environment jsdom
import { createElement, createRoot } from '@wordpress/element';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AdminApiError } from '../../api/request';
import type { NewMerchant, Setup, SetupApi } from '../../api/setup';
import { aCredential } from '../network/testing/network';
import { SetupScreen } from './setup-screen';

const FINGERPRINT = 'a1b2 c3d4 e5f6 0718 293a 4b5c 6d7e 8f90';
const unpaired: Setup = {
  paired: false,
  pairing: 'own',
  managed: false,
  mode: null,
  scope: 'site',
  fingerprint: null,
  bridge_key: null,
  merchants: [],
  settings: [],
  gateways: [],
  notify_urls: {},
  problem: null,
  bridge: { up: false, version: null },
};
const paired: Setup = {
  ...unpaired,
  paired: true,
  mode: 'independent',
  fingerprint: FINGERPRINT,
  bridge: { up: true, version: '1.0.0' },
  settings: [
    { name: 'payment_enabled', value: false, origin: 'default', locked: false, own: null },
    { name: 'wechat_pay_merchant', value: null, origin: 'default', locked: false, own: null },
    { name: 'alipay_merchant', value: 'mch_01j00000000000000000000000', origin: 'site', locked: false, own: null },
    { name: 'alipay_desktop_channel', value: 'qr_code', origin: 'default', locked: false, own: null },
    { name: 'payable_minutes', value: 30, origin: 'default', locked: false, own: null },
  ],
  merchants: [
    {
      id: 'mch_01j00000000000000000000000',
      provider: 'alipay',
      site_id: '1',
      name: 'Tea House',
      account_number: '2021000000000000',
      key_fingerprint: '0123456789abcdef',
      key_serial: null,
      credentials_since: '2026-01-01T00:00:00Z',
      expires_at: null,
      allowed_site_ids: null,
      most_per_payment: null,
      most_per_day: null,
    },
  ],
  notify_urls: {
    mch_01j00000000000000000000000: 'https://shop.example/wc-api/multipay_alipay_mch_01j00000000000000000000000/',
  },
};

const CREDENTIAL = aCredential({ state: 'rehearsed', key_fingerprint: 'fedcba9876543210' });

let container: HTMLElement;
let root: ReturnType<typeof createRoot>;
let setup: Setup;
let asked: unknown[][];
let api: SetupApi;
let onMerchant: (merchant: NewMerchant) => void = () => undefined;

beforeEach(() => {
  // jsdom brings its own Uint8Array, whose instances the platform's TextEncoder does not make, and which jose asks for.
  vi.stubGlobal('Uint8Array', Object.getPrototypeOf(Buffer));
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  document.body.innerHTML = '<div></div>';
  container = document.body.firstElementChild as HTMLElement;
  root = createRoot(container);
  asked = [];
  setup = unpaired;
  const note =
    <T,>(name: string, answer: () => T) =>
    (...what: unknown[]): Promise<T> => {
      asked.push([name, ...what]);
      return Promise.resolve(answer());
    };
  api = {
    read: () => Promise.resolve(setup),
    pair: note('pair', () => ({ network_id: 'net_1', fingerprint: FINGERPRINT })),
    confirmPairing: note('confirmPairing', () => (setup = paired)),
    endPairing: note('endPairing', () => (setup = unpaired)),
    addMerchant: (merchant) => {
      onMerchant(merchant);
      return Promise.resolve(paired.merchants[0] as Setup['merchants'][number]);
    },
    credentials: () => Promise.resolve([CREDENTIAL]),
    rehearse: () => Promise.reject(new Error('nobody tries keys here')),
    activate: note('activate', () => CREDENTIAL),
    changeSettings: note('changeSettings', () => null),
  };
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

const show = (): Promise<void> => act(async () => root.render(<SetupScreen api={api} hasShop={false} />));
const text = (): string => container.textContent;

function named(name: string): HTMLButtonElement {
  const buttons = [...container.querySelectorAll('button')];
  const found = buttons.find((one) => one.textContent === name);
  if (!found) throw new Error(`no button "${name}", only: ${buttons.map((one) => one.textContent).join(', ')}`);
  return found;
}
const press = (name: string): Promise<void> => act(async () => named(name).click());

function labelled(label: string): HTMLInputElement {
  const found = [...container.querySelectorAll('label')].find((one) => one.textContent.startsWith(label));
  const control = found && container.querySelector<HTMLInputElement>(`[id="${found.htmlFor}"]`);
  if (!control) throw new Error(`no field "${label}"`);
  return control;
}

/** As React hears it. */
async function type(label: string, value: string): Promise<void> {
  const control = labelled(label);
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control) as object, 'value');
  const event = control instanceof HTMLSelectElement ? 'change' : 'input';
  await act(async () => {
    setter?.set?.call(control, value);
    control.dispatchEvent(new Event(event, { bubbles: true }));
  });
}

describe('before pairing', () => {
  it('shows the command, and pairs only with something that can be an address and a code', async () => {
    await show();
    expect(text()).toContain('multipay pair --name');
    expect(named('Pair').disabled).toBe(true);
    await type('The bridge', 'bridge');
    expect(text()).toContain('An address looks like');
    await type('The bridge', 'http://10.0.0.5:8081');
    await type('The pairing code', 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ23');
    expect(named('Pair').disabled).toBe(false);
  });

  it('lets a person compare the fingerprint before anything is used', async () => {
    await show();
    await type('The bridge', 'http://10.0.0.5:8081');
    await type('The pairing code', 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ23');
    await press('Pair');
    expect(asked).toEqual([['pair', 'http://10.0.0.5:8081', 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ23']]);
    expect(container.querySelector('code')?.textContent).toBe(FINGERPRINT);
    await press('It is the same: use this bridge');
    expect(asked.at(-1)).toEqual(['confirmPairing']);
    expect(text()).toContain('2. Merchant accounts');
  });

  it('forgets a bridge whose fingerprint differs', async () => {
    setup = { ...unpaired, fingerprint: FINGERPRINT };
    await show();
    await press('It differs: cancel');
    expect(asked).toEqual([['endPairing']]);
    expect(named('Pair')).toBeDefined();
  });

  it('says why pairing failed', async () => {
    api = { ...api, pair: () => Promise.reject(new AdminApiError('pairing_refused', 'The code is used.')) };
    await show();
    await type('The bridge', 'http://10.0.0.5:8081');
    await type('The pairing code', 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ23');
    await press('Pair');
    expect(text()).toContain('The code is used.');
    expect(named('Pair').disabled).toBe(false);
  });
});

describe('the merchant accounts', () => {
  beforeEach(() => {
    setup = paired;
  });

  it('are listed with what may be seen of them, and the address to carry to the provider', async () => {
    await show();
    expect(text()).toContain('Tea House (Alipay)');
    expect(text()).toContain('2021000000000000');
    expect(text()).toContain('fedcba9876543210');
    const address = [...container.querySelectorAll('input')].find((one) => one.readOnly);
    expect(address?.value).toBe(paired.notify_urls['mch_01j00000000000000000000000']);
  });

  it('sign with keys that were tried, after what happens then was said', async () => {
    vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
    await show();
    await press('Use these keys from now on…');
    expect(asked).toEqual([]);
    const confirm = [...document.querySelectorAll('button')].find(
      (one) => one.textContent === 'Use these keys from now on',
    );
    await act(async () => confirm?.click());
    expect(asked).toEqual([['activate', 'mch_01j00000000000000000000000', CREDENTIAL.id]]);
    expect(text()).toContain('The new keys sign from now on.');
  });

  it('are added with credentials that only the bridge can read', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const rsa = await generateKeyPair('RS256', { extractable: true });
    const pem = async (key: CryptoKey, format: 'pkcs8' | 'spki'): Promise<string> =>
      Buffer.from(await crypto.subtle.exportKey(format, key)).toString('base64');
    setup = { ...paired, bridge_key: { ...(await exportJWK(publicKey)), kid: 'kid-1' } as Setup['bridge_key'] };
    await show();
    await press('Add Alipay account');
    await press('Encrypt and save');
    expect(text()).toContain('This is needed.');
    expect(asked).toEqual([]);
    await type('Name, as shoppers know', 'New shop');
    await type('APPID', '2021000000000001');
    await type('Application private key', await pem(rsa.privateKey, 'pkcs8'));
    await type('Alipay public key', await pem(rsa.publicKey, 'spki'));
    const sent = new Promise<NewMerchant>((resolve) => (onMerchant = resolve));
    await press('Encrypt and save');
    const { sealed_credentials: sealed, ...open } = await act(() => sent);
    expect(open).toEqual({ provider: 'alipay', name: 'New shop' });
    const { plaintext } = await compactDecrypt(sealed, privateKey);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({ app_id: '2021000000000001' });
  });

  it('cannot be given over an open connection: the form says why and what to do', async () => {
    vi.stubGlobal('crypto', {});
    setup = { ...paired, bridge_key: { kty: 'EC', crv: 'P-256', x: '', y: '', kid: '' } };
    await show();
    await press('Add WeChat Pay account');
    expect(text()).toContain('This page did not come by HTTPS');
    expect(text()).toContain('multipay credentials import');
  });
});

describe('the settings', () => {
  beforeEach(() => {
    setup = paired;
  });

  it('are saved when something has changed, and only that', async () => {
    await show();
    expect(named('Save settings').disabled).toBe(true);
    await type('Minutes to pay', '45');
    await press('Save settings');
    expect(asked).toEqual([['changeSettings', [{ name: 'payable_minutes', value: 45 }]]]);
    expect(text()).toContain('Saved.');
  });

  it('are not saved while they are wrong', async () => {
    await show();
    await type('Minutes to pay', '4');
    expect(text()).toContain('From 5 to 120 whole minutes.');
    expect(named('Save settings').disabled).toBe(true);
  });

  it('choose the account that gets the money', async () => {
    await show();
    await type('Account that gets the money of Alipay', '');
    await press('Save settings');
    expect(asked).toEqual([['changeSettings', [{ name: 'alipay_merchant', value: null }]]]);
  });

  it('of the network are on a screen of their own', async () => {
    setup = { ...paired, scope: 'network' };
    await show();
    expect(container.querySelector('a')?.getAttribute('href')).toBe('?page=multipay-settings');
    expect(text()).not.toContain('Save settings');
  });
});

describe('when not everything is well', () => {
  it('says that the bridge does not answer, and how to find out why', async () => {
    setup = { ...paired, bridge: { up: false, version: null } };
    await show();
    expect(text()).toContain('The bridge does not answer');
    expect(text()).toContain('multipay doctor');
    expect(text()).not.toContain('2. Merchant accounts');
  });

  it('says what is wrong with the keys, where the shop can pair again', async () => {
    setup = { ...paired, problem: 'The keys are gone. Pair again.', bridge: { up: false, version: null } };
    await show();
    expect(text()).toContain('The keys are gone. Pair again.');
    expect(text()).not.toMatch(/does not answer|2\. Merchant accounts/);
    await press('End the pairing…');
  });

  it('says why nothing can be shown, and tries again', async () => {
    let answer: () => Promise<Setup> = () =>
      Promise.reject(new AdminApiError('rest_forbidden', 'You may not see this.'));
    api = { ...api, read: () => answer() };
    await show();
    expect(text()).toContain('You may not see this.');
    answer = () => Promise.resolve(paired);
    await press('Try again');
    expect(text()).toContain('Tea House');
  });

  it('ends a pairing only when asked twice', async () => {
    setup = paired;
    await show();
    await press('End the pairing…');
    expect(asked).toEqual([]);
    await press('End the pairing');
    expect(asked).toEqual([['endPairing']]);
  });

  it('does not offer to end a pairing that is the network’s', async () => {
    setup = { ...paired, pairing: 'network' };
    await show();
    expect(text()).toContain('The network is paired, and this site with it.');
    expect(text()).not.toContain('End the pairing');
  });
});
