import { Type, type Static } from 'typebox';
import { PROVIDERS } from '../providers';
import { Id, Words } from './words';

/** A provider's notification that came to a site's door, byte for byte. Only the bridge can tell whether it is genuine. */
export const RelayedNotification = Type.Object(
  {
    provider: Words(PROVIDERS, { description: 'Whose door it was.' }),
    merchant_id: Type.Optional(
      Id('merchant', "The account named in the address; without it the site's own are tried."),
    ),
    headers: Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 8192 }), {
      description: 'Names in lower case.',
    }),
    body_base64: Type.String({ maxLength: 90_000, description: 'The raw bytes.' }),
    source_ip: Type.String({ format: 'ip', description: 'Who brought it.' }),
  },
  { additionalProperties: false },
);
export type RelayedNotification = Static<typeof RelayedNotification>;

/** What the site answers to the provider, literally. */
export const NotificationReply = Type.Object(
  {
    status: Type.Integer({ description: 'The HTTP status.' }),
    content_type: Type.String(),
    body: Type.String(),
    retry_after: Type.Optional(Type.Integer({ description: 'Seconds; with 429.' })),
  },
  { additionalProperties: false },
);
export type NotificationReply = Static<typeof NotificationReply>;
