/** How often a second a payment's status can be read, beside a bare Fastify route that answers the same text. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { send } from '../bridge/testing/site';
import { load } from './lib/load';
import { atLeast, spread, type Finding } from './lib/report';
import { openCall, type Shop } from './lib/shop';
import type { Stand } from './lib/stand';

const ROUNDS = 5;
const SECONDS = 3;
const GOAL = 0.5;
const BARE = fileURLToPath(new URL('./lib/bare-fastify.ts', import.meta.url));

async function bareFastify(answer: object, folder: string): Promise<{ url: string; end(): Promise<void> }> {
  const file = join(folder, 'answer.json');
  writeFileSync(file, JSON.stringify(answer));
  const child = spawn(process.execPath, ['--import', 'tsx', BARE, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    url,
    async end() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

export async function reads(stand: Stand, shop: Shop): Promise<Finding> {
  const { method, target, body, headers } = openCall(shop, 'wechat_pay');
  const parts = { method, target, body, ...(headers && { headers }) };
  const opened = await send<{ payment: { id: string } }>(stand.privateUrl, shop.site, parts);
  const path = `/v1/payments/${opened.body.payment.id}`;
  const { body: answer } = await send(stand.privateUrl, shop.site, { method: 'GET', target: path });
  const bare = await bareFastify(answer, stand.folder);
  // The same client signs for both, so that its work is on both sides.
  const read = async (url: string): Promise<number> => {
    const next = () => ({ method: 'GET', target: path }) as const;
    return (await load({ url, key: shop.site, concurrency: 32, seconds: SECONDS, next })).perSecond;
  };
  try {
    await read(stand.privateUrl);
    const rounds: { bare: number; bridge: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ bare: await read(bare.url), bridge: await read(stand.privateUrl) });
    }
    const [ours, theirs] = [rounds.map(({ bridge }) => bridge), rounds.map(({ bare: bare_ }) => bare_)];
    const ratios = rounds.map(({ bridge, bare: bare_ }) => bridge / bare_);
    const note = `bridge ${spread(ours, 0)}/s, bare Fastify ${spread(theirs, 0)}/s`;
    return atLeast('status reads, bridge / bare Fastify route', ratios, GOAL, note);
  } finally {
    await bare.end();
  }
}
