import fc from 'fast-check';
import { PROVIDER_CHANNELS, PROVIDERS, type Channel, type ProviderName } from '@multipay/contracts/providers';
import {
  MODES,
  SETTING_NAMES,
  SETTINGS,
  type Mode,
  type SettingName,
  type SettingOrigin,
} from '@multipay/contracts/settings';
import { describe, expect, it } from 'vitest';
import { channelsOn } from './gateway';
import { isLocked, isManaged, modeOf, resolveSettings } from './settings';
import type { StoredSettings } from './store';

type Values = Partial<Record<SettingName, unknown>>;
const stored = (values: Values): StoredSettings => new Map(Object.entries(values) as [SettingName, unknown][]);

/** What makes a mode: the network's switches and its leave for the site. */
const SWITCHES: Record<Mode, { network: Values; site: Values }> = {
  independent: { network: {}, site: {} },
  exempt: { network: { payment_enabled: true }, site: { override_global_config: true } },
  managed: { network: { payment_enabled: true }, site: {} },
  split: { network: { payment_enabled: true, split_mode: true }, site: {} },
};

const NETWORKS = 'mch_network';
const SITES = 'mch_site';

describe('who configures a site', () => {
  it.each<[boolean, boolean, boolean, Mode]>([
    [false, false, false, 'independent'],
    [false, false, true, 'independent'],
    [false, true, false, 'independent'],
    [false, true, true, 'independent'],
    [true, false, false, 'managed'],
    [true, false, true, 'exempt'],
    [true, true, false, 'split'],
    [true, true, true, 'split'],
  ])('unified management %s, split mode %s, exempted %s: %s', (unified, split, exempted, mode) => {
    const network = stored({ payment_enabled: unified, split_mode: split });
    expect(modeOf(network, stored({ override_global_config: exempted }))).toBe(mode);
  });

  it('is the site where nobody has decided anything', () => {
    expect(modeOf(stored({}), stored({}))).toBe('independent');
  });
});

/** What a site may set in each mode; everything else is locked. */
const MAY_SET: Record<Mode, readonly SettingName[]> = {
  independent: [
    'wechat_pay_merchant',
    'alipay_merchant',
    'wechat_pay_channels_off',
    'alipay_channels_off',
    'alipay_desktop_channel',
    'payable_minutes',
    'order_subject',
    'order_prefix',
    'most_per_payment',
  ],
  get exempt() {
    return this.independent;
  },
  managed: ['wechat_pay_channels_off', 'alipay_channels_off', 'most_per_payment'],
  split: ['split_share'],
};

/** Both have stored something for everything that they can; the two never agree. */
const NETWORK_HAS: Values = {
  wechat_pay_merchant: NETWORKS,
  alipay_merchant: NETWORKS,
  wechat_pay_channels_off: ['mobile_web'],
  alipay_channels_off: ['mobile_web'],
  alipay_desktop_channel: 'desktop_web',
  payable_minutes: 60,
  order_subject: 'network {order}',
  order_prefix: 'N-',
  most_per_payment: 500,
  split_least_share: 100,
  split_most_share: 200,
};
const SITE_HAS: Values = {
  wechat_pay_merchant: SITES,
  alipay_merchant: SITES,
  wechat_pay_channels_off: [],
  alipay_channels_off: ['desktop_web'],
  alipay_desktop_channel: 'qr_code',
  payable_minutes: 20,
  order_subject: 'site {order}',
  order_prefix: 'S-',
  most_per_payment: 300,
  split_share: 150,
};

type Row = readonly [unknown, SettingOrigin];
const ITS_OWN: Partial<Record<SettingName, Row>> = Object.fromEntries(
  Object.entries(SITE_HAS).map(([name, value]) => [name, [value, 'site']]),
);
const THE_NETWORKS: Partial<Record<SettingName, Row>> = Object.fromEntries(
  Object.entries(NETWORK_HAS).map(([name, value]) => [name, [value, 'network']]),
);
const BOUNDS = {
  split_least_share: [100, 'network'],
  split_most_share: [200, 'network'],
} as const;
const NO_SHARE = { split_share: [null, 'default'] } as const;

const TRUTH: Record<Mode, Partial<Record<SettingName, Row>>> = {
  independent: {
    ...ITS_OWN,
    ...BOUNDS,
    ...NO_SHARE,
    payment_enabled: [false, 'default'],
    split_mode: [false, 'default'],
    override_global_config: [false, 'default'],
  },
  exempt: {
    ...ITS_OWN,
    ...BOUNDS,
    ...NO_SHARE,
    payment_enabled: [true, 'network'],
    split_mode: [false, 'default'],
    override_global_config: [true, 'network'],
  },
  managed: {
    ...THE_NETWORKS,
    ...NO_SHARE,
    alipay_channels_off: [['mobile_web', 'desktop_web'], 'both'],
    most_per_payment: [300, 'both'],
    payment_enabled: [true, 'network'],
    split_mode: [false, 'default'],
    override_global_config: [false, 'default'],
  },
  split: {
    ...THE_NETWORKS,
    split_share: [150, 'site'],
    payment_enabled: [true, 'network'],
    split_mode: [true, 'network'],
    override_global_config: [false, 'default'],
  },
};

describe.each(MODES)('in mode %s', (mode) => {
  const network = stored({ ...NETWORK_HAS, ...SWITCHES[mode].network });
  const site = stored({ ...SITE_HAS, ...SWITCHES[mode].site });
  const effective = resolveSettings(network, site);

  it.each(SETTING_NAMES)('%s has its value, its origin and its lock', (name) => {
    const [value, origin] = TRUTH[mode][name] ?? [];
    expect(effective[name]).toEqual({ value, origin, locked: !MAY_SET[mode].includes(name) });
    expect(isLocked(name, mode)).toBe(!MAY_SET[mode].includes(name));
  });

  it('what nobody has stored is the default, and says so', () => {
    const bare = resolveSettings(stored(SWITCHES[mode].network), stored(SWITCHES[mode].site));
    const switches = ['payment_enabled', 'split_mode', 'override_global_config'];
    for (const name of SETTING_NAMES.filter((one) => !switches.includes(one))) {
      const value = mode === 'split' && name === 'split_share' ? 0 : SETTINGS[name].default;
      expect(bare[name]).toMatchObject({ value, origin: 'default' });
    }
  });
});

describe('effective settings', () => {
  it('never fall back from a managed site to its own account: the gateway hides instead', () => {
    const network = stored({ payment_enabled: true });
    expect(resolveSettings(network, stored({ alipay_merchant: SITES })).alipay_merchant).toEqual({
      value: null,
      origin: 'default',
      locked: true,
    });
  });

  it("never fall back from an independent site to the network's account: its money is its own", () => {
    const network = stored({ wechat_pay_merchant: NETWORKS });
    expect(resolveSettings(network, stored({})).wechat_pay_merchant.value).toBeNull();
  });

  it('of an exempted site are locked in split mode all the same', () => {
    const network = stored({ ...NETWORK_HAS, payment_enabled: true, split_mode: true });
    const site = stored({ ...SITE_HAS, override_global_config: true });
    expect(resolveSettings(network, site).wechat_pay_merchant).toEqual({
      value: NETWORKS,
      origin: 'network',
      locked: true,
    });
  });

  it.each<[string, number | undefined, number, SettingOrigin]>([
    ['none', undefined, 100, 'network'],
    ['one within the bounds', 150, 150, 'site'],
    ['one that is too small since the bounds moved', 50, 100, 'both'],
    ['one that is too large since the bounds moved', 900, 200, 'both'],
  ])('in split mode with a share of its own: %s', (_name, wish, value, origin) => {
    const network = stored({ ...NETWORK_HAS, payment_enabled: true, split_mode: true });
    const site = stored(wish === undefined ? {} : { split_share: wish });
    expect(resolveSettings(network, site).split_share).toEqual({ value, origin, locked: false });
  });
});

/** Values that a setting accepts. */
const channels = (provider: ProviderName): fc.Arbitrary<Channel[]> => {
  const all = PROVIDER_CHANNELS[provider];
  return fc.subarray([...all] as Channel[], { maxLength: all.length - 1 });
};
const account = fc.option(fc.constantFrom('a', 'b', 'c').map((letter) => `mch_${letter.repeat(26)}`));
const ACCEPTED: Record<SettingName, fc.Arbitrary<unknown>> = {
  payment_enabled: fc.boolean(),
  split_mode: fc.boolean(),
  override_global_config: fc.boolean(),
  wechat_pay_merchant: account,
  alipay_merchant: account,
  wechat_pay_channels_off: channels('wechat_pay'),
  alipay_channels_off: channels('alipay'),
  alipay_desktop_channel: fc.constantFrom('qr_code', 'desktop_web'),
  payable_minutes: fc.integer({ min: 5, max: 120 }),
  order_subject: fc.constantFrom('', '{site}', '{order}'),
  order_prefix: fc.constantFrom('', 'A-', 'B-'),
  most_per_payment: fc.option(fc.integer({ min: 1, max: 9_999_999_999_999 })),
  split_least_share: fc.integer({ min: 0, max: 10_000 }),
  split_most_share: fc.integer({ min: 0, max: 10_000 }),
  split_share: fc.option(fc.integer({ min: 0, max: 10_000 })),
};
const some = (names: readonly SettingName[]): fc.Arbitrary<StoredSettings> =>
  fc
    .record(Object.fromEntries(names.map((name) => [name, ACCEPTED[name]])), { requiredKeys: [] })
    .map((values) => stored(values));
const networks = some(SETTING_NAMES.filter((name) => SETTINGS[name].scopes.includes('network')));
/** What a site can get stored by itself, in whatever mode it was then. */
const sites = some(SETTING_NAMES.filter((name) => SETTINGS[name].scopes.includes('site')));

describe('no site', () => {
  it('stores what its setting does not accept: these tests try what is accepted', () => {
    for (const name of SETTING_NAMES) {
      fc.assert(fc.property(ACCEPTED[name], (value) => SETTINGS[name].accepts(value)));
    }
  });

  it('that the network manages can widen what the network locked', () => {
    fc.assert(
      fc.property(networks, sites, (values, site) => {
        const network = new Map(values).set('payment_enabled', true);
        const mode = modeOf(network, site);
        expect(isManaged(mode)).toBe(true);
        const [theirs, effective] = [resolveSettings(network, new Map()), resolveSettings(network, site)];
        for (const name of SETTING_NAMES.filter((one) => isLocked(one, mode))) {
          expect(effective[name]).toEqual(theirs[name]);
        }
        for (const provider of PROVIDERS) {
          expect(channelsOn(provider, theirs)).toEqual(
            expect.arrayContaining(channelsOn(provider, effective)) as unknown,
          );
        }
        const most = theirs.most_per_payment.value ?? Infinity;
        expect(effective.most_per_payment.value ?? Infinity).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('sets a share outside of the bounds', () => {
    fc.assert(
      fc.property(networks, sites, (values, site) => {
        const network = new Map(values).set('payment_enabled', true).set('split_mode', true);
        const { split_share: share, split_least_share: least, split_most_share: most } = resolveSettings(network, site);
        expect(share.value).toBeGreaterThanOrEqual(least.value);
        expect(share.value).toBeLessThanOrEqual(Math.max(least.value, most.value));
      }),
    );
  });
});
