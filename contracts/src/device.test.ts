import { describe, expect, it } from 'vitest';
import { channelFor, deviceOf } from './device';

const AGENTS = {
  windowsChrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  macSafari:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
  linuxFirefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
  iPhone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  androidChrome:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
  huawei:
    'Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 HuaweiBrowser/13.0.6.302 Mobile Safari/537.36',
  androidTablet:
    'Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  iPadOld:
    'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1',
};

describe('the device', () => {
  it.each([
    ['windowsChrome', 'desktop'],
    ['macSafari', 'desktop'],
    ['linuxFirefox', 'desktop'],
    ['iPhone', 'phone'],
    ['androidChrome', 'phone'],
    ['huawei', 'phone'],
    ['androidTablet', 'tablet'],
    ['iPadOld', 'tablet'],
  ] as const)('%s is a %s', (agent, device) => {
    expect(deviceOf(AGENTS[agent])).toBe(device);
  });

  it('is a desktop when nothing is known, since a QR works for everybody who has a phone beside it', () => {
    expect(deviceOf('')).toBe('desktop');
  });
});

describe('the channel', () => {
  it.each([
    ['wechat_pay', 'windowsChrome', 'qr_code'],
    ['wechat_pay', 'iPhone', 'mobile_web'],
    ['wechat_pay', 'androidTablet', 'qr_code'],
    ['alipay', 'macSafari', 'qr_code'],
    ['alipay', 'androidChrome', 'mobile_web'],
  ] as const)('%s meets %s by %s', (provider, agent, channel) => {
    expect(channelFor(provider, AGENTS[agent], [])).toBe(channel);
  });

  it("is Alipay's own page at a computer where the site chose that", () => {
    expect(channelFor('alipay', AGENTS.macSafari, [], 'desktop_web')).toBe('desktop_web');
  });

  it('falls back to the QR for WeChat Pay, which has no page for computers', () => {
    expect(channelFor('wechat_pay', AGENTS.macSafari, [], 'desktop_web')).toBe('qr_code');
  });

  it('is one that is switched on, or none', () => {
    expect(channelFor('wechat_pay', AGENTS.iPhone, ['qr_code'])).toBe('qr_code');
    expect(channelFor('wechat_pay', AGENTS.windowsChrome, ['mobile_web'])).toBeUndefined();
  });
});
