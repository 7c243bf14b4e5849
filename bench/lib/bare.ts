/** Runs the bare SDK in a process of its own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProviderName } from '@multipay/contracts/providers';
import type { Shop } from './shop';
import { run, type Stand } from './stand';

const PROGRAM = fileURLToPath(new URL('./bare-sdk.ts', import.meta.url));

export interface BareRun {
  readonly opened: number;
  readonly seconds: number;
  /** Processor time of all of it, in milliseconds. */
  readonly cpuMs: number;
  /** Milliseconds, sorted; from when a call was due where a rate was asked for. */
  readonly latencies: number[];
}

export interface BareWish {
  readonly provider: ProviderName;
  readonly concurrency: number;
  readonly seconds: number;
  /** So many a second, evenly; undefined: as many as it takes. */
  readonly perSecond?: number;
}

export async function bareSdk(stand: Stand, shop: Shop, wish: BareWish): Promise<BareRun> {
  const { provider, concurrency, seconds, perSecond = 0 } = wish;
  const file = join(stand.folder, `bare-${provider}.json`);
  writeFileSync(file, JSON.stringify(shop.credentials[provider]), { mode: 0o600 });
  const numbers = [concurrency, seconds, perSecond].map(String);
  const words = ['--import', 'tsx', PROGRAM, provider, stand.simulators[provider], file, ...numbers];
  // The bare SDK writes its own time zone's time, and Alipay takes China's only.
  return JSON.parse(await run(process.execPath, words, { ...process.env, TZ: 'Asia/Shanghai' })) as BareRun;
}
