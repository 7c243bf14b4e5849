import type { Program } from '../system/process-group';
import type { Service } from '../system/processes';

/** A program of one line of JavaScript. */
export const nodeProgram = (name: string, code: string, directory: string): Program => ({
  name,
  command: process.execPath,
  args: ['-e', code],
  directory,
  environment: process.env,
  stopWithinMs: 5_000,
});

/** A service that serves as soon as `ready` says so. */
export const nodeService = (
  name: string,
  code: string,
  directory: string,
  ready: Service['ready'] = () => Promise.resolve(true),
): Service => ({ ...nodeProgram(name, code, directory), ready, readyWithinMs: 10_000 });

/** Whether there is a process with this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH.
    return false;
  }
}
