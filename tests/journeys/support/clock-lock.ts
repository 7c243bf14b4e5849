import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { dev } from './network';

export const LOCK = join(dev.home, 'journeys-clock.lock');

const take = (): Promise<boolean> =>
  mkdir(LOCK).then(
    () => true,
    () => false,
  );

/** The providers' clocks are everybody's: who waits for a time to come must be the only one who moves them. */
export async function withTheClocks(work: () => Promise<void>): Promise<void> {
  test.setTimeout(240_000);
  await expect.poll(take, { message: 'the clocks are free', timeout: 180_000 }).toBe(true);
  try {
    await work();
  } finally {
    await rmdir(LOCK);
  }
}
