import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from './checks';
import { leftovers } from './leftovers';

const LEFT_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** A start as a person makes it: by the command line, in a home that is set up. */
async function startByHand(repository: string, args: readonly string[]) {
  const child = spawn(process.execPath, [join(repository, 'tools', 'start.mjs'), ...args], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      told += text.toString();
      if (told.includes('Ctrl-C ends it')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the start ended by itself (${code}):\n${told}`)));
  });
  return { child, told: () => told };
}

/**
 * Ends a start by a signal and sees that nothing of it is left.
 *
 * @param closed whether the terminal is closed before, so that nothing can be told any more
 */
export async function endsBy(
  signal: NodeJS.Signals,
  repository: string,
  home: string,
  port: number,
  closed = false,
): Promise<string> {
  const { child } = await startByHand(repository, ['--home', home, '--port', String(port)]);
  if (closed) child.stdout.destroy();
  const began = performance.now();
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code, by] = (await ended) as [number | null, NodeJS.Signals | null];
  if (signal !== 'SIGKILL') expect(code === 0, `a start that is ended by ${signal} exits with 0, not ${code ?? by}`);
  // Whoever is killed leaves it to the guard, which takes its time.
  while ((await leftovers(home)).length > 0 && performance.now() - began < LEFT_WITHIN_MS) await sleep(LOOK_EVERY_MS);
  const left = await leftovers(home);
  expect(left.length === 0, `no process is left: ${left.join('; ')}`);
  return `${Math.round(performance.now() - began)} ms`;
}

/** A second start on a home that runs is refused, and so is one on ports that are taken. */
export async function secondStartIsRefused(
  repository: string,
  home: string,
  otherHome: string,
  port: number,
): Promise<string> {
  const { child } = await startByHand(repository, ['--home', home, '--port', String(port)]);
  const refusal = async (args: readonly string[], sentence: RegExp): Promise<void> => {
    const error = await startByHand(repository, args).then(
      () => new Error('it was not refused'),
      (reason: unknown) => reason as Error,
    );
    expect(sentence.test(error.message), `${args.join(' ')} is refused with ${sentence}, not: ${error.message}`);
  };
  await refusal(
    ['--home', home, '--port', String(port + 50)],
    /A start is running on this home already \(process \d+\)/,
  );
  await refusal(['--home', home, '--reset'], /A start is running on this home already/);
  await refusal(['--home', otherHome, '--port', String(port)], /Port \d+, for WordPress, is in use.*--port \d+/);
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
  return 'three times';
}
