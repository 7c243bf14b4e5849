/** What a shopper's page knows of a payment: the answer of `multipay/v1/payments`, and `multipay` in the checkout. */
import type { PaymentStatus } from '@multipay/contracts/payment-rules';
import type { Channel, ProviderName } from '@multipay/contracts/providers';

export type GatewayId = 'multipay_wechat' | 'multipay_alipay';

/** Shows that the reader may know of the payment: the WooCommerce order's key, or the pay button's return key. */
export interface Proof {
  /** `order_123` or `button_<ulid>`. */
  readonly order: string;
  readonly key: string;
}

/** Enough to ask for one payment's state. */
export interface PaymentReference extends Proof {
  /** Absolute address of `multipay/v1/payments/{payment_id}`. */
  readonly endpoint: string;
}

export type Prompt =
  | { readonly type: 'qr_code'; readonly code_url: string }
  | { readonly type: 'redirect'; readonly redirect_url: string };

/** The bridge's server-sent stream for one payment; the token is read-only and ends by itself. */
interface StatusStream {
  readonly url: string;
  readonly token: string;
  readonly expires_at: string;
}

export interface PaymentView extends PaymentReference {
  readonly payment_id: string;
  readonly gateway: GatewayId;
  readonly provider: ProviderName;
  readonly channel: Channel;
  readonly status: PaymentStatus;
  readonly merchant_name: string;
  /** With its currency sign, as people read it: `¥10.01`. */
  readonly amount_text: string;
  /** RFC 3339. */
  readonly payable_until: string;
  /** RFC 3339: the server's clock when it answered, since a shopper's clock may be hours off. */
  readonly server_time: string;
  /** Null when nothing is left to pay. */
  readonly prompt: Prompt | null;
  /** Null when the bridge has no public address. */
  readonly stream: StatusStream | null;
  /** Where a paid shopper belongs. */
  readonly success_url: string;
  /** The page that shows the same payment again. */
  readonly retry_url: string;
}

const TEXTS = [
  'payment_id',
  'order',
  'key',
  'gateway',
  'status',
  'amount_text',
  'payable_until',
  'endpoint',
  'success_url',
  'retry_url',
];

/**
 * Takes a view from outside.
 *
 * @throws TypeError when it is not one, so that a page shows an error instead of an empty dialog
 */
export function asPaymentView(value: unknown): PaymentView {
  const view = (value ?? {}) as Record<string, unknown>;
  const missing = TEXTS.find((name) => typeof view[name] !== 'string');
  if (missing !== undefined) throw new TypeError(`not a payment: ${missing} is missing`);
  return view as unknown as PaymentView;
}

const OVER: readonly PaymentStatus[] = ['succeeded', 'failed', 'expired'];

/** Whether waiting has ended. Money that comes still later is found by the bridge, not by this page. */
export const isOver = (status: PaymentStatus): boolean => OVER.includes(status);
