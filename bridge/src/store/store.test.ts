import { minor } from '@multipay/contracts/money';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, freshDatabase, type TestDatabase } from '../../testing/databases';
import { aPayment, aSite, NOW_MS } from '../../testing/records';
import { wireTo } from '../../testing/wire';
import { postingFor } from '../domain/ledger';
import type { Payment, SiteKeyed } from '../domain/payment';
import type { ClaimLimits, Credential, Merchant, Store } from '../domain/store';
import { newId } from '../use-cases/new-id';
import { connectStore } from './connect';

const SITE = { networkId: 'net_1', siteId: '1' };

for (const kind of DATABASES) {
  describe(`the store on ${kind}`, () => {
    let database: TestDatabase;
    let store: Store;

    beforeEach(async () => {
      database = await freshDatabase(kind);
      store = await database.open();
    });
    afterEach(() => database.drop());

    const save = (payment: Payment) =>
      store.write(({ payments }) => payments.insert(payment, { clientIp: '203.0.113.7' }));

    describe('a unit of work', () => {
      it('is seen by readers only after its commit', async () => {
        const payment = aPayment();
        await store.write(async ({ payments }) => {
          await payments.insert(payment, { clientIp: '203.0.113.7' });
          expect(await payments.byId(payment.id)).toEqual(payment);
          expect(await store.read.payments.byId(payment.id)).toBeNull();
        });
        expect(await store.read.payments.byId(payment.id)).toEqual(payment);
      });

      it('leaves nothing behind when it fails, and its neighbours untouched', async () => {
        const payments = Array.from({ length: 20 }, () => aPayment());
        const results = await Promise.allSettled(
          payments.map((payment, at) =>
            store.write(async (work) => {
              await work.payments.insert(payment, { clientIp: '203.0.113.7' });
              if (at % 3 === 0) throw new Error('a defect');
            }),
          ),
        );
        const kept = await Promise.all(payments.map(({ id }) => store.read.payments.byId(id)));
        expect(results.map(({ status }) => status === 'fulfilled')).toEqual(kept.map((found) => found !== null));
        expect(kept.filter((found) => found === null).length).toBe(7);
      });

      it('tells others only after the commit, and never without one', async () => {
        const told: string[] = [];
        await store.write(async (work) => work.afterCommit(() => told.push('committed')));
        const failing = store.write(async (work) => {
          work.afterCommit(() => told.push('never'));
          throw new Error('a defect');
        });
        await expect(failing).rejects.toThrow('a defect');
        expect(told).toEqual(['committed']);
      });

      it("of many at once counts each order's attempts without losing one", async () => {
        const attempt = () =>
          store.write(async ({ payments }) => {
            const order = await payments.lockOrder(SITE, 'order_7');
            await payments.saveOrder({ ...order, attempts: order.attempts + 1 });
          });
        await Promise.all(Array.from({ length: 30 }, attempt));
        const order = await store.write(({ payments }) => payments.lockOrder(SITE, 'order_7'));
        expect(order.attempts).toBe(30);
      });
    });

    describe('payments', () => {
      it('come back exactly as they were written, changed or not', async () => {
        const payment = aPayment({ description: '茶馆 - 订单 1 🍵', amount: minor(9_007_199_254_740_991) });
        await save(payment);
        const paid: Payment = {
          ...payment,
          status: 'succeeded',
          version: 3,
          flags: ['late', 'superseded'],
          prompt: null,
          promptUntilMs: null,
          paidMs: NOW_MS + 1,
          paidAmount: payment.amount,
          paidCurrency: 'CNY',
          providerTransactionId: '42000',
        };
        await store.write(({ payments }) => payments.update(paid));
        expect(await store.read.payments.byId(payment.id)).toEqual(paid);
      });

      it('are listed newest first, by site, order, status and kind', async () => {
        const first = aPayment({ orderRef: 'order_1' });
        const second = aPayment({ orderRef: 'order_2', status: 'succeeded' });
        const button = aPayment({ orderRef: 'button_01h' });
        const sibling = aPayment({ siteId: '2' });
        for (const payment of [first, second, button, sibling]) await save(payment);
        const list = async (filter: object) =>
          (await store.read.payments.list({ ...SITE, limit: 10, ...filter })).map(({ id }) => id);
        expect(await list({})).toEqual([button.id, second.id, first.id]);
        expect(await list({ limit: 1, before: button.id })).toEqual([second.id]);
        expect(await list({ orderRef: 'order_1' })).toEqual([first.id]);
        expect(await list({ status: 'succeeded' })).toEqual([second.id]);
        expect(await list({ kind: 'button' })).toEqual([button.id]);
        expect(await list({ kind: 'order' })).toEqual([second.id, first.id]);
      });

      it('of an account are summed up since a moment, those that failed or expired not', async () => {
        const since = (changes: Partial<Payment>) =>
          save(aPayment({ merchantId: 'mch_9', amount: minor(100), createdMs: NOW_MS, ...changes }));
        expect(await store.read.payments.openedSince('mch_9', NOW_MS)).toBe(0);
        await since({ status: 'created' });
        await since({ status: 'pending', siteId: '2' });
        await since({ status: 'succeeded', createdMs: NOW_MS + 1 });
        await since({ status: 'failed' });
        await since({ status: 'expired' });
        await since({ createdMs: NOW_MS - 1 });
        await since({ merchantId: 'mch_8' });
        expect(await store.read.payments.openedSince('mch_9', NOW_MS)).toBe(300);
      });

      it("keep the shopper's address apart", async () => {
        const payment = aPayment();
        await save(payment);
        expect(await store.read.payments.shopperOf(payment.id)).toEqual({ clientIp: '203.0.113.7' });
        await store.write(({ payments }) => payments.savePayer(payment, { openid: 'o-1' }));
        expect(await store.read.payments.shopperOf(payment.id)).toEqual({ clientIp: '203.0.113.7' });
        expect(JSON.stringify(await store.read.payments.byId(payment.id))).not.toContain('203.0.113.7');
      });
    });

    it('keeps what it knows of a payer when a later word says nothing about it', async () => {
      const payment = aPayment();
      await save(payment);
      for (const payer of [{ openid: 'o-1' }, {}, { buyerId: 'b-1' }]) {
        await store.write(({ payments }) => payments.savePayer(payment, payer));
      }
      expect(await database.rows('SELECT openid, buyer_id FROM payer')).toMatchObject([
        { openid: 'o-1', buyer_id: 'b-1' },
      ]);
    });

    describe('what only grows', () => {
      const steps = {
        ...SITE,
        from: null,
        to: 'created',
        by: 'shop',
        reason: null,
        flags: [],
        providerReference: null,
        atMs: NOW_MS,
      } as const;

      it('takes each step of a payment once', async () => {
        const add = (step: number) =>
          store.write(({ payments }) => payments.addTransition({ ...steps, paymentId: 'pay_1', step }));
        await add(1);
        await expect(add(1)).rejects.toThrow();
        await add(2);
        expect((await store.read.payments.transitions('pay_1')).map(({ step }) => step)).toEqual([1, 2]);
      });

      it('books money once for each payment, and balances', async () => {
        const paid = aPayment({ status: 'succeeded', paidAmount: minor(1001), paidCurrency: 'CNY', paidMs: NOW_MS });
        const post = () => store.write(({ ledger }) => ledger.post(postingFor(newId('posting'), paid), NOW_MS));
        await post();
        await expect(post()).rejects.toThrow();
        const balances = await store.write(({ ledger }) => ledger.balances(SITE));
        expect(balances.map(({ kind: account, balance }) => [account, balance]).sort()).toEqual([
          ['provider_receivable', 1001],
          ['shopper_clearing', -1001],
        ]);
      });
    });

    describe('idempotency keys', () => {
      const begin = (hash: string, nowMs = NOW_MS, staleMs = NOW_MS - 30_000) =>
        store.write(({ idempotency }) => idempotency.begin(SITE, 'key-1', hash, nowMs, staleMs));

      it('tell the first request from a repeat, another request and one that is under way', async () => {
        expect(await begin('a')).toEqual({ state: 'new' });
        expect(await begin('a')).toEqual({ state: 'in_flight' });
        expect(await begin('b')).toEqual({ state: 'other_request' });
        await store.write(({ idempotency }) => idempotency.finish(SITE, 'key-1', 'payment pay_1'));
        expect(await begin('a')).toEqual({ state: 'done', outcome: 'payment pay_1' });
        expect(await begin('b')).toEqual({ state: 'other_request' });
      });

      it('are free again when the outcome is not known, or the process that took them died', async () => {
        await begin('a');
        await store.write(({ idempotency }) => idempotency.release(SITE, 'key-1'));
        expect(await begin('a')).toEqual({ state: 'new' });
        expect(await begin('a', NOW_MS + 60_000, NOW_MS + 30_000)).toEqual({ state: 'new' });
      });

      it('are let in once when twenty come at the same time', async () => {
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => begin('a')));
        expect(outcomes.filter(({ state }) => state === 'new').length).toBe(1);
      });

      it('are forgotten in portions, the oldest first', async () => {
        for (let at = 0; at < 5; at++) {
          await store.write(({ idempotency }) => idempotency.begin(SITE, `old-${at}`, 'a', NOW_MS + at, 0));
        }
        const forget = () => store.write(({ idempotency }) => idempotency.forgetBefore(NOW_MS + 4, 3));
        const left = async () =>
          (await database.rows('SELECT request_key FROM idempotency ORDER BY created_ms')).map(
            (row) => row['request_key'],
          );
        expect([await forget(), await left()]).toEqual([true, ['old-3', 'old-4']]);
        expect([await forget(), await left()]).toEqual([false, ['old-4']]);
      });

      it('are forgotten after their time', async () => {
        await begin('a');
        await store.write(({ idempotency }) => idempotency.forgetBefore(NOW_MS + 1, 10));
        expect(await begin('b')).toEqual({ state: 'new' });
      });
    });

    describe('the outbox', () => {
      const put = (dueMs: number, subject = 'pay_1', laneKey = 'alipay') =>
        store.write(({ outbox }) => outbox.put({ kind: 'query_payment', subject, laneKey, dueMs }));
      const claim = (nowMs: number, from: Store = store, limits: Partial<ClaimLimits> = {}) => {
        const all = { jobs: 10, perLaneKey: 10, underWay: new Map<string, number>(), ...limits };
        return from.write(({ outbox }) => outbox.claim(['query_payment'], nowMs, nowMs + 60_000, all));
      };

      it('gives out what is due, to one worker at a time', async () => {
        for (let at = 0; at < 8; at++) await put(NOW_MS, `pay_${at}`);
        await put(NOW_MS + 1, 'pay_later');
        const second = kind === 'mariadb' ? await database.open() : store;
        const claimed = (await Promise.all([claim(NOW_MS), claim(NOW_MS, second)])).flat();
        expect(claimed.map(({ subject }) => subject).sort()).toEqual(Array.from({ length: 8 }, (_, at) => `pay_${at}`));
      });

      it('gives out only so much of one lane key, together with what is under way, and then that of others', async () => {
        for (let at = 0; at < 5; at++) await put(NOW_MS - 10 + at, `pay_a${at}`, 'alipay');
        await put(NOW_MS, 'pay_w', 'wechat_pay');
        const limits = { jobs: 4, perLaneKey: 3 };
        const subjects = async (underWay: Record<string, number>) => {
          const jobs = await claim(NOW_MS, store, { ...limits, underWay: new Map(Object.entries(underWay)) });
          return jobs.map(({ subject, laneKey }) => [subject, laneKey]);
        };
        expect(await subjects({ alipay: 1 })).toEqual([
          ['pay_a0', 'alipay'],
          ['pay_a1', 'alipay'],
        ]);
        expect(await subjects({ alipay: 3 })).toEqual([['pay_w', 'wechat_pay']]);
        expect(await subjects({ alipay: 3, wechat_pay: 1 })).toEqual([]);
        expect(await subjects({})).toEqual([
          ['pay_a2', 'alipay'],
          ['pay_a3', 'alipay'],
          ['pay_a4', 'alipay'],
        ]);
      });

      it('gives it out again when the lease has run out: its worker died', async () => {
        await put(NOW_MS);
        expect(await claim(NOW_MS)).toHaveLength(1);
        expect(await claim(NOW_MS + 59_999)).toHaveLength(0);
        expect(await claim(NOW_MS + 60_000)).toHaveLength(1);
      });

      it('does not let a worker whose lease ran out undo what the next one does', async () => {
        await put(NOW_MS);
        const [late] = await claim(NOW_MS);
        const [current] = await claim(NOW_MS + 60_000);
        if (!late || !current) throw new Error('both were to get it');
        await store.write(({ outbox }) => outbox.finish(late));
        expect(await store.read.outbox.counts(NOW_MS)).toMatchObject({ due: 1 });
        await store.write(({ outbox }) => outbox.finish(current));
        expect(await store.read.outbox.counts(NOW_MS)).toMatchObject({ due: 0 });
      });

      it('keeps work that was asked for again while it was being done', async () => {
        await put(NOW_MS);
        const [job] = await claim(NOW_MS);
        if (!job) throw new Error('it was to be given out');
        await put(NOW_MS + 5);
        await store.write(({ outbox }) => outbox.finish(job));
        expect(await claim(NOW_MS + 5)).toHaveLength(1);
      });

      it('takes the earlier of two times', async () => {
        await put(NOW_MS + 100);
        await put(NOW_MS + 50);
        await put(NOW_MS + 75);
        expect(await claim(NOW_MS + 49)).toHaveLength(0);
        expect(await claim(NOW_MS + 50)).toHaveLength(1);
      });

      it('parks what was given up, until it is asked for again', async () => {
        await put(NOW_MS);
        const [job] = await claim(NOW_MS);
        if (!job) throw new Error('it was to be given out');
        await store.write(({ outbox }) => outbox.park(job, 'x'.repeat(2_000)));
        expect(await claim(NOW_MS + 100_000)).toHaveLength(0);
        expect(await store.read.outbox.counts(NOW_MS)).toEqual({ due: 0, waiting: 0, parked: 1 });
        await put(NOW_MS + 100_000);
        expect(await claim(NOW_MS + 100_000)).toHaveLength(1);
      });

      it('counts tries, and begins anew when somebody asks for what was given up', async () => {
        await put(NOW_MS);
        for (let tries = 0; tries < 3; tries++) {
          const [job] = await claim(NOW_MS);
          expect(job).toMatchObject({ tries });
          await store.write(({ outbox }) => outbox.retryLater(job!, NOW_MS, 'no'));
        }
        const [last] = await claim(NOW_MS);
        await store.write(({ outbox }) => outbox.park(last!, 'given up'));
        await put(NOW_MS);
        expect(await claim(NOW_MS)).toMatchObject([{ tries: 0 }]);
      });
    });

    describe('sites', () => {
      it('are found by host and path, and two cannot have the same', async () => {
        const tea = aSite({ siteId: '2', domain: 'shop.example/tea', homeUrl: 'https://shop.example/tea/' });
        for (const site of [aSite(), tea]) await store.write(({ sites }) => sites.saveSite(site));
        expect(await store.read.sites.siteByDomain('shop.example/tea')).toEqual(tea);
        expect((await store.read.sites.sitesOnHost('shop.example')).map(({ siteId }) => siteId).sort()).toEqual([
          '1',
          '2',
        ]);
        expect(await store.read.sites.sitesOnHost('shop.exampl_')).toEqual([]);
        const thief = aSite({ networkId: 'net_2' });
        await expect(store.write(({ sites }) => sites.saveSite(thief))).rejects.toThrow();
        expect(await store.read.sites.site('net_2', '1')).toBeNull();
      });

      it('change their address and keep everything else', async () => {
        await store.write(({ sites }) => sites.saveSite(aSite()));
        const moved = aSite({ domain: 'tea.example', homeUrl: 'https://tea.example/', keyEpoch: 2 });
        await store.write(({ sites }) => sites.saveSite(moved));
        expect(await store.read.sites.sites('net_1')).toEqual([moved]);
      });
    });

    describe('merchants', () => {
      const merchant: Merchant = {
        ...SITE,
        id: 'mch_1',
        provider: 'wechat_pay',
        name: 'Tea House',
        accountNumber: '1900000001',
        notifyDoor: 'site',
        allowedSiteIds: null,
        mostPerPayment: null,
        mostPerDay: null,
      };
      const credential = (changes: Partial<Credential>): Credential => ({
        id: 'crd_1',
        merchantId: 'mch_1',
        state: 'active',
        sealed: 'v1.x',
        keyFingerprint: 'abcd',
        keySerial: 'AB',
        verifierIds: ['PUB_KEY_ID_1'],
        expiresMs: null,
        createdMs: NOW_MS,
        ...changes,
      });

      it('come back exactly as they were written, changed or not', async () => {
        await store.write(({ merchants }) => merchants.insert(merchant, NOW_MS));
        expect(await store.read.merchants.byId('mch_1')).toEqual(merchant);
        const limited: Merchant = {
          ...merchant,
          allowedSiteIds: ['2', '10'],
          mostPerPayment: 1,
          mostPerDay: 2 ** 53 - 1,
        };
        await store.write(async ({ merchants }) => {
          expect(await merchants.lock('mch_1')).toEqual(merchant);
          await merchants.update(limited);
        });
        expect(await store.read.merchants.byId('mch_1')).toEqual(limited);
      });

      it('keep older credentials for verifying, behind the active ones', async () => {
        await store.write(async ({ merchants }) => {
          await merchants.insert(merchant, NOW_MS);
          await merchants.addCredential(credential({}));
          await merchants.addCredential(
            credential({ id: 'crd_2', verifierIds: ['PUB_KEY_ID_2'], createdMs: NOW_MS + 1 }),
          );
        });
        const found = await store.read.merchants.credentials('mch_1');
        expect(found.map(({ id, state }) => [id, state])).toEqual([
          ['crd_2', 'active'],
          ['crd_1', 'verify_only'],
        ]);
      });

      it("cannot be crowded out by others of the same number: a door's own come first, then the oldest", async () => {
        const accounts = Array.from({ length: 25 }, (_, at) => ({ id: `mch_1${at + 10}`, networkId: 'net_2' }));
        const own = { id: 'mch_9_own', networkId: 'net_1', siteId: '7' };
        const networks = { id: 'mch_8_network', networkId: 'net_1', siteId: '0' };
        await store.write(async ({ merchants }) => {
          for (const account of [...accounts.toReversed(), networks, own]) {
            await merchants.insert({ ...merchant, ...account }, NOW_MS);
          }
        });
        const find = async (door?: SiteKeyed) => {
          const found = await store.read.merchants.byClaim('wechat_pay', { accountNumber: '1900000001' }, door);
          return found.map(({ id }) => id);
        };
        const oldest = accounts.map(({ id }) => id);
        expect(await find()).toEqual(oldest.slice(0, 20));
        expect(await find({ networkId: 'net_1', siteId: '7' })).toEqual([own.id, networks.id, ...oldest.slice(0, 18)]);
      });

      it('are found by what a notification names: any key of theirs, or their number', async () => {
        await store.write(async ({ merchants }) => {
          await merchants.insert(merchant, NOW_MS);
          await merchants.addCredential(credential({ verifierIds: ['PUB_KEY_ID_1', 'CERT_1'] }));
        });
        const find = async (claim: object) =>
          (await store.read.merchants.byClaim('wechat_pay', claim)).map(({ id }) => id);
        expect(await find({ verifierId: 'CERT_1' })).toEqual(['mch_1']);
        expect(await find({ accountNumber: '1900000001' })).toEqual(['mch_1']);
        expect(await find({ verifierId: 'other' })).toEqual([]);
        expect(await find({})).toEqual([]);
      });
    });

    describe('small things', () => {
      it('keeps settings by site, and forgets them', async () => {
        const set = (siteId: string, value: unknown) =>
          store.write(({ settings }) => settings.set('net_1', siteId, 'payable_minutes', value, NOW_MS));
        await set('0', 30);
        await set('0', 45);
        await set('2', 60);
        expect(await store.read.settings.stored('net_1', '0')).toEqual(new Map([['payable_minutes', 45]]));
        await set('0', undefined);
        expect(await store.read.settings.stored('net_1', '0')).toEqual(new Map());
      });

      it('stores a notification once', async () => {
        const notification = {
          id: 'ntf_1',
          provider: 'alipay',
          merchantId: 'mch_1',
          providerId: 'n-1',
          paymentId: 'pay_1',
          outcome: 'applied',
          sealedBody: 'v1.x',
          receivedMs: NOW_MS,
        } as const;
        const add = (id: string) => store.write(({ notifications }) => notifications.add({ ...notification, id }));
        expect(await add('ntf_1')).toBe(true);
        expect(await add('ntf_2')).toBe(false);
        await store.write(({ notifications }) => notifications.forgetBefore(NOW_MS + 1, 10));
        expect(await add('ntf_3')).toBe(true);
      });

      it('keeps the first of two secrets with one name', async () => {
        const values = await store.write(async ({ secrets }) => {
          await secrets.add('root', 'first');
          await secrets.add('root', 'second');
          return secrets.get('root');
        });
        expect(values).toBe('first');
      });

      it('opens again with its data', async () => {
        await save(aPayment({ id: 'pay_kept' }));
        const again = await database.open();
        expect(await again.read.payments.byId('pay_kept')).not.toBeNull();
      });

      it('refuses a database of a newer version: an older bridge must not touch it', async () => {
        await database.run("INSERT INTO schema_migration (name, applied_ms) VALUES ('9999-future', 1)");
        await expect(database.open()).rejects.toThrow('from a newer bridge');
      });

      it.each(['UPDATE posting SET amount = 1', 'DELETE FROM posting', 'DELETE FROM payment_transition'])(
        'forbids even itself to "%s"',
        async (statement) => {
          const paid = aPayment({ status: 'succeeded', paidAmount: minor(1001), paidCurrency: 'CNY', paidMs: NOW_MS });
          await store.write(async ({ ledger, payments }) => {
            await ledger.post(postingFor(newId('posting'), paid), NOW_MS);
            const step = {
              ...SITE,
              paymentId: paid.id,
              step: 1,
              from: null,
              to: 'created',
              by: 'shop',
              reason: null,
            } as const;
            await payments.addTransition({ ...step, flags: [], providerReference: null, atMs: NOW_MS });
          });
          await expect(database.run(statement)).rejects.toThrow('only grows');
        },
      );
    });
  });
}

describe('the store', () => {
  it('refuses an address that it does not know', async () => {
    await expect(connectStore('postgres://localhost/x', 0)).rejects.toThrow('sqlite: or mysql://');
  });

  it('says "store_unavailable" when the server goes away, so that clients try again', async () => {
    const database = await freshDatabase('mariadb');
    const wire = await wireTo(new URL(database.url));
    const store = await connectStore(wire.url, 0);
    wire.cut();
    await expect(store.write(({ secrets }) => secrets.get('root'))).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    await expect(store.read.payments.byId('pay_1')).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(store.read.sites.site('net_1', '1')).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(store.ping()).rejects.toThrow();
    await database.drop();
  });
});
