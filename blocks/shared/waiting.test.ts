import { describe, expect, it } from 'vitest';
import { FIRST_DELAY_MS, LONGEST_DELAY_MS, next, type Command, type Happening, type Waiting } from './waiting';

const NOW_MS = 1_000_000;

const beginning: Waiting = {
  status: 'pending',
  payableUntilMs: NOW_MS + 1_800_000,
  clockOffsetMs: 0,
  delayMs: FIRST_DELAY_MS,
  visible: true,
  stream: 'none',
  streamUntilMs: null,
  unanswered: 0,
};
const withStream: Waiting = { ...beginning, streamUntilMs: NOW_MS + 900_000 };
const answered = (status: Waiting['status'], nowMs = NOW_MS): Happening => ({
  type: 'answered',
  status,
  payableUntilMs: NOW_MS + 1_800_000,
  serverMs: nowMs,
  nowMs,
});
const started: Happening = { type: 'started', nowMs: NOW_MS };
const shown: Happening = { type: 'shown', nowMs: NOW_MS };

/** Lets things happen one after the other. */
function after(from: Waiting, ...happenings: Happening[]): { waiting: Waiting; commands: readonly Command[] } {
  let waiting = from;
  let commands: readonly Command[] = [];
  for (const happening of happenings) [waiting, commands] = next(waiting, happening);
  return { waiting, commands };
}

describe('waiting without a stream', () => {
  it('asks for the first time after two seconds', () => {
    expect(after(beginning, started).commands).toEqual([{ do: 'ask', inMs: 2_000 }]);
  });

  it('asks less and less often, and at last every thirty seconds', () => {
    const delays: number[] = [];
    let waiting = beginning;
    for (let question = 0; question < 14; question++) {
      const [known, commands] = next(waiting, answered('pending'));
      waiting = known;
      for (const command of commands) if (command.do === 'ask') delays.push(command.inMs);
    }
    expect(delays.slice(0, 3)).toEqual([2_600, 3_380, 4_394]);
    expect(delays.at(-1)).toBe(LONGEST_DELAY_MS);
    expect(Math.max(...delays)).toBe(30_000);
  });

  it.each(['succeeded', 'failed', 'expired'] as const)('ends at "%s"', (status) => {
    expect(after(beginning, started, answered(status)).commands).toEqual([{ do: 'end' }]);
  });

  it('goes on at "created" and "pending"', () => {
    expect(after(beginning, answered('created')).commands[0]?.do).toBe('ask');
    expect(after(beginning, answered('pending')).commands[0]?.do).toBe('ask');
  });

  it('counts questions that nobody answered, and forgets them at the next answer', () => {
    const { waiting } = after(beginning, { type: 'unanswered', busy: false }, { type: 'unanswered', busy: false });
    expect(waiting.unanswered).toBe(2);
    expect(after(waiting, answered('pending')).waiting.unanswered).toBe(0);
  });

  it('keeps away from a shop that says it is busy', () => {
    expect(after(beginning, { type: 'unanswered', busy: true }).commands).toEqual([
      { do: 'ask', inMs: LONGEST_DELAY_MS },
    ]);
  });

  it('knows how far our clock is from the server’s', () => {
    const happening: Happening = {
      type: 'answered',
      status: 'pending',
      payableUntilMs: 0,
      serverMs: NOW_MS - 3_600_000,
      nowMs: NOW_MS,
    };
    expect(after(beginning, happening).waiting.clockOffsetMs).toBe(-3_600_000);
  });
});

describe('waiting while nobody looks', () => {
  it('asks nothing', () => {
    expect(after(beginning, started, { type: 'hidden' }).commands).toEqual([{ do: 'rest' }]);
    expect(after(beginning, started, { type: 'hidden' }, answered('pending')).commands).toEqual([]);
  });

  it('asks at once when somebody looks again, and then as often as in the beginning', () => {
    const { waiting, commands } = after({ ...beginning, delayMs: LONGEST_DELAY_MS }, { type: 'hidden' }, shown);
    expect(commands).toEqual([{ do: 'ask', inMs: 0 }]);
    expect(waiting.delayMs).toBe(FIRST_DELAY_MS);
  });

  it('still hears the stream', () => {
    const { commands } = after(withStream, started, { type: 'hidden' }, { type: 'stream_said', status: 'succeeded' });
    expect(commands).toEqual([{ do: 'end' }]);
  });
});

describe('waiting with a stream', () => {
  it('listens, and asks as well until the stream has spoken', () => {
    const { commands } = after(withStream, started);
    expect(commands).toEqual([{ do: 'listen' }, { do: 'ask', inMs: 2_000 }]);
    expect(after(withStream, started, answered('pending')).commands[0]?.do).toBe('ask');
  });

  it('asks no more once the stream speaks', () => {
    expect(after(withStream, started, { type: 'stream_said', status: 'pending' }).commands).toEqual([{ do: 'rest' }]);
    expect(
      after(withStream, started, { type: 'stream_said', status: 'pending' }, answered('pending')).commands,
    ).toEqual([]);
  });

  it('asks again when the stream breaks off', () => {
    const { waiting, commands } = after(
      withStream,
      started,
      { type: 'stream_said', status: 'pending' },
      { type: 'stream_lost' },
    );
    expect(commands).toEqual([{ do: 'ask', inMs: FIRST_DELAY_MS }]);
    expect(waiting.stream).toBe('none');
  });

  it('asks even a speaking stream’s shop when somebody looks again: the connection may have died unseen', () => {
    const { commands } = after(
      withStream,
      started,
      { type: 'stream_said', status: 'pending' },
      { type: 'hidden' },
      shown,
    );
    expect(commands).toEqual([{ do: 'ask', inMs: 0 }]);
  });

  it('listens again when somebody looks again, while the token is good', () => {
    const lost = after(withStream, started, { type: 'stream_lost' }, { type: 'hidden' }).waiting;
    expect(after(lost, shown).commands).toEqual([{ do: 'listen' }, { do: 'ask', inMs: 0 }]);
    expect(after(lost, { type: 'shown', nowMs: NOW_MS + 900_000 }).commands).toEqual([{ do: 'ask', inMs: 0 }]);
  });

  it('judges the token’s end by the server’s clock', () => {
    const behind = { ...withStream, clockOffsetMs: 3_600_000 };
    expect(after(behind, started).commands).toEqual([{ do: 'ask', inMs: 2_000 }]);
  });
});
