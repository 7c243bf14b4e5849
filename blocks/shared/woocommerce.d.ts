/**
 * What WooCommerce's own scripts offer at run time, as far as we use it. Seen in WooCommerce 8.9, 10.0 and 11.0; the
 * packages are not usable from npm.
 */
declare module '@woocommerce/blocks-registry' {
  import type { ReactElement } from 'react';

  export interface EmitResponse {
    readonly responseTypes: { readonly SUCCESS: string; readonly ERROR: string };
    readonly noticeContexts: { readonly PAYMENTS: string };
  }

  /** What an observer of a successful checkout answers; `true` lets WooCommerce go on by itself. */
  export type ObserverAnswer =
    | true
    | { readonly type: string; readonly redirectUrl: string }
    | { readonly type: string; readonly message: string; readonly retry: true; readonly messageContext: string };

  export interface CheckoutSuccess {
    /** What `process_payment` returned, every value as text. */
    readonly processingResponse: { readonly paymentDetails: Readonly<Record<string, string>> };
  }

  export interface PaymentMethodProps {
    readonly emitResponse: EmitResponse;
    readonly eventRegistration: {
      /** @returns takes the observer away again */
      readonly onCheckoutSuccess: (observer: (success: CheckoutSuccess) => Promise<ObserverAnswer>) => () => void;
    };
    readonly components: { readonly PaymentMethodLabel: (props: { text: string; icon?: string }) => ReactElement };
  }

  export interface PaymentMethod {
    readonly name: string;
    /** Cloned by WooCommerce, which then hands it its props. */
    readonly label: ReactElement;
    readonly content: ReactElement;
    readonly edit: ReactElement;
    readonly ariaLabel: string;
    readonly canMakePayment: () => boolean;
    readonly supports: { readonly features: readonly string[] };
  }

  export function registerPaymentMethod(method: PaymentMethod): void;
}

declare module '@woocommerce/settings' {
  /** What `AbstractPaymentMethodType::get_payment_method_data()` returned; undefined when the method is not active. */
  export function getPaymentMethodData(name: string): unknown;
}
