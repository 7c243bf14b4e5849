import { readConfig } from '../config';
import { newLog } from '../log';
import { openCore, type Core } from '../wiring';

/** Who the audit log names for what is done at the command line. */
export const OPERATOR = 'operator';

/** Opens the bridge's database and keys for one command, beside a running bridge or without one. */
export async function withCore<T>(command: (core: Core) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  const core = await openCore(config, newLog('silent'));
  try {
    return await command(core);
  } finally {
    await core.close();
  }
}

/** Writes a result for a program (`--json`) or for a person. */
export function say(json: boolean | undefined, result: object, lines: readonly string[]): void {
  process.stdout.write(`${json ? JSON.stringify(result) : lines.join('\n')}\n`);
}
