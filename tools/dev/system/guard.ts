import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('guard-process.mjs', import.meta.url));

/**
 * A process that outlives this one, in order to end what this one leaves behind when it is killed. It sees that by the
 * pipe between the two, which the system closes in any case.
 */
export class Guard {
  private process: ChildProcess | undefined;

  /** @param environment the guard's own */
  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  /** Puts a process group under guard. */
  watch(group: number): void {
    if (!this.process) {
      this.process = spawn(process.execPath, [PROGRAM], {
        detached: true,
        env: this.environment,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      // A guard that has died cannot be written to; it is only ever the second line.
      this.process.stdin?.on('error', () => undefined);
      this.process.unref();
    }
    this.process.stdin?.write(`+${group}\n`);
  }

  /** Takes a group that has ended from under guard: its number may soon be another's. */
  forget(group: number): void {
    this.process?.stdin?.write(`-${group}\n`);
  }

  /** Lets the guard go, and waits until it has gone. */
  async dismiss(): Promise<void> {
    const guard = this.process;
    this.process = undefined;
    if (!guard || guard.exitCode !== null || guard.signalCode !== null) return;
    const ended = once(guard, 'exit');
    guard.ref();
    guard.stdin?.end();
    await ended;
  }
}
