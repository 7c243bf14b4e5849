import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { mainShop, mainSite } from './support/network';
import { A_DONATION, visitPayPage } from './support/pay-button';
import type { PaymentDialog } from './support/payment-dialog';
import { Phone } from './support/phone';
import { alipay, weChatPay } from './support/providers';
import { Shopper } from './support/shopper';

/** Whether what has the focus lies in the dialog, or nowhere in the page. */
const focusIsInside = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(
    'document.activeElement === document.body || document.activeElement.closest("dialog") !== null',
  );

async function walkThrough(dialog: PaymentDialog): Promise<void> {
  const { page } = dialog;
  await expect(dialog.root.getByRole('heading', { level: 2 })).toBeFocused();
  for (const control of [dialog.iHavePaid, dialog.payAnotherWay, dialog.close]) {
    await page.keyboard.press('Tab');
    await expect(control).toBeFocused();
  }
  for (let steps = 0; steps < 8; steps++) {
    await page.keyboard.press('Tab');
    expect(await focusIsInside(page)).toBe(true);
  }
}

test.describe('with the keyboard alone', () => {
  test('a visitor pays with a pay button, and the focus comes back', { tag: '@nowoo' }, async ({ page }) => {
    const visitor = await Shopper.at(page, mainSite);
    const button = await visitPayPage(visitor);
    await button.root.getByRole('radio', { name: weChatPay.name }).focus();
    await page.keyboard.press('ArrowDown');
    await expect(button.root.getByRole('radio', { name: alipay.name })).toBeChecked();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    await expect(button.pay).toBeFocused();
    await page.keyboard.press('Enter');

    const dialog = visitor.dialog(weChatPay);
    await dialog.isOpen();
    await walkThrough(dialog);
    await page.keyboard.press('Escape');
    await expect(dialog.root).toBeHidden();
    await expect(button.pay).toBeFocused();

    await page.keyboard.press('Enter');
    await dialog.isOpen();
    await new Phone(weChatPay).pay((await visitor.payment(2)).payment_id);
    await button.thanks('¥10.01');
    await expect(button.status).toBeFocused();
  });

  test('a shopper leaves the code of the Checkout block by Escape and can go on where the order is', async ({
    page,
  }) => {
    const shopper = await Shopper.at(page, mainShop);
    const dialog = await shopper.buy(weChatPay);
    await dialog.isOpen();
    const first = await shopper.payment();
    await walkThrough(dialog);
    await page.keyboard.press('Escape');
    await page.waitForURL(/pay_for_order/);
    await expect(page.getByRole('radio', { name: weChatPay.name })).toBeChecked();
    await page.getByRole('button', { name: 'Pay for order' }).press('Enter');
    await dialog.isOpen();
    expect((await shopper.payment(2)).payment_id).toBe(first.payment_id);
    await page.keyboard.press('Escape');
    await expect(dialog.root).toBeHidden();
    await expect(page.getByText('This payment is not finished. You can go on with it.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Go on paying' })).toBeVisible();
  });
});

test('the dialog has the names and roles that a screen reader needs', { tag: '@nowoo' }, async ({ page }) => {
  const button = await visitPayPage(await Shopper.at(page, mainSite));
  const dialog = await button.payWith(alipay);
  await dialog.isOpen();
  await expect(dialog.root).toMatchAriaSnapshot(`
    - dialog "Pay with Alipay":
      - heading "Pay with Alipay" [level=2]
      - paragraph: /To .+/
      - paragraph: ¥10.01
      - img "QR code to pay ¥10.01 with Alipay"
      - paragraph: /Open Alipay on your phone and scan this code\\..*/
      - timer: /Time left to pay/
      - status
      - button "I have paid"
      - button "Pay another way"
      - button "Close"
  `);
});

test('the amount of a pay button is a labelled field that says what is wrong', { tag: '@nowoo' }, async ({ page }) => {
  const { amount, pay } = await visitPayPage(await Shopper.at(page, mainSite), A_DONATION);
  await expect(amount).toHaveRole('textbox');
  await expect(amount).toHaveAccessibleDescription(/From ¥0\.01 to ¥5000\.00/);
  await amount.fill('x');
  await pay.press('Enter');
  await expect(amount).toHaveAttribute('aria-invalid', 'true');
  await expect(amount).toBeFocused();
  await amount.fill('12.00');
  await expect(amount).toHaveAttribute('aria-invalid', 'false');
});

test.describe('nothing grave is found by axe', () => {
  test('on a page with a pay button, and in its dialog', { tag: '@nowoo' }, async ({ page }) => {
    const button = await visitPayPage(await Shopper.at(page, mainSite));
    await expectAccessible(page, '.wp-block-multipay-pay-button');
    await (await button.payWith(weChatPay)).isOpen();
    await expectAccessible(page, 'dialog[open]');
  });

  test('in the Checkout block, and in its dialog', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    const dialog = await shopper.buy(alipay);
    await dialog.isOpen();
    await expectAccessible(page, 'dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForURL(/pay_for_order/);
    await expectAccessible(page, '#payment');
  });

  test('in the payment methods of the Checkout block', async ({ page }) => {
    const shopper = await Shopper.at(page, mainShop);
    await shopper.fillCart();
    await shopper.goToCheckout(weChatPay);
    await expectAccessible(page, '.wp-block-woocommerce-checkout-payment-block');
  });
});
