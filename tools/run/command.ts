import { spawn } from 'node:child_process';

/** A program that runs to its end. */
export interface Command {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The folder that it runs in. */
  readonly directory: string;
  /** Added to this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How long it may take, in milliseconds; ten minutes unless told. */
  readonly withinMs?: number;
}

/** A program that did not end well. The message says which and how; what it had written is kept. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
  }
}

const TEN_MINUTES_MS = 10 * 60_000;

/**
 * Runs a program and gives what it wrote to its standard output and standard error, in the order of its arrival.
 *
 * @throws CommandFailed when it cannot be started, ends with another code than 0, or takes too long
 */
export function runCommand(given: Command): Promise<string> {
  const { title, command, args, directory, environment, withinMs = TEN_MINUTES_MS } = given;
  return new Promise((resolve, reject) => {
    // A group of its own: whatever it starts ends with it when its time is up.
    const child = spawn(command, args, {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const output = (): string => Buffer.concat(chunks).toString();
    const endGroup = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        // ESRCH: nothing of it is left.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endGroup();
    }, withinMs);
    const interrupted = (): void => {
      endGroup();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const settle = (failure: string | undefined): void => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      if (failure === undefined) resolve(output());
      else reject(new CommandFailed(`${title}: ${failure}`, output()));
    };
    child.once('error', (error) => settle(`${command} cannot be started (${error.message})`));
    child.once('close', (code, signal) => {
      if (late) settle(`took longer than ${withinMs / 1000} s and was ended`);
      else settle(code === 0 ? undefined : `${command} ended with ${signal ?? `code ${code}`}`);
    });
  });
}
