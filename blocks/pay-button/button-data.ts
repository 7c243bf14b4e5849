import type { GatewayId, Proof } from '../shared/payment-view';

/** What PHP says about a pay button, in `data-multipay-button`. */
export interface ButtonData {
  /** Holds amount, currency and description, signed by the server: the browser names no price. */
  readonly token: string;
  /** Absolute address of `multipay/v1/payments`. */
  readonly endpoint_base: string;
  readonly gateways: readonly { readonly id: GatewayId; readonly title: string }[];
  /** With its currency sign; null for an open amount. */
  readonly amount_text: string | null;
  readonly open_amount: { readonly min_text: string; readonly max_text: string } | null;
  readonly currency: string;
  readonly description: string;
  readonly email: 'none' | 'optional' | 'required';
  /** The payment with which a shopper comes back from the provider. */
  readonly resume: (Proof & { readonly payment_id?: string; readonly gateway?: GatewayId }) | null;
}
