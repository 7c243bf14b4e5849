import type { Clock } from '../shared/clock';
import { randomLetters } from '../shared/keys';
import type { Table } from '../shared/tables';

/** The access tokens of an application: a new one ends the one before. */
export interface AppTokens {
  readonly current: string;
  readonly endsMs: number;
  readonly previous: string | null;
  readonly previousEndsMs: number;
  /** How many were asked for, by either call. */
  readonly calls: number;
}

const LIFE_MS = 7_200_000;
/** How long the previous one goes on working beside a new one. */
const OVERLAP_MS = 300_000;

/** `/cgi-bin/token` gives another token with every call; `/cgi-bin/stable_token` the same one until it is about to end. */
export class AccessTokens {
  readonly #clock: Clock;
  readonly #table: Table<AppTokens>;

  constructor(clock: Clock, table: Table<AppTokens>) {
    this.#clock = clock;
    this.#table = table;
  }

  fresh(appId: string): AppTokens {
    const nowMs = this.#clock.nowMs();
    const before = this.#table.get(appId);
    const tokens = {
      current: randomLetters(120),
      endsMs: nowMs + LIFE_MS,
      previous: before?.current ?? null,
      previousEndsMs: Math.min(before?.endsMs ?? nowMs, nowMs + OVERLAP_MS),
      calls: (before?.calls ?? 0) + 1,
    };
    this.#table.put(appId, tokens);
    return tokens;
  }

  stable(appId: string): AppTokens {
    const known = this.#table.get(appId);
    if (!known || known.endsMs - OVERLAP_MS < this.#clock.nowMs()) return this.fresh(appId);
    const counted = { ...known, calls: known.calls + 1 };
    this.#table.put(appId, counted);
    return counted;
  }

  /** Seconds from now. */
  lifeSeconds({ endsMs }: AppTokens): number {
    return Math.floor((endsMs - this.#clock.nowMs()) / 1_000);
  }

  /** Whether any application has this token now. */
  accepted(token: string): boolean {
    const nowMs = this.#clock.nowMs();
    return [...this.#table.values()].some(
      (tokens) =>
        (tokens.current === token && tokens.endsMs > nowMs) ||
        (tokens.previous === token && tokens.previousEndsMs > nowMs),
    );
  }

  callsOf(appId: string): number {
    return this.#table.get(appId)?.calls ?? 0;
  }
}
