import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartProblem, errorCode } from '../problem';
import { endOfFile } from './files';
import { Guard } from './guard';
import { ProcessGroup, type Deadly, type Ending, type Program } from './process-group';

/** A program that stays, and how one sees that it serves. */
export interface Service extends Program {
  /** Whether it serves now; may throw, which means no. */
  readonly ready: () => Promise<boolean>;
  readonly readyWithinMs: number;
}

const LOOK_EVERY_MS = 50;
const LOG_LINES_SHOWN = 15;

async function logEnd(group: ProcessGroup): Promise<string> {
  const end = await endOfFile(group.log, LOG_LINES_SHOWN);
  return end ? `The end of ${group.log}:\n${end}` : `Its log, ${group.log}, is empty.`;
}

const inWords = ({ code, signal }: Ending): string => (signal ? `killed by ${signal}` : `exit code ${code}`);

async function serves(service: Service): Promise<boolean> {
  try {
    return await service.ready();
  } catch {
    // Not listening yet: it is asked again until its time is up.
    return false;
  }
}

/** Everything that a start has running. */
export class Processes {
  private readonly services = new Map<string, { service: Service; group: ProcessGroup }>();
  /** All that runs, in the order of the starts: services, and programs that run to their end. */
  private readonly running = new Set<ProcessGroup>();
  /** What is being launched, and may be running in a moment. */
  private readonly launching = new Set<Promise<unknown>>();
  /** Those that somebody here has ended, so that their end is no surprise. */
  private readonly dismissed = new WeakSet<ProcessGroup>();
  private readonly guard: Guard;
  private stopping = false;

  /**
   * @param home whose processes they are, as their environment says too
   * @param logs the folder of the logs
   * @param onDeath told when a service ends that nobody ended
   */
  constructor(
    home: string,
    private readonly logs: string,
    private readonly onDeath: (problem: StartProblem) => void,
  ) {
    this.guard = new Guard({ ...process.env, MULTIPAY_DEV_HOME: home });
  }

  /** The services, as dev.json lists them. */
  list(): { name: string; pid: number; log: string }[] {
    return [...this.services.values()].map(({ group }) => ({
      name: group.program.name,
      pid: group.pid,
      log: group.log,
    }));
  }

  /**
   * Runs a program to its end.
   *
   * @returns its answer, where it has one
   * @throws StartProblem, with the end of its log, when it fails
   */
  async run(program: Program): Promise<string> {
    const group = await this.launch(program);
    const [ending, answer] = await Promise.all([group.ended, group.answer]);
    this.forget(group);
    if (ending.code === 0) return answer;
    throw new StartProblem(`${program.name} failed (${inWords(ending)}). ${await logEnd(group)}`);
  }

  /**
   * Starts a service and waits until it serves.
   *
   * @throws StartProblem, with the end of its log, when it ends instead or takes too long
   */
  async start(service: Service): Promise<void> {
    const group = await this.launch(service);
    const until = performance.now() + service.readyWithinMs;
    while (!(await serves(service))) {
      if (group.running && performance.now() < until) {
        await sleep(LOOK_EVERY_MS);
        continue;
      }
      const late = group.running
        ? `does not answer after ${service.readyWithinMs / 1000} s`
        : 'ended while it was started';
      await this.dismiss(group, () => group.end('SIGKILL'));
      throw new StartProblem(`${service.name} ${late}. ${await logEnd(group)}`);
    }
    this.services.set(service.name, { service, group });
    void group.ended.then((ending) => this.noticeEnd(group, ending));
  }

  /** Ends a service by a signal, as a crash would. It stays away until it is restarted. */
  async kill(name: string, signal: Deadly): Promise<void> {
    const { group } = this.find(name);
    await this.dismiss(group, () => group.end(signal));
  }

  /** Ends a service in order, if it still runs, and starts it again. */
  async restart(name: string): Promise<void> {
    const { service, group } = this.find(name);
    if (group.running) await this.dismiss(group, () => group.stop());
    await this.start(service);
  }

  /** Ends everything, the last first. Nothing is left afterwards, and nothing can be started. */
  async stopAll(): Promise<void> {
    this.stopping = true;
    await Promise.allSettled(this.launching);
    for (const group of [...this.running].reverse()) await this.dismiss(group, () => group.stop());
    await this.guard.dismiss();
  }

  /** Ends everything at once, without asking. */
  killAll(): void {
    this.stopping = true;
    for (const group of this.running) group.signal('SIGKILL');
  }

  private async launch(program: Program): Promise<ProcessGroup> {
    if (this.stopping) throw new StartProblem('The start was ended.');
    const launch = ProcessGroup.start(program, join(this.logs, `${program.name}.log`)).then((group) => {
      this.running.add(group);
      this.guard.watch(group.pid);
      return group;
    });
    this.launching.add(launch);
    try {
      return await launch;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      throw new StartProblem(
        `${program.name} cannot be started: there is no ${program.command}, or no folder ${program.directory}.`,
      );
    } finally {
      this.launching.delete(launch);
    }
  }

  private find(name: string): { service: Service; group: ProcessGroup } {
    const found = this.services.get(name);
    if (!found) throw new RangeError(`no service is named ${name}: ${[...this.services.keys()].join(', ')}`);
    return found;
  }

  private async dismiss(group: ProcessGroup, end: () => Promise<Ending>): Promise<void> {
    this.dismissed.add(group);
    await end();
    this.forget(group);
  }

  private forget(group: ProcessGroup): void {
    this.running.delete(group);
    this.guard.forget(group.pid);
  }

  private async noticeEnd(group: ProcessGroup, ending: Ending): Promise<void> {
    if (this.dismissed.has(group)) return;
    // What it leaves behind of its group is ended with everything else, by whoever hears of this.
    this.onDeath(new StartProblem(`${group.program.name} has ended (${inWords(ending)}). ${await logEnd(group)}`));
  }
}
