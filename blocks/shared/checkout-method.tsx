/** What both payment methods of the Checkout block have in common. */
import { createElement, Fragment, useEffect } from '@wordpress/element';
import type { PaymentMethod, PaymentMethodProps } from '@woocommerce/blocks-registry';
import { checkoutObserver } from './checkout-observer';
import type { CheckoutSettings } from './checkout-settings';
import type { GatewayId } from './payment-view';

interface Part {
  readonly settings: CheckoutSettings;
}

/** WooCommerce clones the element and hands it its props then. */
type FromWooCommerce = Part & Partial<PaymentMethodProps>;

/** A method as WooCommerce wants to have it registered. */
export const checkoutMethod = (name: GatewayId, settings: CheckoutSettings): PaymentMethod => ({
  name,
  label: <MethodLabel settings={settings} />,
  content: <MethodContent settings={settings} />,
  edit: <MethodPreview settings={settings} />,
  ariaLabel: settings.title,
  canMakePayment: () => settings.available,
  supports: { features: settings.supports },
});

function MethodLabel({ settings: { title, icon } }: FromWooCommerce): JSX.Element {
  return (
    <span className="multipay-method-label">
      {title}
      {icon !== '' && <img className="multipay-method-label__icon" src={icon} alt="" />}
    </span>
  );
}

function MethodContent({ settings, eventRegistration, emitResponse }: FromWooCommerce): JSX.Element {
  const subscribe = eventRegistration?.onCheckoutSuccess;
  useEffect(() => {
    if (!subscribe || !emitResponse) return undefined;
    return subscribe(checkoutObserver(settings.endpoint_base, emitResponse));
  }, [subscribe, emitResponse, settings]);
  return <MethodPreview settings={settings} />;
}

const MethodPreview = ({ settings }: Part): JSX.Element => <>{settings.description}</>;
