import { fileURLToPath } from 'node:url';
import type { Context } from '../setup/context';
import { phpEnvironment } from '../setup/php-script';

const ROUTER = fileURLToPath(new URL('../router.php', import.meta.url));

const SETTINGS = [
  'memory_limit=512M',
  'post_max_size=64M',
  'upload_max_filesize=64M',
  'display_errors=0',
  'opcache.enable=1',
  'opcache.memory_consumption=256',
  'opcache.max_accelerated_files=30000',
  // A change in the repository is seen by the next request.
  'opcache.revalidate_freq=0',
  'realpath_cache_ttl=2',
];

/**
 * Serves WordPress by PHP's built-in server.
 *
 * @param settings php.ini settings ("name=value") that win over ours
 */
export async function startWordPressServer(context: Context, settings: readonly string[]): Promise<void> {
  const { addresses, paths, php, processes, workers } = context;
  const coverage = php.extensions.includes('pcov') ? ['pcov.enabled=0'] : [];
  const flags = [...SETTINGS, ...coverage, ...settings].flatMap((setting) => ['-d', setting]);
  await processes.start({
    name: 'wordpress',
    command: php.command,
    args: [...flags, '-S', addresses.wordpressAt, '-t', paths.wordpress, ROUTER],
    directory: paths.wordpress,
    environment: phpEnvironment(context, { PHP_CLI_SERVER_WORKERS: String(workers) }),
    stopWithinMs: 5_000,
    ready: async () => (await fetch(`${addresses.wordpress}wp-includes/images/blank.gif`)).ok,
    readyWithinMs: 20_000,
  });
}
