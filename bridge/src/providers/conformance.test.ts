/** One suite judges every provider: adding one means adding a bench. */
import { randomInt } from 'node:crypto';
import { minor } from '@multipay/contracts/money';
import type { ProviderName } from '@multipay/contracts/providers';
import type { AlipayCredentials, Credentials, WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPayment } from '../../testing/records';
import { pretend, type PretendProvider } from '../../testing/simulators';
import { BridgeError } from '../domain/errors';
import type { Payment } from '../domain/payment';
import type { Provider, ProviderAccount } from '../domain/provider';
import { plainError } from '../log';
import { alipay } from './alipay/provider';
import { weChatPay } from './wechat-pay/provider';

const HOUR_MS = 3_600_000;
const SHOPPER = { clientIp: '203.0.113.7' };
const TIMEOUT_MS = 400;

interface Bench {
  readonly name: string;
  readonly provider: ProviderName;
  readonly merchant: object;
  readonly make: (url: string, now: () => number) => Provider;
  /** Credentials of which one key is somebody else's. */
  readonly withForeignKey: (own: Credentials, foreign: Credentials) => Credentials;
  /** Credentials with somebody else's keys of the provider, under the names of one's own. */
  readonly withForeignVerifier: (own: Credentials, foreign: Credentials) => Credentials;
  readonly refusalCode: string;
  /** Whether an unscanned QR is unknown there. */
  readonly knowsUnscanned: boolean;
  /** What a connection that is cut once looks like; Alipay's SDK asks again by itself. */
  readonly whenCut: string;
  /** Bad notifications; each must be refused with this code. */
  readonly bad: readonly (readonly [kind: string, code: 'notification_forged' | 'notification_stale'])[];
}

const FORGED = ['bad_signature', 'signtest', 'forged', 'altered_body', 'unsigned', 'wrong_merchant'].map(
  (kind) => [kind, 'notification_forged'] as const,
);

const weChatBench = (mode: string): Bench => ({
  name: `WeChat Pay, ${mode}`,
  provider: 'wechat_pay',
  merchant: { verification: mode },
  make: (url, now) => weChatPay({ baseUrl: `${url}/`, timeoutMs: TIMEOUT_MS, now }),
  withForeignKey: (own, foreign) => ({
    ...own,
    merchant_private_key: (foreign as WeChatPayCredentials).merchant_private_key,
  }),
  withForeignVerifier(own, foreign) {
    const theirs = foreign as WeChatPayCredentials;
    const { wechat_pay_public_key: key, platform_certificates: certificates } = theirs;
    return {
      ...own,
      ...(key && { wechat_pay_public_key: key }),
      ...(certificates && { platform_certificates: certificates }),
    };
  },
  refusalCode: 'NO_AUTH',
  knowsUnscanned: true,
  whenCut: 'provider_unreachable',
  bad: [
    ...FORGED,
    ['unknown_serial', 'notification_forged'],
    ['wrong_key', 'notification_forged'],
    ['not_json', 'notification_forged'],
    ['old_timestamp', 'notification_stale'],
  ],
});

const BENCHES: Bench[] = [
  weChatBench('public_key'),
  weChatBench('platform_certificate'),
  weChatBench('both'),
  {
    name: 'Alipay, public-key mode',
    provider: 'alipay',
    merchant: { mode: 'public_key' },
    make: (url, now) => alipay({ gatewayUrl: `${url}/gateway.do`, timeoutMs: TIMEOUT_MS, now }),
    withForeignKey: (own, foreign) => ({ ...own, app_private_key: (foreign as AlipayCredentials).app_private_key }),
    withForeignVerifier: (own, foreign) => ({
      ...own,
      alipay_public_key: (foreign as AlipayCredentials).alipay_public_key,
    }),
    refusalCode: 'ACQ.ACCESS_FORBIDDEN',
    knowsUnscanned: false,
    whenCut: 'no error',
    bad: FORGED,
  },
];

/** A form has several spellings for one text (%2F, %2f), and so has base64: only another text is another notification. */
function meaningOf(form: Buffer): string {
  const parameters = new URLSearchParams(form.toString());
  const signature = Buffer.from(parameters.get('sign') ?? '', 'base64').toString('hex');
  parameters.delete('sign');
  return `${parameters.toString()} ${signature}`;
}

for (const bench of BENCHES) {
  describe(`${bench.name}, as a provider`, () => {
    let simulator: PretendProvider;
    let provider: Provider;
    let credentials: Credentials;
    let account: ProviderAccount;

    beforeAll(async () => {
      simulator = await pretend(bench.provider);
      await simulator.control('PUT', '/settings', {
        notify: 'manual',
        held_answer_ms: TIMEOUT_MS * 3,
        require_referer: false,
      });
      credentials = await simulator.newMerchant(bench.merchant);
      provider = bench.make(simulator.url, Date.now);
      account = provider.connect(credentials);
    });
    afterAll(() => simulator.close());

    /** Amounts from 66.01 to 66.99 steer the simulator; others are ordinary. */
    const payment = (changes: Partial<Payment> = {}): Payment =>
      aPayment({
        status: 'created',
        provider: bench.provider,
        amount: minor(randomInt(10_000, 999_999)),
        payableUntilMs: Math.floor(Date.now() / 1000) * 1000 + HOUR_MS,
        notifyUrl: 'https://shop.example/wc-api/door_mch_1',
        ...changes,
      });
    const steered = (amount: number): Payment => payment({ amount: minor(amount) });
    const opened = async (wish = payment()): Promise<Payment> => {
      await account.open(wish, SHOPPER);
      return wish;
    };
    const paid = async (wish = payment()): Promise<Payment> => {
      await opened(wish);
      await simulator.scan(wish.id);
      await simulator.pay(wish.id);
      return wish;
    };
    const codeOf = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'no error',
        (error: unknown) => (error instanceof BridgeError ? error.code : `a defect: ${String(error)}`),
      );

    describe('opening', () => {
      it('gives a QR code', async () => {
        const { prompt } = await account.open(payment(), SHOPPER);
        expect(prompt).toMatchObject({ type: 'qr_code', code_url: expect.stringMatching(/^(weixin|https?):\/\//) });
      });

      it('gives every other channel an address to go to', async () => {
        for (const channel of provider.channels.filter((one) => one !== 'qr_code')) {
          const { prompt } = await account.open(payment({ channel }), SHOPPER);
          if (prompt?.type !== 'redirect') throw new Error(`${channel} has no address`);
          const page = await fetch(prompt.redirect_url);
          expect(page.status).toBe(200);
          expect(await page.text()).toContain('Pay');
        }
      });

      it('again under the same number is the same payment, for the same money', async () => {
        const wish = payment();
        await Promise.all([account.open(wish, SHOPPER), account.open(wish, SHOPPER)]);
        await account.open(wish, SHOPPER);
        expect(await simulator.booked(wish.id)).toMatchObject({ amount_minor: wish.amount, paid: false });
      });

      it('under the same number for another amount is refused', async () => {
        const wish = await opened();
        if (!bench.knowsUnscanned) await simulator.scan(wish.id);
        expect(await codeOf(account.open({ ...wish, amount: minor(wish.amount + 1) }, SHOPPER))).toBe(
          'provider_refused',
        );
      });

      it('of what has been paid says so instead of giving a prompt', async () => {
        const wish = await paid();
        expect(await account.open(wish, SHOPPER)).toMatchObject({ prompt: null, observed: { status: 'succeeded' } });
      });

      it('takes descriptions as shops write them', async () => {
        await opened(payment({ description: '茶馆 "Tea & Co" <order/1> = 100% 🍵 \\ end' }));
      });

      it.each([
        ['system busy', 6603, 'provider_busy'],
        ['a definite no', 6611, 'provider_refused'],
        ['an answer that somebody else signed', 6615, 'provider_answer_unverified'],
        ["a proxy's error page", 6616, 'provider_busy'],
        ['too many requests', 6617, 'provider_busy'],
        ['a cut connection', 6619, bench.whenCut],
        ['an answer after the time-out', 6607, 'provider_unreachable'],
      ])('tells %s from everything else', async (_name, amount, code) => {
        expect(await codeOf(account.open(steered(amount), SHOPPER))).toBe(code);
      });

      it('after a time-out finds the payment that was made', async () => {
        const wish = steered(6607);
        expect(await codeOf(account.open(wish, SHOPPER))).toBe('provider_unreachable');
        expect((await account.open(wish, SHOPPER)).prompt).not.toBeNull();
      });

      it("keeps the provider's own word for a refusal", async () => {
        await expect(account.open(steered(6611), SHOPPER)).rejects.toMatchObject({ providerCode: bench.refusalCode });
      });

      it("with another key than the merchant's is told apart from other refusals", async () => {
        const foreign = await simulator.newMerchant(bench.merchant);
        const wrong = provider.connect(bench.withForeignKey(credentials, foreign));
        expect(await codeOf(wrong.open(payment(), SHOPPER))).toBe('provider_rejected_key');
      });

      it('without a provider there is "unreachable"', async () => {
        const nowhere = bench.make('http://127.0.0.1:9', Date.now).connect(credentials);
        expect(await codeOf(nowhere.open(payment(), SHOPPER))).toBe('provider_unreachable');
        expect(await codeOf(nowhere.query(payment()))).toBe('provider_unreachable');
      });
    });

    describe('asking', () => {
      it('hears nothing of money until the buyer has paid, and then of exactly what the books say', async () => {
        const wish = await opened();
        expect((await account.query(wish)).status).toBe(bench.knowsUnscanned ? 'pending' : 'absent');
        await simulator.scan(wish.id);
        expect((await account.query(wish)).status).toBe('pending');
        await simulator.pay(wish.id);
        const books = await simulator.booked(wish.id);
        expect(await account.query(wish)).toMatchObject({
          status: 'succeeded',
          amount: wish.amount,
          currency: 'CNY',
          transactionId: books.transaction_id,
          paidMs: Math.floor(Date.parse(books.paid_at ?? '') / 1000) * 1000,
        });
      });

      it('about what was never opened hears that it is unknown', async () => {
        expect(await account.query(payment())).toEqual({ status: 'absent' });
      });

      it('takes a status word that nobody knows for no news', async () => {
        const wish = await opened(steered(6612));
        await simulator.scan(wish.id);
        expect((await account.query(wish)).status).toBe('unknown');
      });

      it('does not believe an answer that somebody else signed', async () => {
        const wish = await opened(steered(6631));
        await simulator.scan(wish.id);
        expect(await codeOf(account.query(wish))).toBe('provider_answer_unverified');
        expect((await account.query(wish)).status).toBe('pending');
      });

      it('keeps what such an answer says, and its signature, out of the log', async () => {
        const wish = await opened(steered(6631));
        await simulator.scan(wish.id);
        const error: unknown = await account.query(wish).catch((thrown: unknown) => thrown);
        const logged = JSON.stringify(plainError(error));
        expect(logged).toContain('provider_answer_unverified');
        expect(logged).not.toContain(wish.id);
        expect(logged).not.toMatch(/[A-Za-z0-9+/]{100}/);
      });

      it('hears of another amount as it is in the books', async () => {
        const wish = await paid(steered(6604));
        const books = await simulator.booked(wish.id);
        expect(books.paid_amount_minor).not.toBe(wish.amount);
        expect(await account.query(wish)).toMatchObject({ status: 'succeeded', amount: books.paid_amount_minor });
      });

      it('hears of another currency as it is in the books', async () => {
        const wish = await paid(steered(6613));
        expect(await account.query(wish)).toMatchObject({ currency: (await simulator.booked(wish.id)).paid_currency });
      });
    });

    describe('trying keys', () => {
      const foreign = () => simulator.newMerchant(bench.merchant);
      const probed = (with_: Credentials) => codeOf(provider.connect(with_).probe());

      it('changes nothing, and shows that the answer verifies', async () => {
        const before = await simulator.control('GET', '/payments');
        expect(await account.probe()).toMatchObject({ answerVerified: true });
        expect(await simulator.control('GET', '/payments')).toEqual(before);
      });

      it("tells another's key from everything else", async () => {
        expect(await probed(bench.withForeignKey(credentials, await foreign()))).toBe('provider_rejected_key');
      });

      it("does not believe what is signed with another key than the provider's", async () => {
        expect(await probed(bench.withForeignVerifier(credentials, await foreign()))).toBe(
          'provider_answer_unverified',
        );
      });

      it('without a provider there is "unreachable"', async () => {
        const nowhere = bench.make('http://127.0.0.1:9', Date.now).connect(credentials);
        expect(await codeOf(nowhere.probe())).toBe('provider_unreachable');
      });
    });

    describe('closing', () => {
      it('ends what nobody has paid', async () => {
        const wish = await opened();
        await simulator.scan(wish.id);
        expect(await account.close(wish)).toEqual({ status: 'closed' });
        expect((await account.query(wish)).status).toBe('closed');
        await expect(simulator.pay(wish.id)).rejects.toThrow('closed');
      });

      it('of a QR that nobody scanned is only proof where the provider knows it', async () => {
        const wish = await opened();
        expect((await account.close(wish)).status).toBe(bench.knowsUnscanned ? 'closed' : 'absent');
      });

      it('twice is no error', async () => {
        const wish = await opened();
        await simulator.scan(wish.id);
        await account.close(wish);
        expect((await account.close(wish)).status).toBe('closed');
      });

      it('too late says that it was paid', async () => {
        const wish = await paid();
        expect(await account.close(wish)).toMatchObject({ status: 'succeeded', amount: wish.amount });
      });

      it('in the moment of paying says that it was paid', async () => {
        const wish = await opened(steered(6620));
        await simulator.scan(wish.id);
        expect(await account.close(wish)).toMatchObject({ status: 'succeeded' });
      });

      it('that gets no answer is unknown, not done', async () => {
        const wish = await opened(steered(6632));
        await simulator.scan(wish.id);
        expect(await codeOf(account.close(wish))).toBe('provider_unreachable');
      });
    });

    describe('notifications', () => {
      it('that are genuine are read', async () => {
        const wish = await paid();
        const books = await simulator.booked(wish.id);
        const notice = await account.readNotification(await simulator.notification(wish.id, 'genuine'));
        expect(notice).toMatchObject({
          kind: 'payment',
          paymentId: wish.id,
          observed: { status: 'succeeded', amount: wish.amount, currency: 'CNY', transactionId: books.transaction_id },
        });
      });

      it.each(bench.bad)('of the kind "%s" are refused', async (kind, code) => {
        const wish = await paid();
        expect(await codeOf(account.readNotification(await simulator.notification(wish.id, kind)))).toBe(code);
      });

      it('for another merchant are refused', async () => {
        const wish = await paid();
        const other = provider.connect(await simulator.newMerchant(bench.merchant));
        expect(await codeOf(other.readNotification(await simulator.notification(wish.id, 'genuine')))).toBe(
          'notification_forged',
        );
      });

      it('with any one byte changed are refused', async () => {
        const wish = await paid();
        const raw = await simulator.notification(wish.id, 'genuine');
        await fc.assert(
          fc.asyncProperty(fc.nat(raw.body.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
            const body = Buffer.from(raw.body);
            body[at] = (body[at] ?? 0) ^ change;
            fc.pre(bench.provider !== 'alipay' || meaningOf(body) !== meaningOf(raw.body));
            const code = await codeOf(account.readNotification({ headers: raw.headers, body }));
            expect(code).toBe('notification_forged');
          }),
          { numRuns: 200 },
        );
      });

      it('that are rubbish are refused', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.uint8Array({ maxLength: 500 }),
            fc.dictionary(fc.string(), fc.string()),
            async (bytes, headers) => {
              expect(await codeOf(account.readNotification({ headers, body: Buffer.from(bytes) }))).toBe(
                'notification_forged',
              );
            },
          ),
          { numRuns: 200 },
        );
      });

      it("that did not arrive are asked for in the provider's own words", () => {
        expect(provider.reply(true)).not.toEqual(provider.reply(false));
      });
    });

    describe('credentials', () => {
      it('can be described without showing them', () => {
        const facts = provider.describe(credentials);
        expect(facts.keyFingerprint).toMatch(/^[0-9a-f]{16}$/);
        expect(facts.verifierIds.length).toBeGreaterThan(0);
        expect(JSON.stringify(facts)).not.toContain('PRIVATE');
      });

      it("with the merchant's own key in the provider's place are refused", () => {
        const swapped = { ...credentials } as Record<string, unknown>;
        const own = 'app_private_key' in credentials ? credentials.app_private_key : credentials.merchant_private_key;
        for (const name of ['alipay_public_key', 'wechat_pay_public_key']) if (name in swapped) swapped[name] = own;
        if ('platform_certificates' in swapped) swapped['platform_certificates'] = [own];
        expect(() => provider.describe(swapped as never)).toThrow(BridgeError);
      });
    });

    it('takes every amount from the smallest to the largest, unchanged', async () => {
      const amounts = [1, 2, 9, 10, 99, 100, 101, 110, 1001, 99_999, 100_000, 12_345_678, 99_999_999];
      for (const amount of amounts) {
        const wish = await paid(payment({ amount: minor(amount) }));
        expect((await simulator.booked(wish.id)).paid_amount_minor).toBe(amount);
        expect(await account.query(wish)).toMatchObject({ amount });
      }
      expect(provider.refuses({ amount: minor(0), currency: 'CNY' })).toBe('amount_invalid');
      expect(provider.refuses({ amount: minor(1), currency: 'XXX' })).toBe('currency_unsupported');
    });
  });
}
