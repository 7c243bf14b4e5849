/** Runs `waiting.ts` in a page: the questions, the stream, the page's visibility. */
import { PAYMENT_STATUSES, type PaymentStatus } from '@multipay/contracts/payment-rules';
import { ApiError, readStatus } from './api';
import { readEventStream } from './event-stream';
import type { PaymentView } from './payment-view';
import { FIRST_DELAY_MS, next, type Command, type Happening, type Waiting } from './waiting';

export interface WaitListener {
  /** After everything that happened, so that a countdown and a notice about a lost connection can follow. */
  onChange(waiting: Waiting): void;
  /** Once, at the end: the payment is over. */
  onOver(status: PaymentStatus): void;
  /** Once, at the end: the shop definitely refuses to tell. */
  onRefused(error: ApiError): void;
}

export interface Wait {
  /** Drops every question and connection. Nothing is heard afterwards. */
  stop(): void;
}

/** Waits until a payment is over, or until it is stopped. */
export function waitForPayment(view: PaymentView, listener: WaitListener): Wait {
  const ending = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let waiting = beginning(view);

  const stop = (): void => {
    ending.abort();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  };
  const happened = (happening: Happening): void => {
    if (ending.signal.aborted) return;
    const [known, commands] = next(waiting, happening);
    waiting = known;
    listener.onChange(known);
    commands.forEach(run);
  };
  const look = (): void => happened(document.hidden ? { type: 'hidden' } : { type: 'shown', nowMs: Date.now() });
  const run = (command: Command): void => {
    if (command.do === 'listen') return void listen();
    clearTimeout(timer);
    if (command.do === 'ask') timer = setTimeout(() => void ask(), command.inMs);
    if (command.do === 'end') {
      stop();
      listener.onOver(waiting.status);
    }
  };
  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const outcome = await question(view, ending.signal);
    asking = false;
    if (outcome instanceof ApiError) {
      if (!ending.signal.aborted) {
        stop();
        listener.onRefused(outcome);
      }
    } else happened(outcome);
  };
  const listen = async (): Promise<void> => {
    if (view.stream) await readEventStream(view.stream, (data) => hear(data), ending.signal).catch(streamLost);
    happened({ type: 'stream_lost' });
  };
  const hear = (data: string): void => {
    const status = statusIn(data);
    if (status) happened({ type: 'stream_said', status });
  };

  document.addEventListener('visibilitychange', look);
  happened({ type: 'started', nowMs: Date.now() });
  return { stop };
}

/** A stream is a convenience: whatever ended it, polling takes over, and says so itself when the shop is gone. */
const streamLost = (): void => undefined;

function beginning(view: PaymentView): Waiting {
  return {
    status: view.status,
    payableUntilMs: Date.parse(view.payable_until),
    clockOffsetMs: Date.parse(view.server_time) - Date.now() || 0,
    delayMs: FIRST_DELAY_MS,
    visible: !document.hidden,
    stream: 'none',
    streamUntilMs: view.stream ? Date.parse(view.stream.expires_at) : null,
    unanswered: 0,
  };
}

/** @returns what happened, or the error when asking again is useless */
async function question(view: PaymentView, signal: AbortSignal): Promise<Happening | ApiError> {
  try {
    const answer = await readStatus(view, signal);
    return {
      type: 'answered',
      status: known(answer.status),
      payableUntilMs: Date.parse(answer.payable_until),
      serverMs: Date.parse(answer.server_time),
      nowMs: Date.now(),
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const gone = [401, 403, 404, 410].includes(error.status) && !error.retryable;
    return gone ? error : { type: 'unanswered', busy: error.status === 429 };
  }
}

/** A word that this version does not know means that nothing is decided yet. */
const known = (status: string): PaymentStatus =>
  (PAYMENT_STATUSES as readonly string[]).includes(status) ? (status as PaymentStatus) : 'pending';

function statusIn(data: string): PaymentStatus | null {
  try {
    const { status } = JSON.parse(data) as { status?: unknown };
    return typeof status === 'string' ? known(status) : null;
  } catch {
    return null; // half an event from a broken connection; the next one is whole
  }
}
