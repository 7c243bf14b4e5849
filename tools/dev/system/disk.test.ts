import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { MEGABYTE, freeBytes, requireRoom } from './disk';

describe('room on a disk', () => {
  it('is counted for a folder that is not there yet', async () => {
    const folder = await temporaryFolder();
    expect(await freeBytes(join(folder, 'not', 'yet'))).toBeGreaterThan(0);
  });

  it('is fine when there is enough', async () => {
    await expect(requireRoom('/home', 10, 'The network', () => Promise.resolve(10))).resolves.toBeUndefined();
  });

  it('says how much is needed, and where, when there is not', async () => {
    const little = (): Promise<number> => Promise.resolve(12.4 * MEGABYTE);
    await expect(requireRoom('/home/x', 400 * MEGABYTE, 'The network', little)).rejects.toThrow(
      'The network needs 400 MB on the disk that holds /home/x; 13 MB are free. Make room there and start again.',
    );
  });
});
