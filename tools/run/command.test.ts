import { describe, expect, it } from 'vitest';
import { CommandFailed, runCommand } from './command';

const node = (script: string, more: { withinMs?: number; environment?: Record<string, string> } = {}) =>
  runCommand({ title: 'a script', command: process.execPath, args: ['-e', script], directory: '.', ...more });

describe('a program that runs to its end', () => {
  it('gives what it wrote to both of its outputs', async () => {
    expect(await node('process.stdout.write("out "); process.stderr.write("err")')).toMatch(/out/);
    expect(await node('process.stdout.write("out "); process.stderr.write("err")')).toMatch(/err/);
  });

  it('gets what is added to the environment', async () => {
    expect(await node('process.stdout.write(process.env.GREETING)', { environment: { GREETING: 'hello' } })).toBe(
      'hello',
    );
  });

  it('fails with its title, its code and what it wrote', async () => {
    const failure = await node('console.log("before"); process.exit(3)').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandFailed);
    expect((failure as CommandFailed).message).toBe(`a script: ${process.execPath} ended with code 3`);
    expect((failure as CommandFailed).output).toBe('before\n');
  });

  it('says when there is no such program', async () => {
    const missing = { title: 'nothing', command: 'multipay-no-such-program', args: [], directory: '.' };
    await expect(runCommand(missing)).rejects.toThrow(/nothing: multipay-no-such-program cannot be started/);
  });

  it('is ended, with all that it started, when its time is up', async () => {
    const child = 'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); ';
    const failure = node(`${child}setInterval(() => {}, 1000)`, { withinMs: 300 });
    await expect(failure).rejects.toThrow('took longer than 0.3 s and was ended');
  });
});
