import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { State } from './tables';

interface Row {
  readonly value: number;
}

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulators-'));
  file = join(folder, 'state.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function kept(): Row[] {
  const state = new State(file);
  const rows = [...state.table<Row>('rows').values()];
  state.close();
  return rows;
}

function write(work: (rows: ReturnType<State['table']>) => void): void {
  const state = new State(file);
  work(state.table<Row>('rows'));
  state.close();
}

describe('the state on disk', () => {
  it('has the newest of each row, and not what was deleted', () => {
    write((rows) => {
      rows.put('a', { value: 1 });
      rows.put('b', { value: 2 });
      rows.put('a', { value: 3 });
      rows.put('c', { value: 4 });
      rows.delete('b');
    });
    expect(kept()).toEqual([{ value: 3 }, { value: 4 }]);
  });

  it('is there before a change returns: nothing has to be flushed', () => {
    const state = new State(file);
    state.table<Row>('rows').put('a', { value: 1 });
    expect(readFileSync(file, 'utf8')).toBe('["rows","a",{"value":1}]\n');
    state.close();
  });

  it('survives a last line that was cut short by a kill', () => {
    write((rows) => rows.put('a', { value: 1 }));
    appendFileSync(file, '["rows","b",{"val');
    expect(kept()).toEqual([{ value: 1 }]);
  });

  it('refuses to start on a damaged line in the middle, and leaves the file as it is', () => {
    write((rows) => rows.put('a', { value: 1 }));
    appendFileSync(file, 'damaged\n["rows","b",{"value":2}]\n');
    const before = readFileSync(file, 'utf8');
    expect(() => new State(file)).toThrow(/line 2, is damaged/);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('forgets at the next start what later lines replaced', () => {
    write((rows) => {
      for (let value = 0; value < 100; value++) rows.put('a', { value });
    });
    kept();
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2);
  });

  it('can be read by its owner only, since it holds keys', () => {
    write((rows) => rows.put('a', { value: 1 }));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps tables apart, and takes no notice of a half-written successor', () => {
    write((rows) => rows.put('a', { value: 1 }));
    writeFileSync(`${file}.new`, 'what a killed start left');
    const state = new State(file);
    expect(state.table<Row>('others').size).toBe(0);
    expect(state.table<Row>('rows').get('a')).toEqual({ value: 1 });
    state.close();
  });

  it('is in memory only without a file', () => {
    const state = new State();
    const rows = state.table<Row>('rows');
    rows.put('a', { value: 1 });
    rows.clear();
    expect(rows.size).toBe(0);
    state.close();
  });
});
