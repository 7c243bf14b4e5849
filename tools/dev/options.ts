import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartProblem } from './problem';

const DATABASES = ['sqlite', 'mariadb'] as const;
export type Database = (typeof DATABASES)[number];

/** What a person or a test may ask of a start. What is left out is taken from the home's last start, or the default. */
export interface StartOptions {
  /** The folder that everything is made in. */
  readonly home: string;
  /** The first of six ports in a row. */
  readonly port?: number | undefined;
  readonly database?: Database | undefined;
  /** A folder, a zip, or a version. */
  readonly wordpress?: string | undefined;
  /** A folder, a zip, a version, or "none". */
  readonly woocommerce?: string | undefined;
  readonly workers: number;
  /** Forget what the home holds first. */
  readonly reset: boolean;
  /** Whether missing system packages may be installed. */
  readonly install: boolean;
}

export const DEFAULT_PORT = 8080;
export const PORTS_IN_A_ROW = 6;
const DEFAULT_WORKERS = 6;

export const USAGE = `npm start -- [options]

  --db sqlite|mariadb          the database of WordPress and of the bridge (sqlite)
  --wordpress PATH|VERSION     a folder, a zip or a version of WordPress (the newest to be had)
  --woocommerce PATH|VERSION|none
                               likewise; also MULTIPAY_WOOCOMMERCE (the newest that fits the WordPress)
  --port N                     the first of six ports: WordPress, bridge private and public, WeChat Pay and
                               Alipay simulators, MariaDB (${DEFAULT_PORT})
  --workers N                  PHP processes (${DEFAULT_WORKERS})
  --home DIR                   where everything is made (.multipay)
  --reset                      start over
  --no-install                 never install system packages
  --help                       this text
`;

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new StartProblem(`--${option} takes a whole number from ${least} to ${most}, not "${text}".`);
}

/** What a person means by the name of something that is there: npm runs us in another folder than theirs. */
function atPath(text: string | undefined, directory: string): string | undefined {
  const path = text === undefined ? '' : resolve(directory, text);
  return text !== undefined && existsSync(path) ? path : text;
}

function database(text: string): Database {
  const found = DATABASES.find((name) => name === text);
  if (found) return found;
  throw new StartProblem(`--db takes ${DATABASES.join(' or ')}, not "${text}".`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        db: { type: 'string' },
        wordpress: { type: 'string' },
        woocommerce: { type: 'string' },
        port: { type: 'string' },
        workers: { type: 'string' },
        home: { type: 'string' },
        reset: { type: 'boolean', default: false },
        'no-install': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new StartProblem(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

/**
 * Reads the command line.
 *
 * @param repository the repository's root: the default home lies in it
 * @param directory what relative paths are relative to
 * @returns the options, or "help" when that is asked for
 * @throws StartProblem for an option or a value that is not known
 */
export function parseOptions(args: readonly string[], repository: string, directory: string): StartOptions | 'help' {
  const values = parsed(args);
  if (values.help) return 'help';
  return {
    home: values.home === undefined ? join(repository, '.multipay') : resolve(directory, values.home),
    port: values.port === undefined ? undefined : wholeNumber('port', values.port, 1024, 65_535 - PORTS_IN_A_ROW + 1),
    database: values.db === undefined ? undefined : database(values.db),
    wordpress: atPath(values.wordpress, directory),
    woocommerce: atPath(values.woocommerce, directory),
    workers: values.workers === undefined ? DEFAULT_WORKERS : wholeNumber('workers', values.workers, 2, 64),
    reset: values.reset,
    install: !values['no-install'],
  };
}

/** Options for a start from a program: everything at its default, in this home. */
export const defaultOptions = (home: string): StartOptions => ({
  home: resolve(home),
  workers: DEFAULT_WORKERS,
  reset: false,
  install: true,
});
