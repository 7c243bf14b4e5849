import { mkdirSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeNetwork, writeDevFile, type Dev } from './dev-file';
import { claimHome, emptyHome, homePaths, makeHome, type HomePaths } from './home';
import { DEFAULT_PORT, type Database, type StartOptions } from './options';
import { StartProblem } from './problem';
import { silentReport, type Report } from './report';
import { runMultipay, startBridge } from './services/bridge';
import { startCron } from './services/cron';
import { startSimulators } from './services/simulators';
import { startWordPressServer } from './services/wordpress-server';
import { buildWhatChanged } from './setup/build';
import { connect } from './setup/connect';
import type { Context } from './setup/context';
import { homeSecrets } from './setup/secrets';
import { chooseSources, placesToLook } from './setup/sources';
import { layFiles, makeNetwork, startDatabase, type Sources } from './setup/wordpress';
import { requireSqlite } from './sources/sqlite-drop-in';
import { Steps } from './steps';
import { PHP_EXTENSIONS, ensureSystemPackages } from './system-packages';
import { MEGABYTE, requireRoom } from './system/disk';
import { takeLock } from './system/lock';
import { askPhp } from './system/php';
import { addresses, requireFreePorts } from './system/ports';
import type { Deadly } from './system/process-group';
import { Processes } from './system/processes';

/** What a program may ask of a start beside what a person can. */
export interface NetworkOptions extends StartOptions {
  /** The repository's root; another one in tests of this tool. */
  readonly repository?: string;
  readonly report?: Report;
  /** php.ini settings ("name=value") for the PHP that serves WordPress. */
  readonly phpSettings?: readonly string[];
  /** Ends a start that is under way; a network that runs is ended by `stop`. */
  readonly signal?: AbortSignal;
}

export type ServiceName = 'mariadb' | 'wordpress' | 'simulators' | 'bridge';

/** A network that runs. */
export interface RunningNetwork {
  /** As dev.json has it now. */
  readonly dev: Dev;
  /** Settles when the network has ended: with nothing when it was stopped, with the reason when a part has died. */
  readonly ended: Promise<StartProblem | undefined>;
  /** Ends everything in order. Nothing is left running afterwards. */
  stop(): Promise<void>;
  /** Ends a service by a signal, as a crash would; it stays away until it is restarted. */
  kill(name: ServiceName, signal: Deadly): Promise<void>;
  /** Ends a service in order, if it still runs, starts it again and waits until it serves. */
  restart(name: ServiceName): Promise<void>;
  /** Runs the bridge's command line beside the running bridge; answers with what it prints for programs. */
  multipay<T>(...args: string[]): Promise<T>;
}

const ROOT = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const ROOM_FOR_HOME: Readonly<Record<Database, number>> = { sqlite: 400 * MEGABYTE, mariadb: 700 * MEGABYTE };
const ROOM_FOR_RESTART = 50 * MEGABYTE;

interface Choices {
  readonly database: Database;
  readonly port: number;
}

/** The database and port of this start: as asked for, as they were, or the default. */
function choose(options: StartOptions, before: Choices | undefined): Choices {
  const database = options.database ?? before?.database ?? 'sqlite';
  if (before && before.database !== database) {
    throw new StartProblem(
      `This home keeps its data in ${before.database}. Start it without --db, start over with --reset, or give another --home.`,
    );
  }
  return { database, port: options.port ?? before?.port ?? DEFAULT_PORT };
}

async function lockHome(paths: HomePaths): Promise<() => void> {
  await claimHome(paths);
  const lock = takeLock(paths.lock);
  if ('release' in lock) return lock.release;
  throw new StartProblem(
    `A start is running on this home already (process ${lock.heldBy}). Use it, end it with Ctrl-C, or give another --home and --port.`,
  );
}

/** Sees that this can become a start before anything is changed, and gathers what every part of it needs. */
async function prepare(
  options: NetworkOptions,
  paths: HomePaths,
  processes: Processes,
  report: Report,
): Promise<Context> {
  if (options.reset) await report.step('Empty the home', () => emptyHome(paths));
  await makeHome(paths);
  const steps = await Steps.open(paths.marks, report);
  const before = steps.remembered('choices') as Choices | undefined;
  const { database, port } = choose(options, before);
  await requireRoom(paths.home, before ? ROOM_FOR_RESTART : ROOM_FOR_HOME[database], 'The network');
  await requireFreePorts(port);
  const own = database === 'sqlite' ? (['php-pdo_sqlite'] as const) : (['php-mysqli', 'mariadb-server'] as const);
  const installed = await ensureSystemPackages([...PHP_EXTENSIONS, ...own], options.install);
  if (installed.length > 0) report.line(`  Installed ${installed.join(', ')}`);
  const php = await askPhp();
  if (database === 'sqlite') requireSqlite(php);
  await steps.note('choices', { database, port } satisfies Choices);
  return {
    ...{ paths, database, php, processes, steps, report },
    repository: options.repository ?? ROOT,
    addresses: addresses(port),
    secrets: await homeSecrets(paths.secrets),
    workers: options.workers,
  };
}

/** Builds, sets up and starts everything; answers with what dev.json is made of. */
async function bringUp(context: Context, options: NetworkOptions, signal: AbortSignal): Promise<() => Dev> {
  const { processes, report, steps, repository, paths } = context;
  await buildWhatChanged(repository, paths.home, processes, report);
  const places = placesToLook(process.env, signal, report);
  const find = (): Promise<Sources> => chooseSources(options, context.database, steps, places);
  const sources = await (steps.remembered('sources') ? find() : report.step('Find WordPress and WooCommerce', find));
  await layFiles(context, sources);
  await startDatabase(context);
  const sites = await makeNetwork(context, sources);
  await report.step('Start WordPress', () => startWordPressServer(context, options.phpSettings ?? []));
  await report.step('Start the simulators', () => startSimulators(context));
  await report.step('Start the bridge', () => startBridge(context));
  const connected = await connect(context, sources.woocommerce !== null);
  return () => describeNetwork(context, sources, sites, connected);
}

/** What runs in a home, from the lock to the last process. */
class Life {
  readonly processes: Processes;
  readonly ended: Promise<StartProblem | undefined>;
  /** What has ended it, if a part has died. */
  death: StartProblem | undefined;
  endCron = (): Promise<void> => Promise.resolve();
  private ending: Promise<void> | undefined;
  private tellEnd: (problem: StartProblem | undefined) => void = () => undefined;

  constructor(
    paths: HomePaths,
    private readonly release: () => void,
  ) {
    this.ended = new Promise((resolve) => (this.tellEnd = resolve));
    this.processes = new Processes(paths.home, paths.logs, (problem) => {
      this.death ??= problem;
      void this.stop();
    });
  }

  stop(): Promise<void> {
    this.ending ??= (async () => {
      await this.endCron();
      await this.processes.stopAll();
      this.release();
      this.tellEnd(this.death);
    })();
    return this.ending;
  }
}

/**
 * Starts the network of a home; what is not there yet is made first.
 *
 * @throws StartProblem when it cannot; nothing is left running then
 */
export async function startNetwork(options: NetworkOptions): Promise<RunningNetwork> {
  mkdirSync(options.home, { recursive: true, mode: 0o700 });
  const paths = homePaths(realpathSync(options.home));
  const life = new Life(paths, await lockHome(paths));
  const signal = options.signal ?? new AbortController().signal;
  const abort = (): void => void life.stop();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const context = await prepare(options, paths, life.processes, options.report ?? silentReport);
    const describe = await bringUp(context, options, signal);
    await writeDevFile(paths.devFile, describe());
    life.endCron = startCron(describe().sites.map(({ url }) => url));
    return {
      get dev() {
        return describe();
      },
      ended: life.ended,
      stop: () => life.stop(),
      kill: (name, how) => life.processes.kill(name, how),
      async restart(name) {
        await life.processes.restart(name);
        await writeDevFile(paths.devFile, describe());
      },
      multipay: (...args) => runMultipay(context, [...args, '--json']),
    };
  } catch (error) {
    await life.stop();
    throw life.death ?? error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
