/**
 * The bricks that the schemas are made of.
 *
 * WordPress's REST validator knows no `const`, `$ref` or `allOf`, so schemas stay flat and word lists are `enum`s.
 * A test walks through all schemas and refuses any other keyword.
 */
import { Type, type Static, type TSchema, type TUnsafe } from 'typebox';
import { idPattern, ORDER_REF_PATTERN, SITE_ID_PATTERN, type IdKind } from '../ids';

type Options = { description: string };

export const Words = <T extends string>(words: readonly T[], options: Options): TUnsafe<T> =>
  Type.Unsafe<T>({ type: 'string', enum: [...words], ...options });

/** The same, or null. (`anyOf` would say it too, but makes every reader of the generated files go one level deeper.) */
export function Nullable<S extends TSchema>(schema: S): TUnsafe<Static<S> | null> {
  const { type, enum: words, ...rest } = schema as { type?: string; enum?: string[] };
  return Type.Unsafe<Static<S> | null>({ ...rest, type: [type, 'null'], ...(words && { enum: [...words, null] }) });
}

export const Id = (kind: IdKind, description: string) => Type.String({ pattern: idPattern(kind), description });

export const OrderRef = Type.String({
  pattern: ORDER_REF_PATTERN,
  description: "What is paid, in the shop's words: `order_123` for a WooCommerce order, `button_…` for a pay button.",
});

export const SiteId = Type.String({
  pattern: SITE_ID_PATTERN,
  description: 'The WordPress blog id; `0` stands for the network itself.',
});

export const AmountMinor = (description: string) =>
  Type.Integer({ minimum: 1, maximum: 9_999_999_999_999, description: `${description} In the currency's minor unit.` });

export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' });

export const Time = (description: string) =>
  Type.String({ format: 'date-time', description: `${description} RFC 3339, UTC.` });

/** A list cut into pages by a cursor that is opaque to the reader. */
export const Page = <T extends TSchema>(item: T, description: string) =>
  Type.Object(
    {
      items: Type.Array(item, { description }),
      next_cursor: Nullable(Type.String({ description: 'Give it as `cursor` to read on; null at the end.' })),
    },
    { additionalProperties: false },
  );

export const PageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'From `next_cursor`.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Rows a page.' })),
};
