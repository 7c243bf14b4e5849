import { describe, expect, it } from 'vitest';
import { API, type Route } from './api';
import { CREDENTIAL_SCHEMAS } from './schemas/merchant';
import { Problem } from './schemas/problem';
import { WebhookEvent } from './schemas/webhook';

/** What WordPress's rest_validate_value_from_schema understands, and words that are only for people. */
const WORDPRESS_WORDS = new Set([
  ...[
    'type',
    'enum',
    'properties',
    'required',
    'additionalProperties',
    'patternProperties',
    'items',
    'anyOf',
    'format',
  ],
  ...['minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'minItems', 'maxItems', 'default', 'description'],
]);

/** Words of a schema that WordPress would not check. */
function strangers(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([word, value]) => {
    if (!WORDPRESS_WORDS.has(word)) return [`${path}/${word}`];
    if (word === 'properties' || word === 'patternProperties') {
      return Object.entries(value as object).flatMap(([name, inner]) => strangers(inner, `${path}/${name}`));
    }
    if (word === 'anyOf') return (value as unknown[]).flatMap((inner, at) => strangers(inner, `${path}/${at}`));
    return word === 'items' || word === 'additionalProperties' ? strangers(value, `${path}/${word}`) : [];
  });
}

const routes = Object.entries(API as Record<string, Route>);

describe('the schemas', () => {
  const all = [
    ...routes.flatMap(([name, { params, query, body, answer }]) =>
      [params, query, body, answer].map((one) => [name, one] as const),
    ),
    ...Object.entries({ ...CREDENTIAL_SCHEMAS, Problem, WebhookEvent }),
  ];

  it.each(all.filter(([, schema]) => schema !== undefined))(
    'of %s use only words that WordPress can check',
    (name, schema) => {
      expect(strangers(JSON.parse(JSON.stringify(schema)), name)).toEqual([]);
    },
  );
});

describe('the API', () => {
  it('has one route for each method and path', () => {
    const doors = routes.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(doors).size).toBe(doors.length);
  });

  it('leaves only health unsigned', () => {
    expect(routes.filter(([, { access }]) => access === 'nobody').map(([name]) => name)).toEqual(['isLive', 'isReady']);
  });

  it('refuses unknown fields in every body, so that a misspelt one is not silently dropped', () => {
    const open = routes.filter(
      ([, { body }]) => body && (body as { additionalProperties?: unknown }).additionalProperties !== false,
    );
    expect(open.map(([name]) => name)).toEqual([]);
  });
});
