/** Which channels and accounts a site may use, and what becomes of open payments when that changes. */
import type { Merchant } from '@multipay/contracts/schemas/merchant';
import type { OpenedPayment } from '@multipay/contracts/schemas/payment';
import type { Problem } from '@multipay/contracts/schemas/problem';
import { PROVIDERS } from '@multipay/contracts/providers';
import type { SettingName } from '@multipay/contracts/settings';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { DATABASES } from '../../testing/databases';
import { tillOf, type Till } from '../../testing/till';

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148';

for (const kind of DATABASES) {
  describe(`opening, with the books in ${kind}`, () => {
    let bench: TestBench;
    let till: Till;
    let orders = 0;
    beforeAll(async () => {
      bench = await testBench(kind);
      till = tillOf(bench);
      for (const provider of PROVIDERS)
        await bench.providers[provider].control('PUT', '/settings', { notify: 'manual', require_referer: false });
    });
    afterAll(() => bench.close());
    beforeEach(async () => {
      await set({ payment_enabled: true, alipay_channels_off: null });
      await set({ override_global_config: null }, '1');
      await account(bench.merchants.wechat_pay, { allowed_site_ids: null });
    });

    async function set(values: Partial<Record<SettingName, unknown>>, site = '0'): Promise<void> {
      const body = { values: Object.entries(values).map(([name, value]) => ({ name, value })) };
      const { status } = await bench.call('PUT', `/v1/settings?site_id=${site}`, body, { key: bench.network });
      expect(status).toBe(200);
    }
    async function account(id: string, change: object): Promise<void> {
      const { status } = await bench.call<Merchant>('PUT', `/v1/merchants/${id}`, change, { key: bench.network });
      expect(status).toBe(200);
    }
    const open = async (wish: object = {}) => {
      const { status, body } = await bench.open({ order_ref: `order_${kind}${(orders += 1)}`, amount: 1001, ...wish });
      return { status, body: body as OpenedPayment & Problem };
    };
    const opened = async (wish: object = {}) => (await open(wish)).body.payment;

    describe('a channel that is switched off', () => {
      it('is refused to whoever asks for it', async () => {
        await set({ alipay_channels_off: ['mobile_web'] });
        const answer = await open({ provider: 'alipay', channel: 'mobile_web', user_agent: PHONE });
        expect(answer).toMatchObject({
          status: 422,
          body: { code: 'channel_unavailable', next: 'choose_other_method' },
        });
      });

      it('is not what the device gets: the next best is', async () => {
        const phone = { provider: 'alipay', user_agent: PHONE };
        expect(await opened(phone)).toMatchObject({ channel: 'mobile_web' });
        await set({ alipay_channels_off: ['mobile_web'] });
        expect(await opened(phone)).toMatchObject({ channel: 'qr_code' });
        await set({ alipay_channels_off: ['mobile_web', 'qr_code'] });
        expect(await open(phone)).toMatchObject({ status: 422, body: { code: 'channel_unavailable' } });
        expect(await opened({ provider: 'alipay' })).toMatchObject({ channel: 'desktop_web' });
      });
    });

    it("an account that the network keeps for other sites is refused to a managed site, also in the site's status", async () => {
      await account(bench.merchants.wechat_pay, { allowed_site_ids: ['2'] });
      expect(await open()).toMatchObject({
        status: 422,
        body: { code: 'merchant_not_allowed', next: 'ask_network_admin' },
      });
      const { body } = await bench.call<{ gateways: object[] }>('GET', '/v1/sites/1');
      expect(body.gateways).toMatchObject([
        { available: false, unavailable_because: 'merchant_not_allowed', merchant_id: null },
        { available: true },
      ]);
      const sibling = { return_url: `${bench.host.url}/shop2/` };
      expect((await bench.open(sibling, { key: bench.sibling })).status).toBe(201);
    });

    describe('a switch of mode', () => {
      /** From the network's account to one of the site's own. */
      async function letGo(): Promise<string> {
        const plain = JSON.stringify(await bench.providers.wechat_pay.newMerchant());
        const site = { networkId: bench.networkId, siteId: '1', scope: 'network' } as const;
        const { useCases } = bench.bridge;
        const { id } = await useCases.addMerchant(site, { provider: 'wechat_pay', name: 'Own', plain });
        await set({ override_global_config: true, wechat_pay_merchant: id }, '1');
        return id;
      }

      it('leaves an open payment to be paid: its notification is believed and its money booked', async () => {
        const payment = await opened();
        await letGo();
        await till.pay('wechat_pay', payment.id);
        const answer = await till.bring('wechat_pay', await till.notice('wechat_pay', payment.id));
        expect(answer.body.status).toBe(200);
        expect(await bench.payment(payment.id)).toMatchObject({
          status: 'succeeded',
          flags: [],
          merchant_id: bench.merchants.wechat_pay,
        });
      });

      it('leaves an open payment to be asked about', async () => {
        const payment = await opened();
        await letGo();
        await till.pay('wechat_pay', payment.id);
        await bench.call('POST', `/v1/payments/${payment.id}/refresh`);
        expect(await bench.until(payment.id, 'succeeded')).toMatchObject({ flags: [] });
      });

      it('gives the next try a new attempt with the account that counts now, and closes the old one', async () => {
        const order_ref = `order_${kind}switched`;
        const first = await opened({ order_ref });
        const own = await letGo();
        const second = await opened({ order_ref });
        expect(second).toMatchObject({ attempt: 2, merchant_id: own });
        expect(second.id).not.toBe(first.id);
        expect(await bench.until(first.id, 'expired')).toMatchObject({ reason: 'superseded' });
        await till.pay('wechat_pay', second.id);
        const raw = await till.notice('wechat_pay', second.id);
        await till.bring('wechat_pay', raw, { merchant: own });
        expect(await bench.payment(second.id)).toMatchObject({ status: 'succeeded', reason: null, flags: [] });
      });

      it('and back finds the first attempt again, as long as it can be paid', async () => {
        const wish = { order_ref: `order_${kind}back`, provider: 'alipay' };
        const first = await opened(wish);
        await set({ alipay_channels_off: ['qr_code'] });
        await opened(wish);
        await set({ alipay_channels_off: null });
        expect(await opened(wish)).toMatchObject({ id: first.id, reason: null });
      });

      it('to no account at all leaves what is open to be paid', async () => {
        const payment = await opened();
        await set({ payment_enabled: false }, '0');
        await set({ wechat_pay_merchant: null }, '1');
        expect(await open()).toMatchObject({ status: 422, body: { code: 'merchant_missing' } });
        await till.pay('wechat_pay', payment.id);
        await till.bring('wechat_pay', await till.notice('wechat_pay', payment.id));
        expect(await bench.payment(payment.id)).toMatchObject({ status: 'succeeded' });
      });
    });
  });
}
