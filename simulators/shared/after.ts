import { setTimeout as sleep } from 'node:timers/promises';

/** Waits in real time, without keeping the process alive for it. */
export const afterMs = async (milliseconds: number): Promise<void> => {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { ref: false });
};
