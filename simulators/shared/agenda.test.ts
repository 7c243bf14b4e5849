import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from './agenda';
import { Clock } from './clock';

const HOUR_MS = 3_600_000;

function agenda() {
  const clock = new Clock();
  const startMs = clock.nowMs();
  return { clock, startMs, agenda: new Agenda(clock) };
}

describe('the agenda', () => {
  it('does everything on the way, in order, each with the clock at its time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 60 }), async (minutes) => {
        const { clock, startMs, agenda: plans } = agenda();
        const done: number[] = [];
        for (const minute of minutes) {
          plans.add(startMs + minute * 60_000, () => {
            // Within a minute of its time: the machine's own clock goes on meanwhile.
            expect(Math.abs(clock.nowMs() - startMs - minute * 60_000)).toBeLessThan(60_000);
            done.push(minute);
          });
        }
        await plans.moveTo(1_001 * 60_000);
        expect(done).toEqual([...minutes].sort((a, b) => a - b));
        plans.clear();
      }),
    );
  });

  it('leaves what lies beyond, and does it when the clock gets there', async () => {
    const { startMs, agenda: plans } = agenda();
    const done: string[] = [];
    plans.add(startMs + HOUR_MS, () => void done.push('later'));
    await plans.moveTo(HOUR_MS - 60_000);
    expect(done).toEqual([]);
    await plans.moveTo(HOUR_MS + 60_000);
    expect(done).toEqual(['later']);
  });

  it('does what an errand adds on the way', async () => {
    const { startMs, agenda: plans } = agenda();
    const done: number[] = [];
    const again = (times: number): void =>
      plans.add(startMs + times * HOUR_MS, () => {
        done.push(times);
        if (times < 5) again(times + 1);
      });
    again(1);
    await plans.moveTo(3.5 * HOUR_MS);
    expect(done).toEqual([1, 2, 3]);
    plans.clear();
  });

  it('waits for what takes time before the clock goes on', async () => {
    const { clock, startMs, agenda: plans } = agenda();
    const order: string[] = [];
    plans.add(startMs + HOUR_MS, async () => {
      await Promise.resolve();
      order.push(clock.offsetMs < 2 * HOUR_MS - 60_000 ? 'first, in its own time' : 'first, too late');
    });
    plans.add(startMs + 2 * HOUR_MS, () => void order.push('second'));
    await plans.moveTo(3 * HOUR_MS);
    expect(order).toEqual(['first, in its own time', 'second']);
  });

  it('sets the clock exactly, also backwards', async () => {
    const { clock, agenda: plans } = agenda();
    await plans.moveTo(HOUR_MS);
    expect(clock.offsetMs).toBe(HOUR_MS);
    await plans.moveTo(-HOUR_MS);
    expect(clock.offsetMs).toBe(-HOUR_MS);
  });

  it('does by itself what falls due while time passes', async () => {
    const { startMs, agenda: plans } = agenda();
    await new Promise<void>((done) => plans.add(startMs + 5, done));
  });
});
