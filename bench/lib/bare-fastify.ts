/** A Fastify with one route that answers what it always answers: what a read through the bridge is compared with. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const bridge = createRequire(new URL('../../bridge/package.json', import.meta.url));
const { fastify } = bridge('fastify') as typeof import('../../bridge/node_modules/fastify');
const [file = ''] = process.argv.slice(2);
const answer = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

const app = fastify();
app.get('/v1/payments/:id', () => answer);
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`);
