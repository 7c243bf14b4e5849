/**
 * The one place that reads a user agent and decides the channel. PHP and the browser pass the text on and never guess.
 */
import { offersChannel, type Channel, type ProviderName } from './providers';

export const DEVICES = ['desktop', 'phone', 'tablet'] as const;
export type Device = (typeof DEVICES)[number];

export function deviceOf(userAgent: string): Device {
  // iPads since iPadOS 13 call themselves a Macintosh; they then count as a desktop, where a QR always works.
  if (/iPad|Tablet|PlayBook|Silk|Android(?!.*Mobile)/i.test(userAgent)) return 'tablet';
  if (/iPhone|iPod|Android.*Mobile|HarmonyOS|Windows Phone|Mobile/i.test(userAgent)) return 'phone';
  return 'desktop';
}

/**
 * The channel for a shopper who did not choose one.
 *
 * A phone never gets a QR while another channel is open to it, since nobody can scan their own screen. A tablet gets
 * the QR: its owner's phone has the app.
 *
 * @param enabled the channels that the site left switched on; empty means all
 * @returns undefined when none is left
 */
export function channelFor(
  provider: ProviderName,
  userAgent: string,
  enabled: readonly Channel[],
  desktopChannel: Channel = 'qr_code',
): Channel | undefined {
  const usable = (channel: Channel): boolean =>
    offersChannel(provider, channel) && (enabled.length === 0 || enabled.includes(channel));
  const byDevice: Record<Device, readonly Channel[]> = {
    phone: ['mobile_web', 'qr_code'],
    tablet: ['qr_code', 'mobile_web', 'desktop_web'],
    desktop: [desktopChannel, 'qr_code', 'desktop_web'],
  };
  return byDevice[deviceOf(userAgent)].find(usable);
}
