import { describe, expect, it } from 'vitest';
import { StartProblem, sentenceFor } from './problem';
import { table, textReport } from './report';

describe('what a start tells', () => {
  it('is a line a step, with its time', async () => {
    let told = '';
    const report = textReport((text) => (told += text));
    expect(await report.step('Copy', () => Promise.resolve(7))).toBe(7);
    report.line('Done');
    expect(told).toMatch(/^ {2}Copy … \d+\.\d s\nDone\n$/);
  });

  it('keeps a line that comes during a step apart from it', async () => {
    let told = '';
    const report = textReport((text) => (told += text));
    await report.step('Find', async () => report.line('  From npm'));
    expect(told).toMatch(/^ {2}Find … \n {2}From npm\n {2}Find: \d+\.\d s\n$/);
  });

  it('says which step has failed', async () => {
    let told = '';
    const report = textReport((text) => (told += text));
    await expect(report.step('Copy', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(told).toBe('  Copy … failed\n');
  });

  it('stands in columns', () => {
    expect(
      table([
        ['a', '1'],
        ['longer', '2'],
        ['none', ''],
      ]),
    ).toBe('  a       1\n  longer  2\n  none');
  });
});

const PLENTY = 1e9;

describe('an error that ended a start', () => {
  it('is told as the sentence that it is', () => {
    expect(sentenceFor(new StartProblem('Do this.'), '/home', PLENTY)).toBe('Do this.');
  });

  it('says what to do about a full disk', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(sentenceFor(full, '/home/x', PLENTY)).toMatch(
      /The disk is full\. Make about 1 GB free where \/home\/x and the cache lie/,
    );
  });

  it('names a full disk too, however that showed itself', () => {
    const told = sentenceFor(new StartProblem('mariadb has ended (exit code 1).'), '/home', 4096);
    expect(told).toMatch(/^mariadb has ended \(exit code 1\)\.\n\nThe disk is full\./);
  });

  it('that nobody foresaw is told with where it came from', () => {
    expect(sentenceFor(new TypeError('odd'), '/home', PLENTY)).toMatch(/TypeError: odd\n\s+at /);
    expect(sentenceFor('text', '/home', PLENTY)).toBe('text');
  });
});
