import { expect, test } from '@playwright/test';
import { withTheClocks } from './support/clock-lock';
import { mainShop } from './support/network';
import { expectPaidOnce, moneyNotes } from './support/paid';
import type { PaymentDialog } from './support/payment-dialog';
import { Phone } from './support/phone';
import { PROVIDERS, type Provider } from './support/providers';
import { Shopper, type OpenedPayment } from './support/shopper';

const NOT_AVAILABLE = /^This payment method is not available at the moment\./;
const NOT_THIS_WAY = /^This payment method (cannot be used for this order|is not available at the moment)\./;

/** An order's page, at the moment when it asks for the payment. */
interface Scene {
  readonly provider: Provider;
  readonly shopper: Shopper;
  readonly phone: Phone;
  readonly dialog: PaymentDialog;
}

/** What the shopper does, and what comes of it. */
type Course = (scene: Scene) => Promise<void>;

/** Opens, and presses "Go on paying" as often as the shop asks for it. */
async function open({ shopper, dialog }: Scene): Promise<OpenedPayment> {
  const goOn = shopper.page.getByRole('button', { name: 'Go on paying' });
  await expect(async () => {
    if (await goOn.isVisible()) await goOn.click();
    await expect(dialog.code).toBeVisible({ timeout: 8_000 });
  }).toPass({ timeout: 40_000 });
  return shopper.payment();
}

async function isPaidOnce({ shopper, provider }: Scene, payment: OpenedPayment): Promise<void> {
  await shopper.seesOrderReceived();
  await expectPaidOnce(shopper, payment, provider.gateway);
}

const paid: Course = async (scene) => {
  const payment = await open(scene);
  expect(await scene.phone.pay(payment.payment_id)).toBe('paid');
  await isPaidOnce(scene, payment);
};

const paidWhenAsked: Course = async (scene) => {
  const payment = await open(scene);
  await scene.phone.pay(payment.payment_id);
  await scene.dialog.iHavePaid.click();
  await isPaidOnce(scene, payment);
};

const paidAtOnce: Course = async (scene) => {
  await scene.shopper.seesOrderReceived();
  const payment = await scene.shopper.payment();
  await expectPaidOnce(scene.shopper, payment, scene.provider.gateway);
};

/** Everything is brought, also what the provider sends late, and changes nothing any more. */
const paidOnceWhateverComes: Course = async (scene) => {
  const payment = await open(scene);
  await scene.phone.pay(payment.payment_id);
  await isPaidOnce(scene, payment);
  await scene.phone.deliverEverything();
  await expectPaidOnce(scene.shopper, payment, scene.provider.gateway);
};

const paidWhenTheNewsArrives: Course = async (scene) => {
  const payment = await open(scene);
  await scene.phone.pay(payment.payment_id);
  await scene.phone.deliverEverything();
  await isPaidOnce(scene, payment);
};

const kept =
  (flag: string): Course =>
  async (scene) => {
    const { shopper, phone, dialog } = scene;
    const payment = await open(scene);
    await phone.pay(payment.payment_id);
    await expect(dialog.status).toHaveText(/^Your payment has arrived, and the shop has to check it first\./);
    const order = await shopper.order();
    expect(order).toMatchObject({ status: 'on-hold', is_paid: false });
    expect(order.reviews).toEqual([`${payment.payment_id} ${flag}`]);
    expect(moneyNotes(order)).toHaveLength(1);
    await dialog.goOn.click();
    await shopper.page.waitForURL(/order-received/);
  };

const refused =
  (sentence: string | RegExp): Course =>
  async ({ shopper, dialog }) => {
    const status = shopper.page.getByRole('status').filter({ hasText: /payment/ });
    await expect(status).toHaveText(sentence);
    await expect(dialog.code).toBeHidden();
    expect(shopper.opened).toEqual([]);
    await shopper.page.getByRole('button', { name: 'Pay another way' }).click();
    await shopper.page.waitForURL(/pay_for_order/);
    await expect(shopper.page.getByRole('button', { name: 'Pay for order' })).toBeEnabled();
  };

const paidAfterTheExpiry: Course = (scene) =>
  withTheClocks(async () => {
    const payment = await open(scene);
    expect(await scene.phone.pay(payment.payment_id)).toBe('processing');
    await scene.phone.expire(payment.payment_id);
    await scene.phone.letPass(6);
    await expect.poll(async () => (await scene.shopper.order()).status, { timeout: 30_000 }).toBe('processing');
    await expectPaidOnce(scene.shopper, payment, scene.provider.gateway);
  });

const closedThenPaid: Course = (scene) =>
  withTheClocks(async () => {
    const payment = await open(scene);
    expect(await scene.phone.pay(payment.payment_id)).toBe('processing');
    await scene.dialog.iHavePaid.click();
    await expect(scene.dialog.status).toHaveText(/^(The time to pay has run out|No payment has arrived yet)/);
    await scene.phone.letPass(31);
    await expect.poll(async () => (await scene.shopper.order()).status, { timeout: 30_000 }).toBe('processing');
    await expectPaidOnce(scene.shopper, payment, scene.provider.gateway);
  });

const paidAtTheSecondTry: Course = async (scene) => {
  const payment = await open(scene);
  expect(await scene.phone.pay(payment.payment_id)).toBe('failed');
  expect(await scene.phone.pay(payment.payment_id)).toBe('paid');
  await isPaidOnce(scene, payment);
};

/** Closing is asked for behind the shopper's back: the page does not wait for the provider's word. */
const paidWhileClosing: Course = async (scene) => {
  const { shopper, phone, dialog, provider } = scene;
  const payment = await open(scene);
  await phone.scan(payment.payment_id);
  await dialog.payAnotherWay.click();
  await expect.poll(async () => (await shopper.order()).status, { timeout: 30_000 }).toBe('processing');
  await expectPaidOnce(shopper, payment, provider.gateway);
  await shopper.page.goto((await shopper.order()).receipt_url);
  await shopper.seesOrderReceived();
};

const closedInTheEnd: Course = async (scene) => {
  const payment = await open(scene);
  await scene.phone.scan(payment.payment_id);
  await scene.dialog.payAnotherWay.click();
  await scene.shopper.page.waitForURL(/pay_for_order/);
  await scene.phone.isClosed(payment.payment_id);
  expect(await scene.shopper.order()).toMatchObject({ status: 'pending', is_paid: false });
};

/** docs/simulated-outcomes.md, as far as it is about opening and paying: what a shopper and the shop see of each. */
const COURSES: readonly (readonly [amount: string, what: string, course: Course])[] = [
  ['66.01', 'notified twice: paid once', paidOnceWhateverComes],
  ['66.02', 'never notified: found when the shopper says "I have paid"', paidWhenAsked],
  ['66.03', 'busy three times: opened in the end, and paid', paid],
  ['66.04', 'another amount: kept for a person, the order waits', kept('amount_mismatch')],
  ['66.05', 'notified before the answer: the shopper is thanked at once', paidAtOnce],
  ['66.06', 'paid after the expiry: not lost', paidAfterTheExpiry],
  ['66.07', 'created after the time-out: opened in the end, and paid', paid],
  ['66.08', 'a probe and a forgery first: only the genuine one counts', paidOnceWhateverComes],
  ['66.09', 'a refund notified first: still paid', paid],
  ['66.10', 'closed, then paid: not lost', closedThenPaid],
  ['66.11', 'definitely refused: the shopper is told to choose another way', refused(NOT_THIS_WAY)],
  ['66.12', 'an unknown status in queries: waits, and is paid', paidOnceWhateverComes],
  ['66.13', 'another currency: kept for a person, the order waits', kept('currency_mismatch')],
  ['66.14', 'not found at first: waits, and is paid', paidOnceWhateverComes],
  ['66.15', 'a create answer signed wrongly: no code that nobody vouches for', refused(NOT_AVAILABLE)],
  ['66.16', 'a bad gateway once: opened in the end, and paid', paid],
  ['66.17', 'the rate limit once: opened in the end, and paid', paid],
  ['66.18', 'the first try fails: paid with the second', paidAtTheSecondTry],
  ['66.19', 'cut once: opened in the end, and paid', paid],
  ['66.20', 'paid while closing: the order is paid, and the shopper is thanked', paidWhileClosing],
  ['66.27', 'notified late: paid when the news arrives, or before', paidWhenTheNewsArrives],
  ['66.28', 'another merchant named: not believed, but found when asked', paidWhenAsked],
  ['66.29', 'an unknown status notified: paid by what the books say', paidWhenAsked],
  ['66.30', 'notified five times at once: paid once', paidOnceWhateverComes],
  ['66.31', 'a query answer signed wrongly once: asked again, and paid', paidWhenAsked],
  ['66.32', 'closing times out: the shopper goes on all the same', closedInTheEnd],
];

for (const provider of PROVIDERS) {
  test.describe(`${provider.name} when it does odd things`, () => {
    for (const [amount, what, course] of COURSES) {
      test(`${amount} ${what}`, async ({ page }) => {
        const shopper = await Shopper.at(page, mainShop);
        const { receipt_url } = await shopper.wordPress.createOrder({ total: amount, gateway: provider.gateway });
        await page.goto(receipt_url);
        const scene = { provider, shopper, phone: new Phone(provider), dialog: shopper.dialog(provider) };
        await course(scene);
      });
    }
  });
}
