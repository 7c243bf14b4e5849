import fc from 'fast-check';
import { SETTING_NAMES, SETTINGS, type SettingName } from '@multipay/contracts/settings';
import { describe, expect, it } from 'vitest';
import { resolveSettings } from './settings';
import type { StoredSettings } from './store';

const stored = (values: Partial<Record<SettingName, unknown>>): StoredSettings =>
  new Map(Object.entries(values) as [SettingName, unknown][]);

const NETWORKS = 'mch_network';
const SITES = 'mch_site';

describe('effective settings', () => {
  it.each<[string, boolean, boolean, string | null, string]>([
    ["unified management off: the site's own", false, false, SITES, 'site'],
    ["unified management off, exempted: the site's own", false, true, SITES, 'site'],
    ["unified management on: the network's", true, false, NETWORKS, 'network'],
    ["unified management on, exempted: the site's own", true, true, SITES, 'site'],
  ])('%s', (_name, unified, exempted, merchant, origin) => {
    const network = stored({ payment_enabled: unified, wechat_pay_merchant: NETWORKS });
    const site = stored({ override_global_config: exempted, wechat_pay_merchant: SITES });
    expect(resolveSettings(network, site).wechat_pay_merchant).toMatchObject({ value: merchant, origin });
  });

  it('say "default" where nobody stored anything', () => {
    expect(resolveSettings(stored({}), stored({})).payable_minutes).toEqual({
      value: 30,
      origin: 'default',
      locked: false,
    });
  });

  it('never fall back from a managed site to its own value: the gateway hides instead', () => {
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

  it('come back as they were when management is switched off again', () => {
    const site = stored({ wechat_pay_merchant: SITES });
    const before = resolveSettings(stored({}), site);
    resolveSettings(stored({ payment_enabled: true, wechat_pay_merchant: NETWORKS }), site);
    expect(
      resolveSettings(stored({ payment_enabled: false, wechat_pay_merchant: NETWORKS }), site).wechat_pay_merchant,
    ).toEqual(before.wechat_pay_merchant);
  });

  it('of a managed site cannot be changed by anything that the site stores', () => {
    const value = fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.constant(null));
    const siteOwn = fc.dictionary(
      fc.constantFrom(...SETTING_NAMES.filter((name) => SETTINGS[name].scopes.includes('site'))),
      value,
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...SETTING_NAMES), value), siteOwn, (networkValues, siteValues) => {
        const network = stored({ ...networkValues, payment_enabled: true });
        expect(resolveSettings(network, stored(siteValues))).toEqual(resolveSettings(network, stored({})));
      }),
    );
  });
});
