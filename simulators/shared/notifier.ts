import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Agenda } from './agenda';
import type { Clock } from './clock';
import { post, Turnstile } from './deliver';
import type { Delivery, Event, LetterKind, Letters, Notification, Sending, Shape } from './letters';
import type { SettingsStore } from './settings';
import type { Table } from './tables';

// prettier-ignore
const FIRST_DELIVERY: { readonly [S in Shape]: readonly (readonly LetterKind[])[] } = {
  plain: [['genuine']],
  twice: [['genuine'], ['genuine']],
  five_at_once: [['genuine', 'genuine', 'genuine', 'genuine', 'genuine']],
  probes_first: [['signtest'], ['forged'], ['genuine']],
};

export interface NotifierParts {
  readonly table: Table<Notification>;
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly settings: SettingsStore;
  readonly letters: Letters;
}

/** Tells shops what happened, and again until they acknowledge it, by the provider's schedule on the movable clock. */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #turnstile: Turnstile;
  readonly #pending = new Map<string, Notification>();
  readonly #byPayment = new Map<string, Notification[]>();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #ending = new AbortController();
  #sent = 0;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    setMaxListeners(0, this.#ending.signal); // one for each delivery under way
    this.#turnstile = new Turnstile(() => parts.settings.for().notify_concurrency);
    for (const notification of parts.table.values()) {
      this.#remember(notification);
      if (notification.state === 'pending') this.#schedule(notification);
    }
  }

  add(merchant: string, outTradeNo: string, event: Event, sending: Sending = {}): Notification | undefined {
    if (event.url === null) return undefined;
    const { clock, settings } = this.#parts;
    const lostMs = this.#parts.letters.resendAfterSeconds
      .slice(0, sending.lostSteps ?? 0)
      .reduce((sum, seconds) => sum + seconds * 1_000, 0);
    const nowMs = clock.nowMs();
    const notification: Notification = {
      id: randomUUID(),
      merchant,
      outTradeNo,
      event: event.name,
      url: event.url,
      content: event.content,
      createdMs: nowMs,
      shape: sending.shape ?? 'plain',
      step: sending.lostSteps ?? 0,
      dueMs: nowMs + settings.for(merchant).notify_first_delay_ms + (sending.delayMs ?? 0) + lostMs,
      state: sending.withheld ? 'withheld' : 'pending',
      deliveries: [],
    };
    this.#parts.table.put(notification.id, notification);
    this.#remember(notification);
    if (notification.state === 'pending') this.#schedule(notification);
    return notification;
  }

  of(merchant: string, outTradeNo: string): readonly Notification[] {
    return this.#byPayment.get(`${merchant}/${outTradeNo}`) ?? [];
  }

  /** Delivers what is due (or all that is pending), in the order in which it fell due, and waits for the answers. */
  async flush(all: boolean): Promise<Notification[]> {
    await this.idle();
    const nowMs = this.#parts.clock.nowMs();
    const chosen = [...this.#pending.values()].filter((notification) => all || notification.dueMs <= nowMs);
    const moments = [...new Set(chosen.map((notification) => notification.dueMs))].sort((a, b) => a - b);
    for (const dueMs of moments) {
      const together = chosen.filter((notification) => notification.dueMs === dueMs);
      await Promise.all(together.map((notification) => this.#deliverOnce(notification)));
    }
    return chosen;
  }

  /** Sends it once more now, whatever became of it before. */
  async resend(notification: Notification): Promise<void> {
    await this.#deliverOnce(notification, [['genuine']]);
  }

  /** Waits until no delivery is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  /** Delivers this one now, without waiting for its time, unless somebody already does. */
  async deliverNow(notification: Notification): Promise<void> {
    await this.#deliverOnce(notification);
  }

  /** Takes up what waited while notifications were sent by hand. */
  wake(): void {
    for (const notification of this.#pending.values()) this.#schedule(notification);
  }

  /** Breaks off what is under way; it counts as not sent, and is sent when the state is opened again. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.idle();
  }

  clear(): void {
    this.#parts.table.clear();
    this.#pending.clear();
    this.#byPayment.clear();
  }

  #remember(notification: Notification): void {
    const key = `${notification.merchant}/${notification.outTradeNo}`;
    this.#byPayment.set(key, [...(this.#byPayment.get(key) ?? []), notification]);
    if (notification.state === 'pending') this.#pending.set(notification.id, notification);
  }

  #schedule(notification: Notification): void {
    const { dueMs } = notification;
    this.#parts.agenda.add(dueMs, () => {
      const manual = this.#parts.settings.for(notification.merchant).notify === 'manual';
      const current = this.#pending.get(notification.id) === notification && notification.dueMs === dueMs;
      return manual || !current ? undefined : this.#deliverOnce(notification);
    });
  }

  #deliverOnce(notification: Notification, steps?: readonly (readonly LetterKind[])[]): Promise<void> {
    const running = this.#underWay.get(notification.id);
    if (running) return running;
    const delivery = this.#turnstile
      .pass(() => this.#deliver(notification, steps ?? this.#stepsOf(notification)))
      .finally(() => this.#underWay.delete(notification.id));
    this.#underWay.set(notification.id, delivery);
    return delivery;
  }

  #stepsOf(notification: Notification): readonly (readonly LetterKind[])[] {
    const steps = notification.deliveries.length === 0 ? FIRST_DELIVERY[notification.shape] : FIRST_DELIVERY.plain;
    const every = this.#parts.settings.for(notification.merchant).signtest_every;
    return every > 0 && ++this.#sent % every === 0 ? [['signtest'], ...steps] : steps;
  }

  async #deliver(notification: Notification, steps: readonly (readonly LetterKind[])[]): Promise<void> {
    let acknowledged = false;
    for (const kinds of steps) {
      const deliveries = await Promise.all(kinds.map((kind) => this.#send(notification, kind)));
      notification.deliveries.push(...deliveries);
      acknowledged ||= deliveries.some(
        (delivery) => delivery.kind === 'genuine' && this.#parts.letters.acknowledges(delivery),
      );
    }
    this.#conclude(notification, acknowledged);
  }

  async #send(notification: Notification, kind: LetterKind): Promise<Delivery> {
    const atMs = this.#parts.clock.nowMs();
    const timeoutMs = this.#parts.settings.for(notification.merchant).notify_timeout_ms;
    const letter = await this.#parts.letters.write(notification, kind);
    return { kind, atMs, ...(await post(notification.url, letter, timeoutMs, this.#ending.signal)) };
  }

  #conclude(notification: Notification, acknowledged: boolean): void {
    const forgotten = this.#parts.table.get(notification.id) !== notification; // by a reset
    if (forgotten || this.#ending.signal.aborted) return;
    const seconds = this.#parts.letters.resendAfterSeconds[notification.step];
    if (acknowledged) notification.state = 'acknowledged';
    else if (notification.state === 'pending') {
      if (seconds === undefined) notification.state = 'given_up';
      else {
        notification.step += 1;
        notification.dueMs = this.#parts.clock.nowMs() + seconds * 1_000;
      }
    }
    if (notification.state === 'pending') this.#schedule(notification);
    else this.#pending.delete(notification.id);
    this.#parts.table.put(notification.id, notification);
  }
}
