import { Type, type Static } from 'typebox';
import { Payment } from './payment';
import { Id, Nullable, Page, PageQuery, Time, Words } from './words';

/**
 * - `payment.succeeded`: the order may be completed
 * - `payment.review_needed`: there is money, but a person must decide (see the payment's flags)
 * - `payment.failed`, `payment.expired`: this attempt is over; the order may be tried again
 */
export const WEBHOOK_TYPES = [
  'payment.succeeded',
  'payment.review_needed',
  'payment.failed',
  'payment.expired',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/**
 * What the bridge posts to a site, signed as Standard Webhooks: headers `webhook-id` (the event's id, the same at each
 * try), `webhook-timestamp` (seconds), `webhook-signature` (`v1,<base64 HMAC-SHA256 of id.timestamp.body>`, several
 * during a key rotation, parted by blanks).
 */
export const WebhookEvent = Type.Object(
  {
    type: Words(WEBHOOK_TYPES, { description: 'What happened.' }),
    timestamp: Time('When it happened.'),
    data: Type.Object({ payment: Payment }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
export type WebhookEvent = Static<typeof WebhookEvent>;

export const DELIVERY_STATES = ['waiting', 'delivered', 'parked'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const WebhookDelivery = Type.Object(
  {
    id: Id('delivery', 'One event to one address.'),
    event_id: Id('event', 'The same at each try.'),
    type: Words(WEBHOOK_TYPES, { description: 'What happened.' }),
    payment_id: Id('payment', 'Which payment it is about.'),
    url: Type.String({ description: 'Where it goes.' }),
    state: Words(DELIVERY_STATES, { description: '`parked`: given up, until somebody replays it.' }),
    tries: Type.Integer({ minimum: 0 }),
    last_answer: Nullable(Type.String({ description: 'The last HTTP status, or why there was none.' })),
    next_try_at: Nullable(Time('When it is tried again.')),
    created_at: Time('When the event happened.'),
  },
  { additionalProperties: false },
);
export type WebhookDelivery = Static<typeof WebhookDelivery>;

export const WebhookDeliveryPage = Page(WebhookDelivery, 'The newest first.');

export const ListWebhookDeliveries = Type.Object(
  {
    state: Type.Optional(Words(DELIVERY_STATES, { description: 'Only deliveries in this state.' })),
    ...PageQuery,
  },
  { additionalProperties: false },
);
export type ListWebhookDeliveries = Static<typeof ListWebhookDeliveries>;
