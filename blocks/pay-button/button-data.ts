import type { GatewayId, Proof } from '../shared/payment-view';

/** The payment with which a shopper comes back from the provider. */
export interface Resume extends Proof {
  readonly gateway: GatewayId;
  /** Empty where the answer of the bridge was lost. */
  readonly payment_id: string;
  readonly amount_text: string;
  /** It can be found paid, but it cannot go on: the button sells something else now. */
  readonly terms_changed: boolean;
}

/** What PHP says about a pay button, in `data-multipay-button`. */
export interface ButtonData {
  /** Holds amount, currency and description, signed by the server: the browser names no price. */
  readonly token: string;
  /** Which button it is, and on what terms: changes with them. */
  readonly button: string;
  /** Absolute address of `multipay/v1/payments`. */
  readonly endpoint_base: string;
  /** None where nothing can be paid with at the moment. */
  readonly gateways: readonly { readonly id: GatewayId; readonly title: string }[];
  /** With its currency sign; null for an open amount. */
  readonly amount_text: string | null;
  readonly open_amount: { readonly min_text: string; readonly max_text: string } | null;
  readonly currency: string;
  readonly description: string;
  readonly email: 'none' | 'optional' | 'required';
  readonly resume: Resume | null;
}
