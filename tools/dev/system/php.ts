import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StartProblem } from '../problem';

const run = promisify(execFile);

/** What the PHP on the command line is. */
export interface Php {
  readonly command: string;
  /** Such as "8.2.29". */
  readonly version: string;
  /** Where the program lies. */
  readonly path: string;
  /** Names of the extensions that it loads, in lower case. */
  readonly extensions: readonly string[];
  /** Version of the SQLite library in pdo_sqlite; null without that extension. */
  readonly sqlite: string | null;
}

const QUESTION = `
$sqlite = extension_loaded( 'pdo_sqlite' ) ? ( new PDO( 'sqlite::memory:' ) )->query( 'SELECT sqlite_version()' )->fetchColumn() : null;
echo json_encode( array( 'version' => PHP_VERSION, 'path' => PHP_BINARY, 'extensions' => array_map( 'strtolower', get_loaded_extensions() ), 'sqlite' => $sqlite ) );
`;

/** The command that runs PHP: MULTIPAY_PHP, or "php". */
export const phpCommand = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment['MULTIPAY_PHP'] || 'php';

/**
 * Asks PHP what it is.
 *
 * @throws StartProblem when there is no PHP, or it does not run
 */
export async function askPhp(command = phpCommand()): Promise<Php> {
  try {
    const { stdout } = await run(command, ['-d', 'display_errors=stderr', '-r', QUESTION]);
    return { command, ...(JSON.parse(stdout) as Omit<Php, 'command'>) };
  } catch (error) {
    throw new StartProblem(
      `PHP does not run as "${command}" (${error instanceof Error ? error.message.split('\n')[0] : String(error)}). Install PHP 8.0 or newer for the command line, or name it in MULTIPAY_PHP.`,
    );
  }
}
