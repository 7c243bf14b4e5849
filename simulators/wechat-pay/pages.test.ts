import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { press } from '../testing/browser';
import { H5, weChatPayCalls, type WeChatPayCalls } from '../testing/wechat-pay-calls';
import { WeChatPayClient } from '../testing/wechat-pay-client';

let calls: WeChatPayCalls;

beforeAll(async () => {
  calls = await weChatPayCalls();
});
afterAll(() => calls.end());

const REFERER = { referer: 'https://shop.example/checkout' };
const BACK = 'https://shop.example/thanks?order=1&key=a b';

async function h5Url(): Promise<{ number: string; url: string }> {
  const wish = calls.h5Order();
  const { text } = await calls.client.call('POST', H5, wish);
  return { number: wish.out_trade_no, url: (JSON.parse(text) as { h5_url: string }).h5_url };
}

const open = (url: string, headers: Record<string, string> = REFERER) =>
  fetch(url, { headers }).then((response) => response.text());

describe('the H5 page', () => {
  it('shows merchant, description and amount, with the three buttons', async () => {
    const { url } = await h5Url();
    const html = await open(url);
    for (const text of ['咖啡店', '一杯 coffee', '¥10.01']) expect(html).toContain(text);
    for (const name of ['Pay', 'Cancel', 'Let it expire'])
      expect(html).toMatch(new RegExp(`<button [^>]*>${name}</button>`));
  });

  it("without Referer says that the merchant's parameters are malformed, unless that is switched off", async () => {
    const { url } = await h5Url();
    expect(await open(url, {})).toContain('商家参数格式有误');
    await calls.tester.settings({ require_referer: false });
    expect(await open(url, {})).toContain('¥10.01');
    await calls.tester.settings({ require_referer: true });
  });

  it('cannot be opened inside WeChat', async () => {
    const { url } = await h5Url();
    const html = await open(url, { ...REFERER, 'user-agent': 'Mozilla/5.0 MicroMessenger/8.0.30' });
    expect(html).toContain('请在微信外打开订单');
  });

  it('ends after five minutes', async () => {
    const { number, url } = await h5Url();
    await calls.tester.advance(301);
    expect(await open(url)).toContain('支付请求已失效');
    expect((await calls.tester.call('POST', `/payments/${number}/pay`)).status).toBe(409);
  });

  it('that was opened in time can be paid after the five minutes', async () => {
    const { url } = await h5Url();
    const html = await open(url);
    await calls.tester.advance(301);
    expect(await (await press(calls.simulator, html, 'pay')).text()).toContain('<h1>Paid</h1>');
  });

  it('goes back to redirect_url after paying, and after cancelling', async () => {
    const [paid, cancelled] = [await h5Url(), await h5Url()];
    const toShop = `&redirect_url=${encodeURIComponent(BACK)}`;
    const answers = [
      await press(calls.simulator, await open(paid.url + toShop), 'pay'),
      await press(calls.simulator, await open(cancelled.url + toShop), 'cancel'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(BACK);
    }
    expect(await calls.tester.payment(paid.number)).toMatchObject({
      paid: true,
      channel: 'MWEB',
      provider_state: 'SUCCESS',
    });
    expect(await calls.tester.payment(cancelled.number)).toMatchObject({ paid: false, state: 'open' });
  });

  it('stays where there is no redirect_url, or one that is no web address', async () => {
    const [plain, bad] = [await h5Url(), await h5Url()];
    expect(await (await press(calls.simulator, await open(plain.url), 'pay')).text()).toContain('<h1>Paid</h1>');
    const html = await open(`${bad.url}&redirect_url=${encodeURIComponent('javascript:alert(1)')}`);
    expect(html).not.toContain('javascript:');
    expect((await press(calls.simulator, html, 'pay')).status).toBe(200);
  });

  it('after letting it expire cannot be paid any more', async () => {
    const { number, url } = await h5Url();
    const html = await (await press(calls.simulator, await open(url), 'expire')).text();
    expect(html).toContain('<h1>Expired</h1>');
    expect(html).not.toContain('<button');
    expect((await calls.tester.call('POST', `/payments/${number}/pay`)).status).toBe(409);
  });

  it('opens only from registered domains, for a merchant that has registered some', async () => {
    const made = await calls.tester.weChatPayMerchant({ h5_domains: ['shop.example'] });
    const client = new WeChatPayClient(calls.simulator.url, made.credentials);
    const wish = { ...calls.h5Order(), appid: made.credentials.app_id, mchid: made.id };
    const { h5_url } = JSON.parse((await client.call('POST', H5, wish)).text) as { h5_url: string };
    expect(await open(h5_url)).toContain('¥10.01');
    expect(await open(h5_url, { referer: 'https://other.example/' })).toContain('商家存在未配置的参数');
  });

  it('puts nothing from the shop into the page as HTML', async () => {
    const wish = calls.h5Order({ description: '<img src=x onerror=alert(1)>"' });
    const { text } = await calls.client.call('POST', H5, wish);
    const html = await open((JSON.parse(text) as { h5_url: string }).h5_url);
    expect(html).not.toContain('<img');
  });
});
