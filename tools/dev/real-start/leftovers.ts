import { readFile, readdir } from 'node:fs/promises';

/** Processes that a start of this home has started and that still run, as Linux knows them. */
export async function leftovers(home: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    try {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
      if (!environment.split('\0').includes(`MULTIPAY_DEV_HOME=${home}`)) continue;
      found.push(`${pid} ${(await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')}`);
    } catch {
      // Ended while we looked, or another user's.
    }
  }
  return found;
}
