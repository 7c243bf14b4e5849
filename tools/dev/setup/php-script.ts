import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEV_CLIENT_IP, environmentFor, type Context } from './context';

/** The PHP scripts that set WordPress up, in tools/dev/wordpress. */
export type PhpScript = 'install' | 'network' | 'address' | 'plugins' | 'shop' | 'site' | 'pair' | 'gateways';

const FOLDER = fileURLToPath(new URL('../wordpress', import.meta.url));

/** What PHP needs to know that wp-config.php doesn't say. */
export const phpEnvironment = (context: Context, given: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv =>
  environmentFor(context.paths.home, { MULTIPAY_DEV_CLIENT_IP: DEV_CLIENT_IP, ...given });

/**
 * Runs a script in WordPress.
 *
 * @param url the site's address: WordPress is loaded as that site
 * @returns what the script answers
 * @throws StartProblem, with the end of the log, when it fails
 */
export async function runPhpScript<T>(
  context: Context,
  script: PhpScript,
  url: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const answer = await context.processes.run({
    name: 'set-up',
    command: context.php.command,
    // The answer must not wait for extensions that slow every line down.
    args: ['-d', 'pcov.enabled=0', join(FOLDER, `${script}.php`)],
    directory: context.paths.wordpress,
    environment: phpEnvironment(context),
    stopWithinMs: 5_000,
    input: JSON.stringify({ ...args, url, wordpress: context.paths.wordpress }),
    answersOn: 3,
  });
  return JSON.parse(answer) as T;
}
