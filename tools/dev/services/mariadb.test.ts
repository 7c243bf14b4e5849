import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { homePaths, makeHome } from '../home';
import type { Context } from '../setup/context';
import { homeSecrets } from '../setup/secrets';
import { findProgram } from '../system-packages';
import { phpCommand } from '../system/php';
import { addresses, freeRow } from '../system/ports';
import { Processes } from '../system/processes';
import { temporaryFolder } from '../testing/temporary-folder';
import { databases, makeMariaDb, startMariaDb } from './mariadb';

const run = promisify(execFile);

async function aHome(deep = ''): Promise<Context> {
  const paths = homePaths(join(await temporaryFolder(), deep));
  await makeHome(paths);
  const port = await freeRow(30_000 + Math.floor(Math.random() * 20_000));
  const processes = new Processes(paths.home, paths.logs, () => undefined);
  onTestFinished(() => processes.stopAll());
  const secrets = await homeSecrets(paths.secrets);
  return { paths, processes, secrets, addresses: addresses(port ?? 0) } as Context;
}

/** Asks as WordPress does, by PHP. */
async function ask(context: Context, sql: string, password = databases(context).password): Promise<string[]> {
  const { host, port, user, wordpress } = databases(context);
  const code = `
    mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
    $db = new mysqli( '${host}', '${user}', $argv[1], '${wordpress}', ${port} );
    $result = $db->query( $argv[2] );
    echo json_encode( is_bool( $result ) ? array() : array_column( $result->fetch_all(), 0 ) );`;
  return JSON.parse((await run(phpCommand(), ['-r', code, '--', password, sql])).stdout) as string[];
}

describe.skipIf(findProgram('mariadbd', 'mysqld') === undefined)('the MariaDB of a home', () => {
  it('has a database for WordPress and one for the bridge, for whoever knows the password', async () => {
    const context = await aHome();
    await makeMariaDb(context);
    await startMariaDb(context);
    expect(await ask(context, "SHOW DATABASES WHERE `Database` IN ('wordpress', 'bridge', 'test')")).toEqual([
      'bridge',
      'wordpress',
    ]);
    await expect(ask(context, 'SELECT 1', 'guessed')).rejects.toThrow(/Access denied/);
  });

  it('keeps its data from one start to the next', async () => {
    const context = await aHome();
    await makeMariaDb(context);
    await startMariaDb(context);
    await ask(context, 'CREATE TABLE kept (word VARCHAR(20))');
    await ask(context, "INSERT INTO kept VALUES ('still here')");
    await context.processes.kill('mariadb', 'SIGKILL');
    await context.processes.restart('mariadb');
    expect(await ask(context, 'SELECT word FROM kept')).toEqual(['still here']);
  });

  it('starts in a folder whose name is too long for a socket', async () => {
    const context = await aHome('deep/'.repeat(25));
    await makeMariaDb(context);
    await startMariaDb(context);
    expect(await ask(context, 'SELECT 1')).toEqual(['1']);
  });
});
