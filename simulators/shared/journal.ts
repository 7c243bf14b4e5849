import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** One change: table, key, and the whole new value; null when the row went away. */
export type JournalLine = readonly [table: string, key: string, value: unknown];

/**
 * The state on disk: one JSON line a change, written before the change is answered, so that `kill -9` loses nothing
 * that anybody was told. (It is not synced to the disk line by line: a power cut may lose the last moment.)
 */
export interface Journal {
  /** Nothing happens after `close`: whoever still works then has no caller left. */
  append(line: JournalLine): void;
  close(): void;
}

export const noJournal: Journal = { append: () => undefined, close: () => undefined };

/** @throws Error when a line in the middle cannot be read; only the very last line may be cut short (by a kill). */
function readLines(file: string): JournalLine[] {
  if (!existsSync(file)) return [];
  const texts = readFileSync(file, 'utf8').split('\n');
  texts.pop(); // what stands after the last newline is empty, or a line that was cut short
  return texts.map((text, index) => {
    try {
      return JSON.parse(text) as JournalLine;
    } catch (cause) {
      throw new Error(`${file}, line ${index + 1}, is damaged. Move the file away to start without its state.`, {
        cause,
      });
    }
  });
}

function latest(lines: readonly JournalLine[]): Map<string, JournalLine> {
  const rows = new Map<string, JournalLine>();
  for (const line of lines) {
    const id = `${line[0]}\n${line[1]}`;
    if (line[2] === null) rows.delete(id);
    else rows.set(id, line);
  }
  return rows;
}

/** Opens the file, leaves out what later lines replaced (atomically, by renaming), and goes on appending. */
export function openJournal(file: string): { journal: Journal; rows: JournalLine[] } {
  mkdirSync(dirname(file), { recursive: true });
  const rows = [...latest(readLines(file)).values()];
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, 'w', 0o600); // it holds the pretend merchants' private keys
  for (const row of rows) appendFileSync(descriptor, `${JSON.stringify(row)}\n`);
  fsyncSync(descriptor);
  renameSync(fresh, file);
  let open = true;
  return {
    rows,
    journal: {
      append: (line) => {
        if (open) appendFileSync(descriptor, `${JSON.stringify(line)}\n`);
      },
      close: () => {
        open = false;
        closeSync(descriptor);
      },
    },
  };
}
