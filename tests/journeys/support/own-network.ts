import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as plainTest } from '@playwright/test';
import { defaultOptions } from '../../../tools/dev/options';
import { startNetwork, type RunningNetwork } from '../../../tools/dev/start-network';
import { freeRow } from '../../../tools/dev/system/ports';
import { dev } from './network';

/* Journeys that break or change what others rely on run in a network of their own, one for each worker. */

/** Starts another network with the versions and the database of the one that the journeys run on. */
async function startOwnNetwork(home: string): Promise<RunningNetwork> {
  return startNetwork({
    ...defaultOptions(home),
    // Somewhere else each time, so that two that start at once do not choose the same.
    port: await freeRow(30_000 + Math.floor(Math.random() * 10_000)),
    database: dev.database,
    wordpress: dev.wordpress.version,
    woocommerce: dev.woocommerce?.version ?? 'none',
    install: false,
  });
}

/** Tests with a network whose parts may be killed and whose settings may be changed. */
export const test = plainTest.extend<object, { network: RunningNetwork }>({
  network: [
    async ({}, use) => {
      const home = await mkdtemp(join(tmpdir(), 'multipay-breaking-'));
      const network = await startOwnNetwork(home);
      await use(network);
      await network.stop();
      await rm(home, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});
