import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StartProblem } from '../problem';
import { addresses, freeRow, isFree, requireFreePorts } from './ports';

async function aRow(): Promise<number> {
  const port = await freeRow(30_000 + Math.floor(Math.random() * 20_000));
  if (port === undefined) throw new Error('this machine has no free ports');
  return port;
}

async function occupy(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

describe('the ports of a start', () => {
  it('stand in a row behind the first one', () => {
    expect(addresses(9000)).toMatchObject({
      wordpress: 'http://127.0.0.1:9000/',
      bridgePrivate: 'http://127.0.0.1:9001',
      bridgePublic: 'http://127.0.0.1:9002',
      weChatPay: 'http://127.0.0.1:9003',
      alipay: 'http://127.0.0.1:9004',
      mariadbPort: 9005,
    });
  });

  it('are fine when all are free', async () => {
    await expect(requireFreePorts(await aRow())).resolves.toBeUndefined();
  });

  it.each([
    [0, 'WordPress'],
    [4, 'the Alipay simulator'],
    [5, 'MariaDB'],
  ])('say which is busy, what for, and where there is room (place %i)', async (place, purpose) => {
    const row = await aRow();
    await occupy(row + place);
    const problem = await requireFreePorts(row).catch((error: unknown) => error as StartProblem);
    expect(problem).toBeInstanceOf(StartProblem);
    const { message } = problem as StartProblem;
    expect(message).toContain(`Port ${row + place}, for ${purpose}, is in use.`);
    const advised = Number(/--port (\d+)/.exec(message)?.[1]);
    expect(await isFree(advised)).toBe(true);
  });
});
