import type { Clock } from './clock';
import { report } from './report';

interface Errand {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
}

const LONGEST_TIMER_MS = 86_400_000; // setTimeout counts in 32 bits; waking up early is harmless

/**
 * What the simulator will do later, by its movable clock. Moving the clock works through everything on the way, each
 * errand at its own time, as if the time had passed.
 */
export class Agenda {
  readonly #clock: Clock;
  #heap: Errand[] = [];
  #count = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(dueMs: number, run: () => void | Promise<void>): void {
    const errand = { dueMs, order: this.#count++, run };
    this.#heap.push(errand);
    this.#rise(this.#heap.length - 1);
    if (this.#heap[0] === errand) this.#arm();
  }

  /**
   * Moves the clock to an offset from the machine's. Going forward, everything that falls due on the way is done first,
   * each at its time, and waited for.
   */
  async moveTo(offsetMs: number): Promise<void> {
    for (let dueMs = this.#heap[0]?.dueMs; dueMs !== undefined; dueMs = this.#heap[0]?.dueMs) {
      if (dueMs > Date.now() + offsetMs) break;
      this.#clock.setOffset(Math.max(this.#clock.offsetMs, dueMs - Date.now()));
      await Promise.all(this.#takeDue().map(async (errand) => errand.run()));
    }
    this.#clock.setOffset(offsetMs);
    this.#arm();
  }

  clear(): void {
    this.#heap = [];
    clearTimeout(this.#timer);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#heap[0];
    if (!next) return;
    const delayMs = Math.min(Math.max(0, next.dueMs - this.#clock.nowMs()), LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => this.#runDue(), delayMs);
    this.#timer.unref();
  }

  #runDue(): void {
    for (const errand of this.#takeDue()) {
      Promise.resolve()
        .then(() => errand.run())
        .catch(report);
    }
    this.#arm();
  }

  #takeDue(): Errand[] {
    const nowMs = this.#clock.nowMs();
    const due: Errand[] = [];
    while (this.#heap[0] && this.#heap[0].dueMs <= nowMs) due.push(this.#pop());
    return due;
  }

  #at(index: number): Errand {
    const errand = this.#heap[index];
    if (!errand) throw new RangeError(`no errand at ${index}`);
    return errand;
  }

  #before(left: number, right: number): boolean {
    const [a, b] = [this.#at(left), this.#at(right)];
    return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
  }

  #swap(left: number, right: number): void {
    [this.#heap[left], this.#heap[right]] = [this.#at(right), this.#at(left)];
  }

  #rise(index: number): void {
    for (let at = index; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #pop(): Errand {
    this.#swap(0, this.#heap.length - 1);
    const first = this.#at(this.#heap.length - 1);
    this.#heap.length -= 1;
    this.#sink();
    return first;
  }

  #sink(): void {
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < this.#heap.length && this.#before(left, least)) least = left;
      if (right < this.#heap.length && this.#before(right, least)) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }
}
