import { describe, expect, it } from 'vitest';
import { SettingsStore, type Settings } from './settings';
import { State } from './tables';

const store = (): SettingsStore => new SettingsStore(new State().table<Partial<Settings>>('settings'));

describe('settings', () => {
  it('have defaults, for everybody and for each merchant', () => {
    const settings = store();
    expect(settings.for()).toMatchObject({
      steering: true,
      notify: 'auto',
      held_answer_ms: 20_000,
      require_referer: true,
    });
    expect(settings.for('1600000000')).toEqual(settings.for());
  });

  it('of a merchant win over those of everybody, also when those change later', () => {
    const settings = store();
    settings.change({ steering: false }, 'a');
    settings.change({ processing_delay_ms: 5 });
    expect(settings.for('a')).toMatchObject({ steering: false, processing_delay_ms: 5 });
    expect(settings.for('b')).toMatchObject({ steering: true, processing_delay_ms: 5 });
    settings.change({ steering: true });
    expect(settings.for('a').steering).toBe(false);
  });

  it.each<[string, Record<string, unknown>]>([
    ['an unknown name', { colour: 'red' }],
    ['a name that every object has', { constructor: 1 }],
    ['another type', { steering: 'yes' }],
    ['a negative number', { processing_delay_ms: -1 }],
    ['a part of a millisecond', { processing_delay_ms: 0.5 }],
    ['an unknown word', { notify: 'sometimes' }],
    ['nobody at work', { notify_concurrency: 0 }],
  ])('refuse %s, and change nothing', (_name, change) => {
    const settings = store();
    expect(() => settings.change({ held_answer_ms: 1, ...change })).toThrow();
    expect(settings.for().held_answer_ms).toBe(20_000);
  });

  it('of the whole server cannot be set for a merchant', () => {
    expect(() => store().change({ notify_concurrency: 1 }, 'a')).toThrow(/same for every merchant/);
  });
});
