import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environmentFor, type Context } from '../setup/context';

/** How Node is told to run TypeScript. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Where a simulator's control API lies. */
export const controlUrl = (simulator: string): string => `${simulator}/_simulator`;

async function controls(simulator: string): Promise<boolean> {
  return (await fetch(`${controlUrl(simulator)}/settings`)).ok;
}

/** Starts both simulators, with what they remember in the home. */
export async function startSimulators(context: Context): Promise<void> {
  const { addresses, paths, processes, repository } = context;
  const ports = ['--wechat-port', String(addresses.weChatPayPort), '--alipay-port', String(addresses.alipayPort)];
  await processes.start({
    name: 'simulators',
    command: process.execPath,
    args: ['--import', TSX, join(repository, 'simulators', 'main.ts'), ...ports, '--state', paths.simulators],
    directory: repository,
    environment: environmentFor(paths.home, {}),
    stopWithinMs: 5_000,
    ready: async () => (await controls(addresses.weChatPay)) && (await controls(addresses.alipay)),
    readyWithinMs: 30_000,
  });
}

/** What a merchant would copy from a provider's console. It holds keys: it is for the bridge alone. */
export interface SimulatedMerchant {
  readonly name: string;
  readonly credentials: Readonly<Record<string, unknown>>;
}

/**
 * Makes a merchant at a simulator, or answers with the one that it made before.
 *
 * @throws Error when the simulator refuses
 */
export async function simulatedMerchant(simulator: string, name: string): Promise<SimulatedMerchant> {
  const response = await fetch(`${controlUrl(simulator)}/merchants`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: 'demo', name }),
  });
  if (!response.ok) throw new Error(`${simulator} answers ${response.status} when asked for a merchant`);
  return (await response.json()) as SimulatedMerchant;
}
