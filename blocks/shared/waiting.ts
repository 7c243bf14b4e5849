/**
 * How a page waits for a payment, as a pure function: what is known, what happened -> what is known now, what to do.
 *
 * A status question costs the shop a WordPress load, so it is asked every 2 s at first, then less and less often, not
 * at all while nobody looks, and not while the bridge's stream speaks. Polling alone always suffices.
 */
import type { PaymentStatus } from '@multipay/contracts/payment-rules';
import { isOver } from './payment-view';

export const FIRST_DELAY_MS = 2_000;
const BACKOFF = 1.3;
export const LONGEST_DELAY_MS = 30_000;

export interface Waiting {
  readonly status: PaymentStatus;
  readonly payableUntilMs: number;
  /** The server's clock minus ours: a shopper's clock may be hours off. */
  readonly clockOffsetMs: number;
  /** How long the page waited, or waits, before its last planned question. */
  readonly delayMs: number;
  readonly visible: boolean;
  /** A stream counts only once it has spoken: a proxy may hold its words back. */
  readonly stream: 'none' | 'opening' | 'heard';
  /** When the stream's token ends, by the server's clock; null without a stream. */
  readonly streamUntilMs: number | null;
  /** Questions in a row that nobody answered. */
  readonly unanswered: number;
}

/** Every `nowMs` is our own clock. */
export type Happening =
  | { readonly type: 'started'; readonly nowMs: number }
  | {
      readonly type: 'answered';
      readonly status: PaymentStatus;
      readonly payableUntilMs: number;
      readonly serverMs: number;
      readonly nowMs: number;
    }
  | { readonly type: 'unanswered'; readonly busy: boolean }
  | { readonly type: 'stream_said'; readonly status: PaymentStatus }
  | { readonly type: 'stream_lost' }
  | { readonly type: 'hidden' }
  | { readonly type: 'shown'; readonly nowMs: number };

/** `ask` replaces whatever question was planned; `rest` drops it; `end` drops all. */
export type Command =
  | { readonly do: 'ask'; readonly inMs: number }
  | { readonly do: 'listen' }
  | { readonly do: 'rest' }
  | { readonly do: 'end' };

export type Step = readonly [Waiting, readonly Command[]];

export function next(waiting: Waiting, happening: Happening): Step {
  switch (happening.type) {
    case 'started':
      return start(waiting, happening.nowMs);
    case 'answered':
      return answered(waiting, happening);
    case 'unanswered':
      return plan({
        ...waiting,
        unanswered: waiting.unanswered + 1,
        delayMs: happening.busy ? LONGEST_DELAY_MS : longer(waiting.delayMs),
      });
    case 'stream_said':
      return heard(waiting, happening.status);
    case 'stream_lost':
      return plan({ ...waiting, stream: 'none', delayMs: FIRST_DELAY_MS });
    case 'hidden':
      return [{ ...waiting, visible: false }, [{ do: 'rest' }]];
    case 'shown':
      return lookAgain({ ...waiting, visible: true, delayMs: FIRST_DELAY_MS }, happening.nowMs);
  }
}

const longer = (delayMs: number): number => Math.min(Math.round(delayMs * BACKOFF), LONGEST_DELAY_MS);

function start(waiting: Waiting, nowMs: number): Step {
  const [listening, commands] = listen(waiting, nowMs);
  const [planned, questions] = plan(listening);
  return [planned, [...commands, ...questions]];
}

/** Asks at once even where a stream speaks: a computer that slept may not know yet that its connection is dead. */
function lookAgain(waiting: Waiting, nowMs: number): Step {
  const [listening, commands] = listen(waiting, nowMs);
  return [listening, [...commands, { do: 'ask', inMs: 0 }]];
}

function listen(waiting: Waiting, nowMs: number): Step {
  const ended = waiting.streamUntilMs === null || nowMs + waiting.clockOffsetMs >= waiting.streamUntilMs;
  if (ended || waiting.stream !== 'none') return [waiting, []];
  return [{ ...waiting, stream: 'opening' }, [{ do: 'listen' }]];
}

function answered(
  waiting: Waiting,
  { status, payableUntilMs, serverMs, nowMs }: Happening & { type: 'answered' },
): Step {
  const known = { ...waiting, status, payableUntilMs, clockOffsetMs: serverMs - nowMs, unanswered: 0 };
  if (isOver(status)) return [known, [{ do: 'end' }]];
  return plan({ ...known, delayMs: longer(waiting.delayMs) });
}

function heard(waiting: Waiting, status: PaymentStatus): Step {
  const known: Waiting = { ...waiting, status, stream: 'heard', unanswered: 0 };
  return [known, [{ do: isOver(status) ? 'end' : 'rest' }]];
}

function plan(waiting: Waiting): Step {
  if (!waiting.visible || waiting.stream === 'heard') return [waiting, []];
  return [waiting, [{ do: 'ask', inMs: waiting.delayMs }]];
}
