import { Type, type Static } from 'typebox';
import { ERROR_CODES, NEXT_STEPS } from '../errors';
import { Words } from './words';

/** What the bridge says instead of an answer: RFC 9457, with a stable code and what to do next. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: "A relative reference to the code's documentation." }),
    title: Type.String({ description: 'What the code means, in English.' }),
    status: Type.Integer({ description: 'The HTTP status.' }),
    code: Words(ERROR_CODES, { description: 'Stable: programs decide by this.' }),
    number: Type.Integer({ description: 'The code as a number; its thousands are its class.' }),
    detail: Type.String({ description: 'What happened this time; may change its wording.' }),
    retryable: Type.Boolean({ description: 'Whether the very same request can succeed later.' }),
    next: Words(NEXT_STEPS, { description: 'What the reader can do now.' }),
    request_id: Type.String({ description: "Find it in both sides' logs." }),
    provider_code: Type.Optional(Type.String({ description: "The provider's own word, where it gave one." })),
    field: Type.Optional(Type.String({ description: 'The field that is meant, as a JSON pointer.' })),
  },
  { additionalProperties: false, description: 'RFC 9457 problem details.' },
);
export type Problem = Static<typeof Problem>;
