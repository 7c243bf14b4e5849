/** Alipay as a payment method of the Checkout block. */
import { registerPaymentMethod } from '@woocommerce/blocks-registry';
import { getPaymentMethodData } from '@woocommerce/settings';
import { checkoutMethod } from '../shared/checkout-method';
import { asCheckoutSettings } from '../shared/checkout-settings';

const NAME = 'multipay_alipay';

/** Null where the gateway is switched off. */
export const settings = asCheckoutSettings(getPaymentMethodData(NAME));

if (settings) registerPaymentMethod(checkoutMethod(NAME, settings));
