import { __, _n, sprintf } from '@wordpress/i18n';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** Answers travel for different times; a clock that jumps with each of them is worse than one that is a second off. */
const JITTER_MS = 2_000;
/** What a screen reader is told of; a clock that speaks every second drowns everything else. */
const ANNOUNCED_MINUTES = [5, 1];

/** When the time is up, by the server's clock, and how far ours is from it. */
interface Deadline {
  readonly payableUntilMs: number;
  readonly clockOffsetMs: number;
}

export interface Countdown {
  readonly element: HTMLElement;
  /** Follows what the server says; also starts again after the time was up. */
  set(deadline: Deadline): void;
  stop(): void;
}

const remainingMs = ({ payableUntilMs, clockOffsetMs }: Deadline, nowMs: number): number =>
  Math.max(0, payableUntilMs - (nowMs + clockOffsetMs));

/** `29:59`; an hour and more has three parts. */
export function clockText(ms: number): string {
  const seconds = Math.ceil(ms / SECOND_MS);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return [...(hours > 0 ? [String(hours)] : []), ...parts].join(':');
}

/** Counts by the clock and not by its own ticks, so that a computer that slept is right when it wakes. */
export function countdown(announce: (sentence: string) => void, onEnd: () => void): Countdown {
  const element = document.createElement('p');
  element.className = 'multipay-countdown';
  element.setAttribute('role', 'timer');
  let deadline: Deadline = { payableUntilMs: 0, clockOffsetMs: 0 };
  let timer: ReturnType<typeof setInterval> | undefined;
  let lastMs = 0;

  const stop = (): void => clearInterval(timer);
  const tick = (): void => {
    const leftMs = remainingMs(deadline, Date.now());
    // translators: %s: a clock, as in 29:59.
    element.textContent = sprintf(__('Time left to pay: %s', 'multipay'), clockText(leftMs));
    const passed = ANNOUNCED_MINUTES.find((minutes) => lastMs > minutes * MINUTE_MS && leftMs <= minutes * MINUTE_MS);
    if (passed !== undefined && leftMs > 0) announce(minutesLeft(passed));
    lastMs = leftMs;
    if (leftMs === 0) {
      stop();
      onEnd();
    }
  };
  const set = (changed: Deadline): void => {
    const same = changed.payableUntilMs === deadline.payableUntilMs;
    if (same && Math.abs(changed.clockOffsetMs - deadline.clockOffsetMs) <= JITTER_MS) return;
    deadline = changed;
    stop();
    lastMs = remainingMs(deadline, Date.now());
    timer = setInterval(tick, SECOND_MS);
    tick();
  };
  return { element, set, stop };
}

const minutesLeft = (minutes: number): string =>
  // translators: %d: number of minutes.
  sprintf(_n('%d minute left to pay.', '%d minutes left to pay.', minutes, 'multipay'), minutes);
