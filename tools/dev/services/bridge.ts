import { join } from 'node:path';
import { DEV_CLIENT_IP, environmentFor, type Context } from '../setup/context';
import type { Program } from '../system/process-group';
import { databases } from './mariadb';

function databaseUrl(context: Context): string {
  if (context.database === 'sqlite') return `sqlite:${join(context.paths.bridge, 'bridge.sqlite')}`;
  const { host, port, user, password, bridge } = databases(context);
  return `mysql://${user}:${encodeURIComponent(password)}@${host}:${port}/${bridge}`;
}

/** The environment of the bridge, for its service and for its command. */
function bridgeEnvironment(context: Context): NodeJS.ProcessEnv {
  const { addresses, paths } = context;
  return environmentFor(paths.home, {
    MULTIPAY_ENV: 'development',
    MULTIPAY_DATA_DIR: paths.bridge,
    DATABASE_URL: databaseUrl(context),
    MULTIPAY_PRIVATE_ADDRESS: addresses.bridgePrivateAt,
    MULTIPAY_PUBLIC_ADDRESS: addresses.bridgePublicAt,
    MULTIPAY_PUBLIC_URL: addresses.bridgePublic,
    MULTIPAY_WECHAT_PAY_URL: addresses.weChatPay,
    MULTIPAY_ALIPAY_URL: addresses.alipay,
    MULTIPAY_DEV_CLIENT_IP: DEV_CLIENT_IP,
  });
}

const multipay = (context: Context, name: string, args: readonly string[]): Program => ({
  name,
  command: process.execPath,
  args: [join(context.repository, 'bridge', 'dist', 'multipay.js'), ...args],
  directory: context.paths.bridge,
  environment: bridgeEnvironment(context),
  stopWithinMs: 15_000,
});

/** Starts the bridge and waits until it can serve. */
export async function startBridge(context: Context): Promise<void> {
  await context.processes.start({
    ...multipay(context, 'bridge', ['start']),
    ready: async () => (await fetch(`${context.addresses.bridgePrivate}/health/ready`)).ok,
    readyWithinMs: 30_000,
  });
}

/**
 * Runs the command `multipay`.
 *
 * @param input what it reads on its standard input
 * @returns what it prints, as JSON
 * @throws StartProblem, with the end of its log, when it fails
 */
export async function runMultipay<T>(context: Context, args: readonly string[], input = ''): Promise<T> {
  const printed = await context.processes.run({ ...multipay(context, 'multipay', args), answersOn: 1, input });
  return JSON.parse(printed) as T;
}
