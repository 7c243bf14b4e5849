/** The bridge's private API as OpenAPI 3.1, made of the contracts' table. */
import type { TSchema } from 'typebox';
import { API, type Access, type Route } from '@multipay/contracts/api';
import { ERRORS, type ErrorCode } from '@multipay/contracts/errors';
import { Problem } from '@multipay/contracts/schemas/problem';
import { SIGNATURE_SCHEME } from '@multipay/contracts/signing';

type ObjectSchema = TSchema & { properties: Record<string, TSchema>; required?: string[] };

/** What every signed route can answer. */
const ALWAYS: readonly ErrorCode[] = ['invalid_request', 'internal_error', 'store_unavailable'];
const WHEN_SIGNED: readonly ErrorCode[] = [
  'signature_missing',
  'key_unknown',
  'signature_invalid',
  'clock_skew',
  'replay_attack',
  'forbidden',
  'rate_limited',
];

const WHOSE_KEY: Record<Access, string> = {
  site: "A site's key, or the network's with `?site_id=`.",
  network: "The network's key.",
  pairing_code: 'The key derived from an unused pairing code.',
  nobody: 'Unsigned.',
};

/** TypeBox keeps notes of its own beside the schema's words; only the words go into the file. */
const plain = (schema: TSchema): unknown => JSON.parse(JSON.stringify(schema));

const parametersIn = (place: 'path' | 'query', schema: TSchema | undefined): object[] => {
  if (!schema) return [];
  const { properties, required = [] } = schema as ObjectSchema;
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = plain(property) as { description?: string };
    return { name, in: place, required: required.includes(name), ...(description && { description }), schema: rest };
  });
};

const speaksFor = {
  name: 'site_id',
  in: 'query',
  required: false,
  description: "Which site a network's key speaks for.",
  schema: { type: 'string' },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'A UUID, stored by the client before it sends. The same key gives the same payment for 24 hours.',
  schema: { type: 'string', format: 'uuid' },
};

function problems({ access, errors }: Route): Record<string, object> {
  const codes = [...errors, ...ALWAYS, ...(access === 'nobody' ? [] : WHEN_SIGNED)];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(ERRORS[code].status, [...(byStatus.get(ERRORS[code].status) ?? []), code]);
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, found]) => [
        status,
        { description: [...new Set(found)].map((code) => `\`${code}\``).join(', '), content },
      ]),
  );
}

function operation(operationId: string, route: Route): object {
  const parameters = [
    ...parametersIn('path', route.params),
    ...parametersIn('query', route.query),
    ...(route.access === 'site' ? [speaksFor] : []),
    ...(route.idempotent ? [idempotencyKey] : []),
  ];
  return {
    operationId,
    summary: route.summary,
    description: WHOSE_KEY[route.access],
    ...(route.access !== 'nobody' && { security: [{ signature: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: plain(route.body) } } },
    }),
    responses: {
      [route.status]: { description: 'Done.', content: { 'application/json': { schema: plain(route.answer) } } },
      ...problems(route),
    },
  };
}

export function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, route] of Object.entries(API as Record<string, Route>)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(operationId, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'MultiPay bridge',
      version,
      description: 'For WordPress and operators, on the private listener. Amounts are whole minor units.',
      license: { name: 'GPL-3.0-or-later', identifier: 'GPL-3.0-or-later' },
    },
    paths,
    components: {
      schemas: { Problem: plain(Problem) },
      securitySchemes: {
        signature: {
          type: 'http',
          scheme: SIGNATURE_SCHEME,
          description:
            'HMAC-SHA256 over scheme, key id, audience, method, target, timestamp, nonce and body digest: docs/signing.md.',
        },
      },
    },
  };
}
