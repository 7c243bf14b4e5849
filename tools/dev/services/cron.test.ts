import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nobodysAddress } from '../testing/places';
import { startCron } from './cron';

async function site() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

describe('the cron of a network', () => {
  it('asks every site again and again, whichever is away', async () => {
    const { asked, url } = await site();
    const end = startCron([`${await nobodysAddress()}/`, url, `${url}shop2/`], 10);
    await expect.poll(() => asked.length).toBeGreaterThanOrEqual(4);
    await end();
    expect(asked.slice(0, 4)).toEqual(['/wp-cron.php', '/shop2/wp-cron.php', '/wp-cron.php', '/shop2/wp-cron.php']);
  });

  it('asks nobody after it has ended', async () => {
    const [first, other] = [await site(), await site()];
    const end = startCron([first.url], 10);
    await expect.poll(() => first.asked.length).toBeGreaterThanOrEqual(1);
    await end();
    const then = first.asked.length;
    // Time for three more rounds, by the clock of another cron.
    const endOther = startCron([other.url], 10);
    await expect.poll(() => other.asked.length).toBeGreaterThanOrEqual(3);
    await endOther();
    expect(first.asked.length).toBe(then);
  });
});
