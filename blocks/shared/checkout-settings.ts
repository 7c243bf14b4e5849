/** What PHP says about a gateway to the Checkout block (`get_payment_method_data`). */
import type { ProviderName } from '@multipay/contracts/providers';
import type { GatewayId, Proof } from './payment-view';

/** A payment that this shopper began and did not finish. */
export interface UnfinishedPayment extends Proof {
  readonly gateway: GatewayId;
  readonly amount_text: string;
  readonly payment_id: string;
}

export interface CheckoutSettings {
  readonly title: string;
  readonly description: string;
  /** Address of a picture; empty for none. */
  readonly icon: string;
  readonly supports: readonly string[];
  readonly available: boolean;
  readonly provider: ProviderName;
  /** Absolute address of `multipay/v1/payments`. */
  readonly endpoint_base: string;
  readonly resume: UnfinishedPayment | null;
}

const DEFAULTS = { description: '', icon: '', supports: ['products'], resume: null };

/** @returns null where the gateway is not active on this page */
export function asCheckoutSettings(data: unknown): CheckoutSettings | null {
  if (data === null || typeof data !== 'object' || !('endpoint_base' in data)) return null;
  return { ...DEFAULTS, ...(data as CheckoutSettings) };
}
