/** What a benchmark stands on: processes of their own, as in production, so that nobody borrows another's processor. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ProviderName } from '@multipay/contracts/providers';

const ROOT = join(import.meta.dirname, '../..');
const READY_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;

export interface Stand {
  readonly folder: string;
  readonly simulators: Readonly<Record<ProviderName, string>>;
  readonly privateUrl: string;
  readonly publicUrl: string;
  /** Processor time that the bridge has used so far, in milliseconds. */
  cpuMs(): number;
  /** Runs the bridge's command line on the same data. */
  multipay<T>(...words: string[]): Promise<T>;
  end(): Promise<void>;
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

/** Linux counts in hundredths of a second; other systems have no /proc, and this says 0. */
function cpuOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '';
  const [user = 0, system = 0] = afterName.split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}

async function untilAnswers(url: string): Promise<void> {
  const giveUpMs = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      if ((await fetch(url)).ok) return;
    } catch (error) {
      if (Date.now() > giveUpMs) throw error;
    }
    await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await exit;
}

/** Runs a script of ours and gives its standard output; its errors go where ours go. */
export function run(command: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { env, cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString());
      else reject(new Error(`${command} ${words.join(' ')} ended with ${code}`));
    });
  });
}

/** Starts both simulators and a bridge, each as its own process. */
export async function stand(env: Record<string, string> = {}): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'multipay-bench-'));
  const [weChatPort = 0, alipayPort = 0, privatePort = 0, publicPort = 0] = await freePorts(4);
  const simulators = spawn(
    'node',
    ['--import', 'tsx', 'simulators/main.ts', '--wechat-port', String(weChatPort), '--alipay-port', String(alipayPort)],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise((ready) => createInterface({ input: simulators.stdout }).once('line', ready));
  const weChatPayUrl = `http://127.0.0.1:${weChatPort}`;
  const alipayUrl = `http://127.0.0.1:${alipayPort}`;
  const bridgeEnv = {
    ...process.env,
    MULTIPAY_ENV: 'development',
    MULTIPAY_DATA_DIR: join(folder, 'bridge'),
    MULTIPAY_PRIVATE_ADDRESS: `127.0.0.1:${privatePort}`,
    MULTIPAY_PUBLIC_ADDRESS: `127.0.0.1:${publicPort}`,
    MULTIPAY_PUBLIC_URL: `http://127.0.0.1:${publicPort}`,
    MULTIPAY_WECHAT_PAY_URL: weChatPayUrl,
    MULTIPAY_ALIPAY_URL: alipayUrl,
    MULTIPAY_REQUESTS_PER_MINUTE: '100000000',
    MULTIPAY_LOG_LEVEL: 'warn',
    ...env,
  };
  const program = join(ROOT, 'bridge/dist/multipay.js');
  const bridge = spawn('node', [program, 'start'], { env: bridgeEnv, stdio: ['ignore', 'inherit', 'inherit'] });
  const privateUrl = `http://127.0.0.1:${privatePort}`;
  await untilAnswers(`${privateUrl}/health/ready`);
  return {
    folder,
    simulators: { wechat_pay: weChatPayUrl, alipay: alipayUrl },
    privateUrl,
    cpuMs: () => cpuOf(bridge.pid ?? 0),
    publicUrl: `http://127.0.0.1:${publicPort}`,
    multipay: async <T>(...words: string[]) =>
      JSON.parse(await run('node', [program, ...words, '--json'], bridgeEnv)) as T,
    async end() {
      await ended(bridge);
      await ended(simulators);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
