import { describe, expect, it } from 'vitest';
import { judge, type Exchange } from './callback-finding';
import { arrived, newProbe, type ProbeReport } from './callback-probe';
import type { SiteAnswer } from './deps';

const deps = { now: () => 1_790_000_000_000, vault: { probeKey: () => Buffer.alloc(32, 7) } } as never;
const probe = newProbe(deps, 'wechat_pay');
const DOOR = { network_id: 'net_1', site_id: '1' };
const whole: ProbeReport = { nonce: probe.nonce, ...arrived('wechat_pay', probe), relayed_by: DOOR };

const exchange = (changes: Partial<Exchange> = {}): Exchange => ({
  provider: 'wechat_pay',
  probe,
  door: DOOR,
  answer: { status: 202, headers: {}, body: '' },
  milliseconds: 120,
  ...changes,
});

describe('a probe that the bridge has seen', () => {
  it.each<[string, Partial<ProbeReport>, Partial<Exchange>, string, RegExp]>([
    ['whole', {}, {}, 'ok', /arrived whole/],
    ['whole, after three seconds', {}, { milliseconds: 3_001 }, 'slow', /3001 ms/],
    ['through a sibling', { relayed_by: { ...DOOR, site_id: '2' } }, {}, 'wrong_site', /site 2 of net_1/],
    ['through another network', { relayed_by: { ...DOOR, network_id: 'net_2' } }, {}, 'wrong_site', /net_2/],
    ["at the bridge's own door instead", { relayed_by: null }, {}, 'wrong_site', /nobody/],
    ["at the bridge's own door, as it should", { relayed_by: null }, { door: null }, 'ok', /whole/],
    ['with other bytes', { body_sha256: '00' }, {}, 'body_changed', /other bytes/],
    ['with another nonce header', { signed_headers_sha256: '00' }, {}, 'header_dropped', /another value/],
    [
      'without its serial number',
      { headers: whole.headers.filter((name) => name !== 'wechatpay-serial') },
      {},
      'header_dropped',
      /did not arrive: wechatpay-serial$/,
    ],
  ])('%s', (_name, report, changes, finding, detail) => {
    const judged = judge(exchange(changes), { ...whole, ...report });
    expect(judged.finding).toBe(finding);
    expect(judged.detail).toMatch(detail);
  });
});

describe('an answer that is not the bridge’s', () => {
  const html = { 'content-type': 'text/html; charset=UTF-8' };
  it.each<[string, Partial<SiteAnswer>, string, RegExp]>([
    [
      'another address',
      { status: 301, headers: { location: 'https://www.shop.example/' } },
      'redirected',
      /301 to https:\/\/www/,
    ],
    ['a redirect to nowhere', { status: 302 }, 'redirected', /302 to nowhere/],
    ['Cloudflare’s challenge', { status: 403, headers: { ...html, 'cf-mitigated': 'challenge' } }, 'challenged', /403/],
    ['a page to wait on', { status: 503, headers: html, body: '<title>Just a moment...</title>' }, 'challenged', /503/],
    ['a captcha with a good status', { status: 200, headers: html, body: '<form id="captcha">' }, 'challenged', /200/],
    [
      'a firewall',
      { status: 403, headers: { ...html, server: 'mod_security' }, body: 'Forbidden' },
      'blocked',
      /from mod_sec/,
    ],
    ['no to this kind of client', { status: 406 }, 'blocked', /406/],
    ['too many', { status: 429 }, 'blocked', /429/],
    ['a broken server', { status: 502, headers: html, body: '<h1>Bad Gateway</h1>' }, 'blocked', /502/],
    ['a password', { status: 401, headers: { 'www-authenticate': 'Basic' } }, 'blocked', /401.*not from MultiPay/],
    ['a page', { status: 200, headers: html, body: '<h1>Tea House</h1>' }, 'not_ours', /200/],
    ['no such page', { status: 404, headers: html, body: 'Not found' }, 'not_ours', /404/],
    ['success, as some other plugin says it', { status: 200, body: 'success' }, 'not_ours', /200/],
    [
      'the door, which reaches no bridge',
      { status: 503, body: '{"code":"FAIL","message":"Try again"}' },
      'blocked',
      /could not hand it over/,
    ],
    ['the door, which was brought something else', { status: 401, body: 'failure' }, 'body_changed', /did not know it/],
    ['the door, which hears too much', { status: 429, body: 'fail' }, 'blocked', /429 from MultiPay's door$/],
  ])('%s', (_name, answer, finding, detail) => {
    const judged = judge(exchange({ answer: { status: 200, headers: {}, body: '', ...answer } }), null);
    expect(judged.finding).toBe(finding);
    expect(judged.detail).toMatch(detail);
  });

  it('is quoted only in part: its server may say anything', () => {
    const answer = { status: 302, headers: { location: 'x'.repeat(10_000) }, body: '' };
    expect(judge(exchange({ answer }), null).detail.length).toBeLessThan(300);
  });
});
