import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { errorCode } from '../problem';

interface Holder {
  readonly pid: number;
  /** When that process began, as its system says it: a number may be another process's by now. */
  readonly began: string;
}

/** When a process began, in the system's own words; undefined when there is no such process. */
function beginning(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/stat')) {
      // The name in parentheses may hold spaces; the beginning is the 20th word after it (proc(5), field 22).
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    // No such process.
    return undefined;
  }
}

function holderOf(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    // Gone in the meantime, or cut off while it was written: nobody holds it.
    return undefined;
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, began: beginning(process.pid) }), {
      flag: 'wx',
      mode: 0o600,
    });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

const isAlive = (holder: Holder | undefined): boolean => !!holder && beginning(holder.pid) === holder.began;

/** Puts a dead holder's lock away; a lock that someone living has taken in the meantime is put back. */
function clear(file: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (isAlive(holderOf(aside))) linkSync(aside, file);
    unlinkSync(aside);
  } catch (error) {
    // Somebody else has put it away first, or has taken it anew.
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw error;
  }
}

/**
 * Takes a lock for this process. A lock whose holder has died counts for nothing.
 *
 * @returns how to give it back; or who holds it, by process id
 */
export function takeLock(file: string): { release: () => void } | { heldBy: number } {
  if (!take(file)) {
    const holder = holderOf(file);
    if (holder && isAlive(holder)) return { heldBy: holder.pid };
    clear(file);
    if (!take(file)) return { heldBy: holderOf(file)?.pid ?? 0 };
  }
  return {
    release() {
      if (holderOf(file)?.pid === process.pid) unlinkSync(file);
    },
  };
}
