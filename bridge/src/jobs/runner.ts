import { BridgeError } from '../domain/errors';
import { mayBeGivenUp, type Job, type JobHandler, type JobKind, type JobOutcome } from '../domain/job';
import { LAST_TRY, retryDelayMs } from '../domain/ladder';
import type { Store } from '../domain/store';
import type { Log } from '../use-cases/deps';

/** A lease outlives the slowest handler: a webhook that runs into its 30 seconds. */
const LEASE_MS = 60_000;
const LOOK_EVERY_MS = 500;

export interface Lane {
  readonly kinds: readonly JobKind[];
  /** How many at once. */
  readonly width: number;
  /** How many of these may wait for the same site or provider, so that a dead one holds up nobody else. */
  readonly perLaneKey: number;
}

export interface RunnerParts {
  readonly store: Store;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Log;
}

/** Works through the outbox. Each lane looks by itself; new work wakes all of them. */
export class JobRunner {
  private readonly lanes: LaneRunner[];

  constructor(parts: RunnerParts, lanes: readonly Lane[]) {
    this.lanes = lanes.map((lane) => new LaneRunner(parts, lane));
  }

  start(): void {
    for (const lane of this.lanes) lane.start();
  }

  wake(): void {
    for (const lane of this.lanes) lane.wake();
  }

  /** Begins nothing new and waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.stop()));
  }
}

class LaneRunner {
  private readonly running = new Set<Promise<void>>();
  private readonly underWay = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  private stopped = false;

  constructor(
    private readonly parts: RunnerParts,
    private readonly lane: Lane,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS);
    this.wake();
  }

  wake(): void {
    if (this.stopped) return;
    this.lookAgain = true;
    this.looking ??= this.look().finally(() => {
      this.looking = null;
      if (this.lookAgain) this.wake();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.lookAgain = false;
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(this.running);
  }

  private async look(): Promise<void> {
    while (this.lookAgain) {
      this.lookAgain = false;
      const free = this.lane.width - this.running.size;
      if (free <= 0) return;
      const jobs = await this.claim(free);
      const becameFull = jobs.map((job) => this.run(job)).includes(true);
      // Behind the jobs of a site that is full now there may be others'.
      if (jobs.length === free || becameFull) this.lookAgain = true;
    }
  }

  private async claim(free: number): Promise<Job[]> {
    const { store, now, log } = this.parts;
    const limits = { jobs: free, perLaneKey: this.lane.perLaneKey, underWay: this.underWay };
    try {
      const nowMs = now();
      return await store.write(({ outbox }) => outbox.claim(this.lane.kinds, nowMs, nowMs + LEASE_MS, limits));
    } catch (error) {
      log.error({ err: error }, 'the outbox cannot be read; it is looked at again');
      return [];
    }
  }

  /** @returns whether its lane key is full now */
  private run(job: Job): boolean {
    const done = this.work(job).finally(() => {
      this.running.delete(done);
      this.countUnderWay(job, -1);
      this.wake();
    });
    this.running.add(done);
    return this.countUnderWay(job, 1) === this.lane.perLaneKey;
  }

  private countUnderWay({ laneKey }: Job, change: 1 | -1): number {
    const count = (this.underWay.get(laneKey) ?? 0) + change;
    if (count === 0) this.underWay.delete(laneKey);
    else this.underWay.set(laneKey, count);
    return count;
  }

  private async work(job: Job): Promise<void> {
    const { store, log } = this.parts;
    const outcome = await this.handle(job);
    try {
      await store.write(async ({ outbox }) => {
        if (outcome.outcome === 'done') await outbox.finish(job);
        else if (outcome.outcome === 'again') await outbox.retryLater(job, outcome.dueMs, null);
        else await outbox.park(job, outcome.because);
      });
    } catch (error) {
      // The lease ends by itself, and the work is done again: handlers can take that.
      log.error({ err: error, kind: job.kind, subject: job.subject }, 'the outcome of a job could not be written');
    }
  }

  private async handle(job: Job): Promise<JobOutcome> {
    const { handlers, log, now, random } = this.parts;
    try {
      return await handlers[job.kind](job);
    } catch (error) {
      const fields = { err: error, kind: job.kind, subject: job.subject, tries: job.tries + 1 };
      const isLast = job.tries + 1 >= LAST_TRY;
      if (isLast && mayBeGivenUp(job.kind)) {
        log.error(fields, 'a job was given up and waits for a person');
        return { outcome: 'park', because: String(error) };
      }
      const expected = !isLast && error instanceof BridgeError && error.retryable;
      log[expected ? 'warn' : 'error'](fields, 'a job failed; it is tried again');
      return { outcome: 'again', dueMs: now() + retryDelayMs(job.tries + 1, random()) };
    }
  }
}
