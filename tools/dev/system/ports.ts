import { createServer } from 'node:net';
import { PORTS_IN_A_ROW } from '../options';
import { StartProblem } from '../problem';

/** What each of the ports in a row is for. */
const PURPOSES = [
  'WordPress',
  "the bridge's private listener",
  "the bridge's public listener",
  'the WeChat Pay simulator',
  'the Alipay simulator',
  'MariaDB',
] as const satisfies { length: typeof PORTS_IN_A_ROW };

const LOOPBACK = '127.0.0.1';
const FARTHEST_SUGGESTION = 1_000;

/** The addresses that a start serves at, made of its first port. */
export const addresses = (port: number) =>
  ({
    wordpress: `http://${LOOPBACK}:${port}/`,
    wordpressAt: `${LOOPBACK}:${port}`,
    bridgePrivate: `http://${LOOPBACK}:${port + 1}`,
    bridgePrivateAt: `${LOOPBACK}:${port + 1}`,
    bridgePublic: `http://${LOOPBACK}:${port + 2}`,
    bridgePublicAt: `${LOOPBACK}:${port + 2}`,
    weChatPay: `http://${LOOPBACK}:${port + 3}`,
    weChatPayPort: port + 3,
    alipay: `http://${LOOPBACK}:${port + 4}`,
    alipayPort: port + 4,
    mariadbPort: port + 5,
  }) as const;

export type Addresses = ReturnType<typeof addresses>;

/** Whether one can listen on this port of the loopback address. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first port at or after this one that has enough free ones behind it; undefined when none is near. */
export async function freeRow(from: number): Promise<number | undefined> {
  const last = Math.min(from + FARTHEST_SUGGESTION, 65_536 - PORTS_IN_A_ROW);
  for (let port = from; port <= last; port += PORTS_IN_A_ROW) {
    const row = Array.from({ length: PORTS_IN_A_ROW }, (_, index) => isFree(port + index));
    if ((await Promise.all(row)).every(Boolean)) return port;
  }
  return undefined;
}

/**
 * Sees that every port of a start is free.
 *
 * @throws StartProblem that names the busy one, what it is for, and a row that is free
 */
export async function requireFreePorts(port: number): Promise<void> {
  for (const [index, purpose] of PURPOSES.entries()) {
    if (await isFree(port + index)) continue;
    const other = await freeRow(port + PORTS_IN_A_ROW);
    const advice = other === undefined ? 'another --port' : `--port ${other}`;
    throw new StartProblem(
      `Port ${port + index}, for ${purpose}, is in use. End what uses it, or start with ${advice}.`,
    );
  }
}
