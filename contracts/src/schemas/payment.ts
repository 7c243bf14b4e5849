import { Type, type Static } from 'typebox';
import { PAYMENT_FLAGS, PAYMENT_REASONS, PAYMENT_STATUSES } from '../payment-rules';
import { CHANNELS, PROVIDERS } from '../providers';
import { AmountMinor, Currency, Id, Nullable, OrderRef, Page, PageQuery, SiteId, Time, Words } from './words';

const Provider = Words(PROVIDERS, { description: 'Who moves the money.' });

/**
 * Open or resume: the same order with the same terms (amount, currency, merchant account, channel) gets the attempt
 * that it already has, other terms get a new one and supersede it.
 */
export const OpenPayment = Type.Object(
  {
    order_ref: OrderRef,
    provider: Provider,
    channel: Type.Optional(
      Words([...CHANNELS, 'auto'], { description: "`auto` (the default) lets the shopper's device decide." }),
    ),
    amount: AmountMinor('What the shopper pays.'),
    currency: Currency,
    description: Type.String({
      minLength: 1,
      maxLength: 127,
      description: "What the shopper reads in the provider's app. Fixed when the attempt is opened.",
    }),
    return_url: Type.String({
      format: 'uri',
      maxLength: 400,
      description: "Where the provider sends the browser back to. On the site's own host. Proves nothing.",
    }),
    client_ip: Type.String({ format: 'ip', description: "The shopper's address. Kept apart from the books." }),
    user_agent: Type.String({ maxLength: 512, description: "The shopper's browser, as it names itself." }),
  },
  { additionalProperties: false },
);
export type OpenPayment = Static<typeof OpenPayment>;

const Prompt = Type.Object(
  {
    type: Words(['qr_code', 'redirect'], { description: 'Show a QR code of `code_url`, or go to `redirect_url`.' }),
    code_url: Type.Optional(Type.String({ description: 'The text of the QR code.' })),
    redirect_url: Type.Optional(Type.String({ description: "The provider's page." })),
  },
  { additionalProperties: false, description: 'What the shopper needs in order to pay.' },
);

const Stream = Type.Object(
  {
    url: Type.String({ description: "A server-sent event stream on the bridge's public address." }),
    token: Type.String({ description: 'Send it as `Authorization: Bearer`. For this payment, read-only.' }),
    expires_at: Time('When the token ends, 15 minutes after it was made.'),
  },
  { additionalProperties: false },
);

export const Payment = Type.Object(
  {
    id: Id('payment', 'Also the order number that the provider sees.'),
    site_id: SiteId,
    order_ref: OrderRef,
    attempt: Type.Integer({ minimum: 1, description: 'Counted by the bridge, from 1, for each order.' }),
    provider: Provider,
    merchant_id: Id('merchant', 'The merchant account that gets the money.'),
    merchant_name: Type.String({ description: 'As the shopper knows the merchant.' }),
    channel: Words(CHANNELS, { description: 'How the shopper meets the provider.' }),
    amount: AmountMinor('What was asked.'),
    currency: Currency,
    description: Type.String(),
    status: Words(PAYMENT_STATUSES, { description: 'See the transitions in the guide.' }),
    reason: Nullable(Words(PAYMENT_REASONS, { description: 'Why it failed or ended.' })),
    flags: Type.Array(Words(PAYMENT_FLAGS, { description: 'What is unusual about a success.' })),
    payable_until: Time('The last moment to pay.'),
    created_at: Time('When the attempt was opened.'),
    paid_at: Nullable(Time('When the provider took the money.')),
    paid_amount: Nullable(AmountMinor('What the provider took.')),
    paid_currency: Nullable(Currency),
    provider_transaction_id: Nullable(Type.String({ description: "The provider's own number." })),
  },
  { additionalProperties: false },
);
export type Payment = Static<typeof Payment>;

/** A payment with what the shopper needs to pay it now. */
export const OpenedPayment = Type.Object(
  {
    payment: Payment,
    prompt: Type.Union([Prompt, Type.Null()], { description: 'Null when nothing is left to pay.' }),
    stream: Type.Union([Stream, Type.Null()], { description: 'Null when the bridge has no public address.' }),
  },
  { additionalProperties: false },
);
export type OpenedPayment = Static<typeof OpenedPayment>;
export type StreamAnswer = Static<typeof Stream>;

export const ListPayments = Type.Object(
  {
    order_ref: Type.Optional(OrderRef),
    status: Type.Optional(Words(PAYMENT_STATUSES, { description: 'Only payments in this status.' })),
    kind: Type.Optional(Words(['order', 'button'], { description: "Only orders' or only pay buttons' payments." })),
    provider: Type.Optional(Provider),
    flagged: Type.Optional(Type.Boolean({ description: 'Only successes with something unusual.' })),
    search: Type.Optional(
      Type.String({
        maxLength: 64,
        description: "A payment's id, an order's number or reference, or the provider's number, whole.",
      }),
    ),
    from: Type.Optional(Time('Opened then or later.')),
    to: Type.Optional(Time('Opened before.')),
    ...PageQuery,
  },
  { additionalProperties: false },
);
export type ListPayments = Static<typeof ListPayments>;

export const PaymentPage = Page(Payment, 'The newest first.');

/** One step in a payment's life. */
export const PaymentTransition = Type.Object(
  {
    from: Nullable(Type.String({ description: 'The status before; null at the beginning.' })),
    to: Words(PAYMENT_STATUSES, { description: 'The status after.' }),
    by: Words(['shop', 'provider_answer', 'provider_query', 'provider_notification'], {
      description: 'Whose word it was.',
    }),
    reason: Nullable(Type.String()),
    flags: Type.Array(Words(PAYMENT_FLAGS, { description: 'What was unusual.' })),
    provider_reference: Nullable(Type.String({ description: "The provider's id of what it told us." })),
    at: Time('When the bridge wrote it down.'),
  },
  { additionalProperties: false },
);
export type PaymentTransition = Static<typeof PaymentTransition>;
export const PaymentTransitions = Type.Object(
  { items: Type.Array(PaymentTransition) },
  { additionalProperties: false },
);

/** Everything that happened around one payment, the oldest first. */
export const PaymentTimeline = Type.Object(
  {
    payment: Payment,
    attempts: Type.Array(Payment, { description: 'All attempts of the same order, the oldest first.' }),
    items: Type.Array(
      Type.Object(
        {
          kind: Words(['transition', 'notification', 'delivery'], { description: 'What happened.' }),
          at: Time('When.'),
          title: Type.String({ description: "The status, the notification's outcome, or the delivery's state." }),
          detail: Nullable(Type.String({ description: 'Who or why: `provider_query`, a reason, an HTTP answer.' })),
          reference: Nullable(Type.String({ description: "The provider's or the delivery's id." })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PaymentTimeline = Static<typeof PaymentTimeline>;
