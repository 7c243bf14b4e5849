/** The providers and the ways in which a shopper can reach them. */

export const PROVIDERS = ['wechat_pay', 'alipay'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/**
 * How the shopper meets the provider.
 *
 * - `qr_code`: a QR on the shop's page, scanned by the phone's app (WeChat Pay Native, Alipay precreate)
 * - `mobile_web`: the phone's browser wakes the app and comes back (WeChat Pay H5, Alipay WAP)
 * - `desktop_web`: the computer's browser goes to the provider's own page (Alipay page pay)
 */
export const CHANNELS = ['qr_code', 'mobile_web', 'desktop_web'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What each provider offers, the plainest first. */
export const PROVIDER_CHANNELS = {
  wechat_pay: ['qr_code', 'mobile_web'],
  alipay: ['qr_code', 'mobile_web', 'desktop_web'],
} as const satisfies Record<ProviderName, readonly Channel[]>;

export const offersChannel = (provider: ProviderName, channel: Channel): boolean =>
  (PROVIDER_CHANNELS[provider] as readonly Channel[]).includes(channel);
