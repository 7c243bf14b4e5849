/** Starts a MariaDB of the tests' own, on a socket in a temporary folder, and ends it afterwards. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { TestProject } from 'vitest/node';

const READY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

declare module 'vitest' {
  interface ProvidedContext {
    mariadbPort: number;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

async function untilReady(port: number): Promise<void> {
  const giveUpMs = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      const connection = await createConnection({ host: '127.0.0.1', port, user: 'multipay', password: 'multipay' });
      await connection.end();
      return;
    } catch (error) {
      if (Date.now() > giveUpMs) throw error;
      await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
    }
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'multipay-mariadb-'));
  const data = join(folder, 'data');
  const user = userInfo().username;
  const asRoot = user === 'root' ? ['--user=root'] : [];
  const quiet = { stdio: 'ignore' } as const;
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot],
    quiet,
  );
  const port = await freePort();
  const account =
    "CREATE USER 'multipay'@'127.0.0.1' IDENTIFIED BY 'multipay';\nGRANT ALL ON *.* TO 'multipay'@'127.0.0.1';\n";
  const initFile = join(folder, 'init.sql');
  writeFileSync(initFile, account);
  const server = spawn(
    'mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${join(folder, 'sock')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      `--init-file=${initFile}`,
      ...asRoot,
    ],
    { stdio: 'ignore' },
  );
  const end = async (): Promise<void> => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(port);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide('mariadbPort', port);
  return end;
}
