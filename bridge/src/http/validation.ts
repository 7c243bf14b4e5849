import { isIP } from 'node:net';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';

const formats = { ip: (text: string) => isIP(text) !== 0 };

/** Bodies are taken as they are: "12" is no number. In addresses everything is text, so there it may be one. */
const strict = new Ajv({ formats, allowUnionTypes: true });
const coercing = new Ajv({ formats, allowUnionTypes: true, coerceTypes: true, useDefaults: true });
addFormats(strict);
addFormats(coercing);

export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? strict : coercing).compile(schema);
