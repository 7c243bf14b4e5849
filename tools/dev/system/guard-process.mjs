/**
 * Ends what a start has started when the start itself was killed and could not. It hears of process groups on its
 * standard input ("+123" started, "-123" ended); the input ends when the start does, however that came about.
 */
import { createInterface } from 'node:readline';

const GRACE_MS = 15_000;
const LOOK_EVERY_MS = 100;

const groups = new Set();

function tell(group, signal) {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    // No such group any more.
    return false;
  }
}

// A terminal's hang-up and Ctrl-C are the start's to answer.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const group = Number(line.slice(1));
    if (line.startsWith('+')) groups.add(group);
    else groups.delete(group);
  })
  .on('close', () => {
    const until = Date.now() + GRACE_MS;
    for (const group of groups) tell(group, 'SIGTERM');
    const look = () => {
      const left = [...groups].filter((group) => tell(group, 0));
      if (left.length === 0) process.exit(0);
      if (Date.now() < until) return setTimeout(look, LOOK_EVERY_MS);
      for (const group of left) tell(group, 'SIGKILL');
      process.exit(0);
    };
    look();
  });
