/** What a site looks into: one payment's timeline, payments by any of their numbers, and the payers' own data. */
import type { PrivacyErased, PrivacyExport } from '@multipay/contracts/schemas/network';
import type { AuditEntry } from '@multipay/contracts/schemas/audit';
import type { Payment, PaymentTimeline } from '@multipay/contracts/schemas/payment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBench, type TestBench } from '../../testing/bridge';
import { DATABASES } from '../../testing/databases';
import { tillOf, type Till } from '../../testing/till';

const PROVIDERS = ['wechat_pay', 'alipay'] as const;
const HOUR_MS = 3_600_000;

for (const kind of DATABASES) {
  describe(`with the books in ${kind}`, () => {
    let bench: TestBench;
    let till: Till;
    beforeAll(async () => {
      bench = await testBench(kind);
      till = tillOf(bench);
      for (const name of PROVIDERS) await bench.providers[name].control('PUT', '/settings', { notify: 'manual' });
    });
    afterAll(() => bench.close());

    /** Opens, pays, and brings the provider's word. */
    async function paid(wish: object = {}): Promise<Payment> {
      const { payment } = await till.opened(wish);
      await till.pay(payment.provider, payment.id);
      await till.bring(payment.provider, await till.notice(payment.provider, payment.id));
      return bench.until(payment.id, 'succeeded');
    }
    const list = async (query: string, key = bench.site): Promise<string[]> => {
      const { body } = await bench.call<{ items: Payment[] }>('GET', `/v1/payments?${query}`, undefined, { key });
      return body.items.map(({ id }) => id);
    };
    const timeline = (id: string, key = bench.site) =>
      bench.call<PaymentTimeline>('GET', `/v1/payments/${id}/timeline`, undefined, { key });

    describe("a payment's timeline", () => {
      it("has all of the order's attempts, and what happened to this one, the oldest first", async () => {
        const { payment: first } = await till.opened();
        const { payment: second } = await till.opened({ order_ref: first.order_ref, amount: first.amount + 1 });
        await till.pay('wechat_pay', second.id);
        await till.bring('wechat_pay', await till.notice('wechat_pay', second.id));
        await bench.host.event(({ data }) => data.payment.id === second.id);
        const { status, body } = await timeline(second.id);
        expect(status).toBe(200);
        expect(body.payment).toMatchObject({ id: second.id, attempt: 2, status: 'succeeded' });
        expect(body.attempts.map(({ id }) => id)).toEqual([first.id, second.id]);
        const said = body.items.map(({ kind: one, title, detail }) => [one, title, detail]);
        expect(said.filter(([one]) => one !== 'delivery')).toEqual([
          ['transition', 'created', 'shop'],
          ['transition', 'pending', 'provider_answer'],
          ['transition', 'succeeded', 'provider_notification'],
          ['notification', 'applied', null],
        ]);
        const delivery = body.items.find((item) => item.kind === 'delivery');
        expect(delivery?.reference).toMatch(/^dlv_/);
        expect(delivery?.detail).toMatch(/^payment\.succeeded/);
        const times = body.items.map(({ at }) => Date.parse(at));
        expect(times).toEqual([...times].sort((a, b) => a - b));
      });

      it('is not there for a sibling, nor for a payment that is not', async () => {
        const payment = await paid();
        expect(await timeline(payment.id, bench.sibling)).toMatchObject({ status: 404, body: { code: 'not_found' } });
        expect((await timeline('pay_01k00000000000000000000000')).status).toBe(404);
      });
    });

    describe('a search', () => {
      it.each(PROVIDERS)("finds %s's payment by each of its numbers, whole", async (provider) => {
        const { id, order_ref: orderRef, provider_transaction_id: transaction } = await paid({ provider });
        for (const text of [id, orderRef, orderRef.replace('order_', ''), transaction, ` ${id} `]) {
          expect(await list(`search=${encodeURIComponent(text ?? '')}`), String(text)).toEqual([id]);
        }
        for (const text of [id.slice(0, -1), transaction?.slice(0, -1), `${orderRef}0`, '%', '" OR 1=1']) {
          expect(await list(`search=${encodeURIComponent(text ?? '')}`), String(text)).toEqual([]);
        }
      });

      it("finds nothing of a sibling's", async () => {
        const { id, order_ref: orderRef, provider_transaction_id: transaction } = await paid();
        for (const text of [id, orderRef, orderRef.replace('order_', ''), transaction]) {
          expect(await list(`search=${text}`, bench.sibling)).toEqual([]);
        }
      });

      it('goes together with every other filter', async () => {
        const payment = await paid({ provider: 'alipay' });
        const found = `search=${payment.id}`;
        const [before, after] = [-1, 1].map((hours) => new Date(Date.parse(payment.created_at) + hours * HOUR_MS));
        const fitting = ['provider=alipay', 'status=succeeded', 'kind=order', `from=${before?.toISOString()}`];
        for (const more of [...fitting, `to=${after?.toISOString()}`, 'flagged=false']) {
          expect(await list(`${found}&${more}`), more).toEqual([payment.id]);
        }
        const unfitting = ['provider=wechat_pay', 'status=failed', 'kind=button', `from=${after?.toISOString()}`];
        for (const more of [...unfitting, `to=${before?.toISOString()}`, 'flagged=true']) {
          expect(await list(`${found}&${more}`), more).toEqual([]);
        }
      });

      it('for what is unusual finds money that came twice', async () => {
        // Alipay does not know a QR that nobody has scanned, so it cannot close it.
        const { payment: first } = await till.opened({ provider: 'alipay' });
        const other = { order_ref: first.order_ref, provider: 'alipay', amount: first.amount + 1 };
        const { payment: second } = await till.opened(other);
        for (const { id } of [second, first]) {
          await till.pay('alipay', id);
          await till.bring('alipay', await till.notice('alipay', id));
          await bench.call('POST', `/v1/payments/${id}/refresh`);
        }
        expect((await bench.payment(first.id)).flags).toContain('duplicate');
        expect(await list('flagged=true')).toContain(first.id);
        expect(await list('flagged=true')).not.toContain(second.id);
      });

      it('refuses a time that there is not', async () => {
        for (const query of ['from=yesterday', 'to=2026-02-30T00:00:00Z', 'from=2016-12-31T23:59:60Z']) {
          const { status, body } = await bench.call('GET', `/v1/payments?${query}`);
          expect({ status, code: body['code'] }, query).toEqual({ status: 400, code: 'invalid_request' });
        }
      });
    });

    describe('the payers of some orders', () => {
      const ask = <T>(what: 'export' | 'erase', orders: readonly string[], key = bench.site) =>
        bench.call<T>('POST', `/v1/privacy/${what}?actor=user_5`, { order_refs: orders }, { key });
      const exported = async (...orders: string[]) => (await ask<PrivacyExport>('export', orders)).body.items;

      it('are shown to their own site', async () => {
        const weChat = await paid();
        const alipay = await paid({ provider: 'alipay', client_ip: '203.0.113.8' });
        expect(await exported(weChat.order_ref, alipay.order_ref)).toMatchObject([
          { payment_id: weChat.id, client_ip: '203.0.113.7', openid: expect.any(String) as string, buyer_id: null },
          { payment_id: alipay.id, client_ip: '203.0.113.8', openid: null, buyer_id: expect.any(String) as string },
        ]);
        expect(await exported('order_0', 'button_0')).toEqual([]);
      });

      it('are forgotten with what the provider told us of them; the books stay', async () => {
        const payment = await paid();
        const other = await paid();
        const ledger = async () =>
          bench.bridge.store.write((work) => work.ledger.balances({ networkId: bench.networkId, siteId: '1' }));
        const [steps, balances] = [(await timeline(payment.id)).body.items, await ledger()];
        const { status, body } = await ask<PrivacyErased>('erase', [payment.order_ref]);
        expect({ status, body }).toEqual({ status: 200, body: { erased: 1, notifications: 1 } });
        expect(await exported(payment.order_ref)).toEqual([]);
        expect(await exported(other.order_ref)).toHaveLength(1);
        expect(await ledger()).toEqual(balances);
        expect(await bench.payment(payment.id)).toEqual(payment);
        const left = (await timeline(payment.id)).body.items;
        expect(left.filter(({ kind: one }) => one === 'transition')).toEqual(
          steps.filter((step) => step.kind === 'transition'),
        );
        expect(left.filter(({ kind: one }) => one === 'notification')).toEqual([]);
        expect((await ask<PrivacyErased>('erase', [payment.order_ref])).body).toEqual({ erased: 0, notifications: 0 });
      });

      it('stay as long as they can still pay', async () => {
        const { payment } = await till.opened();
        expect((await ask<PrivacyErased>('erase', [payment.order_ref])).body).toEqual({ erased: 0, notifications: 0 });
        expect(await exported(payment.order_ref)).toHaveLength(1);
        await till.pay('wechat_pay', payment.id);
        await bench.call('POST', `/v1/payments/${payment.id}/refresh`);
        expect((await ask<PrivacyErased>('erase', [payment.order_ref])).body).toEqual({ erased: 1, notifications: 0 });
      });

      it('of more orders than are erased at once are all forgotten', async () => {
        const payments = await Promise.all([paid(), paid({ provider: 'alipay' })]);
        const strange = Array.from({ length: 150 }, (_, at) => `button_${at}`);
        const orders = [payments[0].order_ref, ...strange, payments[1].order_ref];
        expect((await ask<PrivacyErased>('erase', orders)).body).toEqual({ erased: 2, notifications: 2 });
      });

      it("are a sibling's business neither to see nor to erase", async () => {
        const { order_ref: orderRef } = await paid();
        expect((await ask('export', [orderRef], bench.sibling)).body).toEqual({ items: [] });
        expect((await ask('erase', [orderRef], bench.sibling)).body).toEqual({ erased: 0, notifications: 0 });
        expect(await exported(orderRef)).toHaveLength(1);
      });

      it('are asked for under the eyes of the audit log, which counts and quotes nothing', async () => {
        const { order_ref: orderRef } = await paid();
        const [shown] = await exported(orderRef);
        await ask('erase', [orderRef]);
        const { items } = (await bench.call<{ items: AuditEntry[] }>('GET', '/v1/audit?limit=2')).body;
        expect(items).toMatchObject([
          { action: 'privacy.erased', actor: 'user_5', after: '{"orders":1,"payers":1,"notifications":1}' },
          { action: 'privacy.exported', actor: 'user_5', after: '{"orders":1,"payers":1}' },
        ]);
        expect(JSON.stringify(items)).not.toContain(shown?.openid);
        expect(JSON.stringify(items)).not.toContain(orderRef);
      });
    });
  });
}
