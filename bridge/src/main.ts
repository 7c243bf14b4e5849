import { readConfig } from './config';
import { newLog } from './log';
import { startBridge } from './wiring';

/** How long running requests and jobs may take to end before the process does. */
const END_WITHIN_MS = 10_000;

/** `multipay start`: runs until it is told to end. */
export async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env);
  const log = newLog(config.logLevel);
  const bridge = await startBridge(config, log);
  const end = (signal: NodeJS.Signals): void => {
    log.info({ signal }, 'the bridge ends');
    setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
    bridge.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the bridge could not end in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}
