/** The built program as a process of its own, which can be ended without warning. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const FOLDER = new URL('..', import.meta.url).pathname;
export const PROGRAM = join(FOLDER, 'dist/multipay.js');

export function buildProgram(): void {
  execFileSync(process.execPath, ['build.mjs'], { cwd: FOLDER, stdio: 'ignore' });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

export interface RunningProgram {
  /** `kill -9`: nothing is finished, nothing is said. */
  kill(): Promise<void>;
}

/** Starts a bridge and waits until it serves. */
export async function startProgram(env: Record<string, string>): Promise<RunningProgram> {
  const child = spawn(process.execPath, [PROGRAM, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let said = '';
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('the bridge is up')) ready();
    });
    child.once('exit', (code) => failed(new Error(`the bridge ended with ${String(code)}: ${said}`)));
  });
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
