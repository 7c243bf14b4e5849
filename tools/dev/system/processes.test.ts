import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StartProblem } from '../problem';
import { isAlive, nodeProgram, nodeService } from '../testing/programs';
import { temporaryFolder } from '../testing/temporary-folder';
import { Processes } from './processes';

const STAY = 'setInterval(() => undefined, 1000);';
/** Ignores being asked, and has a worker that does the same; both write their numbers down. */
const STUBBORN_WITH_WORKER = `
  const { spawn } = require('node:child_process');
  const deaf = "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000);";
  const worker = spawn(process.execPath, ['-e', deaf]);
  process.on('SIGTERM', () => undefined);
  require('node:fs').writeFileSync('pids', process.pid + ' ' + worker.pid);
  ${STAY}
`;

async function someProcesses() {
  const folder = await temporaryFolder();
  const deaths: StartProblem[] = [];
  const processes = new Processes(folder, folder, (problem) => deaths.push(problem));
  onTestFinished(() => processes.stopAll());
  return { folder, deaths, processes };
}

const pidOf = (processes: Processes, name: string): number =>
  processes.list().find((entry) => entry.name === name)?.pid ?? 0;

describe('a program', () => {
  it('runs to its end and gives its answer, which is in no log', async () => {
    const { folder, processes } = await someProcesses();
    const code = `
      process.stdin.on('data', (text) => {
        require('node:fs').writeSync(3, 'heard ' + text);
        console.log('to the log');
      });`;
    const answer = await processes.run({ ...nodeProgram('asked', code, folder), input: 'a secret', answersOn: 3 });
    expect(answer).toBe('heard a secret');
    expect(await readFile(join(folder, 'asked.log'), 'utf8')).toBe('to the log\n');
  });

  it('that fails is named, with how it ended and the end of its log', async () => {
    const { folder, processes } = await someProcesses();
    const failing = nodeProgram('failing', "console.error('no room'); process.exit(3)", folder);
    await expect(processes.run(failing)).rejects.toThrow(
      /^failing failed \(exit code 3\)\. The end of .*failing\.log:\nno room$/,
    );
  });

  it('that is not there is named', async () => {
    const { folder, processes } = await someProcesses();
    const missing = { ...nodeProgram('missing', '', folder), command: 'no-such-program' };
    await expect(processes.run(missing)).rejects.toThrow(/there is no no-such-program/);
  });

  it('is ended when everything is', async () => {
    const { folder, processes } = await someProcesses();
    const endless = processes.run(nodeProgram('endless', `console.log('runs'); ${STAY}`, folder));
    const failure = expect(endless).rejects.toThrow(/endless failed \(killed by SIG(TERM|KILL)\)/);
    await expect.poll(() => existsSync(join(folder, 'endless.log'))).toBe(true);
    await processes.stopAll();
    await failure;
    await expect(processes.run(nodeProgram('late', '', folder))).rejects.toThrow(/was ended/);
  });
});

describe('a service', () => {
  it('has started when it serves', async () => {
    const { folder, processes } = await someProcesses();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const code = `require('node:http').createServer((_, answer) => answer.end('yes')).listen(${port}, '127.0.0.1')`;
    const ready = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}`)).ok;
    await processes.start(nodeService('server', code, folder, ready));
    expect(await ready()).toBe(true);
    expect(processes.list()).toEqual([{ name: 'server', pid: expect.any(Number), log: join(folder, 'server.log') }]);
  });

  it('that ends while it is started is named', async () => {
    const { folder, processes, deaths } = await someProcesses();
    const never = () => Promise.resolve(false);
    const starting = processes.start(nodeService('weak', "console.log('bad port'); process.exit(1)", folder, never));
    await expect(starting).rejects.toThrow(/weak ended while it was started\. [\s\S]*bad port/);
    expect([processes.list(), deaths]).toEqual([[], []]);
  });

  it('that never serves is ended and named', async () => {
    const { folder, processes } = await someProcesses();
    const mute = {
      ...nodeService('mute', STAY, folder, () => Promise.reject(new Error('refused'))),
      readyWithinMs: 300,
    };
    await expect(processes.start(mute)).rejects.toThrow(/mute does not answer after 0\.3 s/);
  });

  it('that dies by itself is told, with the end of its log', async () => {
    const { folder, processes, deaths } = await someProcesses();
    const told = join(folder, 'die');
    const code = `setInterval(() => require('node:fs').existsSync('die') && (console.log('out of memory'), process.exit(9)), 10)`;
    await processes.start(nodeService('mortal', code, folder));
    await writeFile(told, '');
    await expect
      .poll(() => deaths.map(({ message }) => message))
      .toEqual([expect.stringMatching(/^mortal has ended \(exit code 9\)\. The end of .*:\nout of memory$/)]);
  });

  it('that is killed on purpose is no surprise, and can be restarted', async () => {
    const { folder, processes, deaths } = await someProcesses();
    await processes.start(nodeService('bridge', STAY, folder));
    const before = pidOf(processes, 'bridge');
    await processes.kill('bridge', 'SIGKILL');
    expect(isAlive(before)).toBe(false);
    await processes.restart('bridge');
    expect(pidOf(processes, 'bridge')).not.toBe(before);
    expect(isAlive(pidOf(processes, 'bridge'))).toBe(true);
    expect(deaths).toEqual([]);
    await expect(processes.kill('nobody', 'SIGKILL')).rejects.toThrow(/no service is named nobody: bridge/);
  });

  it('is ended with all its workers, even when they do not listen', async () => {
    const { folder, processes } = await someProcesses();
    const written = async (): Promise<boolean> => existsSync(join(folder, 'pids'));
    await processes.start({ ...nodeService('stubborn', STUBBORN_WITH_WORKER, folder, written), stopWithinMs: 200 });
    const pids = (await readFile(join(folder, 'pids'), 'utf8')).split(' ').map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await processes.stopAll();
    expect(pids.map(isAlive)).toEqual([false, false]);
  });
});

describe('what a killed start leaves behind', () => {
  it('is ended by its guard', async () => {
    const folder = await temporaryFolder();
    const module = (path: string): string => pathToFileURL(fileURLToPath(new URL(path, import.meta.url))).href;
    const start = `
      import { Processes } from '${module('processes.ts')}';
      const processes = new Processes('.', '.', () => undefined);
      const service = { name: 'orphan', command: process.execPath, args: ['-e', ${JSON.stringify(STAY)}], directory: '.', environment: process.env, stopWithinMs: 1000, ready: async () => true, readyWithinMs: 1000 };
      await processes.start(service);
      console.log(processes.list()[0].pid);
    `;
    const program = join(folder, 'start.mts');
    await writeFile(program, start);
    const child = spawn(
      process.execPath,
      ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href, program],
      {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const orphan = Number(line);
    expect(isAlive(orphan)).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(orphan), { timeout: 10_000 }).toBe(false);
  });
});
