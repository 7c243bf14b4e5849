import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Signals that a program ends by, sooner or later. */
export type Deadly = 'SIGINT' | 'SIGTERM' | 'SIGQUIT' | 'SIGABRT' | 'SIGKILL';

/** How a program is run. */
export interface Program {
  /** Short, unique among the programs of a start; names the log. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** How long it may take to end when asked to, in ms. */
  readonly stopWithinMs: number;
  /** What it reads on its standard input; nothing unless given. */
  readonly input?: string;
  /** The file descriptor of its answer, which does not go to the log: it may hold a secret. */
  readonly answersOn?: 1 | 3;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const LARGEST_LOG_BYTES = 20 * 1024 * 1024;
const LOOK_EVERY_MS = 20;
/** A killed process lingers as a zombie where nobody collects it: some containers have no init. */
const KILLED_WITHIN_MS = 2_000;

/** Opens a log to go on with; one that has grown large is put aside first. */
function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LARGEST_LOG_BYTES) renameSync(file, `${file}.old`);
  return openSync(file, 'a', 0o600);
}

/**
 * A program and all that it starts: a process group of its own, so that a terminal's Ctrl-C does not reach it, and so
 * that no worker outlives it.
 */
export class ProcessGroup {
  /** Settles when the leading process has ended. */
  readonly ended: Promise<Ending>;
  /** What it has written to the descriptor of its answer, whole. */
  readonly answer: Promise<string>;
  private ending: Ending | undefined;

  private constructor(
    readonly program: Program,
    readonly log: string,
    readonly pid: number,
    child: ChildProcess,
  ) {
    this.ended = once(child, 'exit').then((ending) => {
      const [code, by] = ending as [Ending['code'], Ending['signal']];
      return (this.ending = { code, signal: by });
    });
    const answer = program.answersOn === undefined ? undefined : child.stdio[program.answersOn];
    this.answer = answer instanceof Readable ? text(answer) : Promise.resolve('');
    // One who does not read to the end is judged by how it ends.
    child.stdin?.on('error', () => undefined).end(program.input);
  }

  /**
   * Starts the program, with its output in the log.
   *
   * @throws the system's error when it cannot be run
   */
  static async start(program: Program, log: string): Promise<ProcessGroup> {
    const output = openLog(log);
    try {
      const child = spawn(program.command, program.args, {
        cwd: program.directory,
        env: program.environment,
        detached: true,
        stdio: [
          program.input === undefined ? 'ignore' : 'pipe',
          program.answersOn === 1 ? 'pipe' : output,
          output,
          program.answersOn === 3 ? 'pipe' : 'ignore',
        ],
      });
      await once(child, 'spawn');
      return new ProcessGroup(program, log, child.pid as number, child);
    } finally {
      closeSync(output);
    }
  }

  /** Whether the leading process is still there. */
  get running(): boolean {
    return this.ending === undefined;
  }

  /** Sends a signal to the whole group; says whether anyone was there to get it. */
  signal(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-this.pid, signal);
    } catch {
      // ESRCH: the group is empty.
      return false;
    }
  }

  /** Ends the group: asks first, insists when the time is up. Nothing of it is left afterwards. */
  async stop(): Promise<Ending> {
    this.signal('SIGTERM');
    const until = performance.now() + this.program.stopWithinMs;
    while (this.signal(0) && performance.now() < until) await sleep(LOOK_EVERY_MS);
    return this.end('SIGKILL');
  }

  /** Sends the group a signal that ends it, and waits until nothing of it is left. */
  async end(signal: Deadly): Promise<Ending> {
    this.signal(signal);
    const ending = await this.ended;
    const until = performance.now() + KILLED_WITHIN_MS;
    while (this.signal('SIGKILL') && performance.now() < until) await sleep(LOOK_EVERY_MS);
    return ending;
  }
}
