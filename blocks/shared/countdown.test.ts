// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clockText, countdown, type Countdown } from './countdown';

const MINUTE_MS = 60_000;
let announced: string[];
let ended: number;
let timer: Countdown;

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime('2026-01-01T00:00:00Z');
  announced = [];
  ended = 0;
  timer = countdown(
    (sentence) => announced.push(sentence),
    () => ended++,
  );
});
afterEach(() => {
  timer.stop();
  vi.useRealTimers();
});

const inMs = (ms: number, clockOffsetMs = 0) => ({ payableUntilMs: Date.now() + clockOffsetMs + ms, clockOffsetMs });
const shown = () => timer.element.textContent;

describe('the clock', () => {
  it.each([
    [0, '00:00'],
    [999, '00:01'],
    [61_000, '01:01'],
    [1_800_000, '30:00'],
    [7_200_000, '2:00:00'],
  ])('writes %d ms as %s', (ms, text) => expect(clockText(ms)).toBe(text));
});

describe('the countdown', () => {
  it('is a timer for screen readers, who are not told of every second', () => {
    timer.set(inMs(30 * MINUTE_MS));
    expect(timer.element.getAttribute('role')).toBe('timer');
    vi.advanceTimersByTime(24 * MINUTE_MS);
    expect(shown()).toBe('Time left to pay: 06:00');
    expect(announced).toEqual([]);
    vi.advanceTimersByTime(6 * MINUTE_MS);
    expect(announced).toEqual(['5 minutes left to pay.', '1 minute left to pay.']);
  });

  it('ends once', () => {
    timer.set(inMs(2_000));
    vi.advanceTimersByTime(60_000);
    expect(ended).toBe(1);
    expect(shown()).toBe('Time left to pay: 00:00');
  });

  it('goes by the server’s clock', () => {
    timer.set(inMs(10 * MINUTE_MS, -3 * 3_600_000));
    expect(shown()).toBe('Time left to pay: 10:00');
  });

  it('is right after the computer has slept', () => {
    timer.set(inMs(10 * MINUTE_MS));
    vi.setSystemTime(Date.now() + 9 * MINUTE_MS);
    vi.advanceTimersByTime(1_000);
    expect(shown()).toBe('Time left to pay: 00:59');
  });

  it('does not jump because answers travel for different times, and announces nothing twice', () => {
    const deadline = inMs(5 * MINUTE_MS + 1_000);
    timer.set(deadline);
    vi.advanceTimersByTime(1_500);
    timer.set({ ...deadline, clockOffsetMs: -1_900 });
    vi.advanceTimersByTime(2_000);
    expect(announced).toEqual(['5 minutes left to pay.']);
  });

  it('follows a new deadline, also after the end', () => {
    timer.set(inMs(1_000));
    vi.advanceTimersByTime(1_000);
    timer.set(inMs(30 * MINUTE_MS));
    expect(shown()).toBe('Time left to pay: 30:00');
    vi.advanceTimersByTime(30 * MINUTE_MS);
    expect(ended).toBe(2);
  });
});
