import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { StartProblem } from '../problem';
import { environmentFor, type Context } from '../setup/context';
import { findProgram } from '../system-packages';
import type { Program } from '../system/process-group';

/** How one reaches the databases of a home on MariaDB. */
export const databases = (context: Pick<Context, 'addresses' | 'secrets'>) =>
  ({
    host: '127.0.0.1',
    port: context.addresses.mariadbPort,
    user: 'multipay',
    password: context.secrets.mariadb_password,
    wordpress: 'wordpress',
    bridge: 'bridge',
  }) as const;

/** sockaddr_un holds 108 bytes with the closing zero on Linux, 104 on others. */
const LONGEST_SOCKET_PATH = 103;

/** The socket lies in the home, unless its path would be too long for one. */
function socketPath(home: string): string {
  const inHome = join(home, 'mariadb', 'socket');
  if (Buffer.byteLength(inHome) <= LONGEST_SOCKET_PATH) return inHome;
  return join(tmpdir(), `multipay-${createHash('sha256').update(home).digest('hex').slice(0, 16)}.sock`);
}

/** Run at each start, before the server listens: whatever port and password this home has, they work. */
function initialSql(context: Context): string {
  const { user, password, wordpress, bridge } = databases(context);
  const account = `'${user}'@'127.0.0.1'`;
  return [
    ...[wordpress, bridge].map((name) => `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4;`),
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}';`,
    `ALTER USER ${account} IDENTIFIED BY '${password}';`,
    // Tests make databases of their own beside these two.
    `GRANT ALL ON *.* TO ${account};`,
    '',
  ].join('\n');
}

function program(context: Context, name: string, names: readonly string[], args: readonly string[]): Program {
  const command = findProgram(...names);
  if (command === undefined)
    throw new StartProblem(`There is no ${names[0]}. Install mariadb-server, or start without --db mariadb.`);
  const root = process.getuid?.() === 0 ? ['--user=root'] : [];
  return {
    name,
    command,
    args: ['--no-defaults', `--datadir=${join(context.paths.mariadb, 'data')}`, ...root, ...args],
    directory: context.paths.mariadb,
    environment: environmentFor(context.paths.home, {}),
    stopWithinMs: 60_000,
  };
}

/** Makes an empty database server's files, over whatever an attempt that was cut off has left. */
export async function makeMariaDb(context: Context): Promise<void> {
  await rm(context.paths.mariadb, { recursive: true, force: true });
  await mkdir(context.paths.mariadb, { mode: 0o700 });
  const owner = ['--auth-root-authentication-method=socket', `--auth-root-socket-user=${userInfo().username}`];
  const install = ['mariadb-install-db', 'mysql_install_db'];
  await context.processes.run(program(context, 'mariadb-install', install, [...owner, '--skip-test-db']));
}

/** Whether a MariaDB greets whoever connects: it sends its handshake first. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1_000 })
      .once('data', () => resolve(true))
      .once('error', reject)
      .once('timeout', () => socket.destroy(new Error('silent')))
      .once('close', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });
}

/** Starts the home's own MariaDB: the system's service, if there is one, is not touched. */
export async function startMariaDb(context: Context): Promise<void> {
  const { mariadb } = context.paths;
  const socket = socketPath(context.paths.home);
  const sql = join(mariadb, 'init.sql');
  await mkdir(dirname(sql), { recursive: true });
  await writeFile(sql, initialSql(context), { mode: 0o600 });
  const args = [
    '--bind-address=127.0.0.1',
    `--port=${context.addresses.mariadbPort}`,
    `--socket=${socket}`,
    `--pid-file=${join(mariadb, 'pid')}`,
    `--init-file=${sql}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--innodb-buffer-pool-size=128M',
    '--max-connections=200',
  ];
  await context.processes.start({
    ...program(context, 'mariadb', ['mariadbd', 'mysqld'], args),
    ready: () => greets(context.addresses.mariadbPort),
    readyWithinMs: 60_000,
  });
}
