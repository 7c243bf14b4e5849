import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StartProblem } from './problem';
import { parseOptions, USAGE } from './options';
import { temporaryFolder } from './testing/temporary-folder';

const parse = (...args: string[]) => parseOptions(args, '/repository', '/somewhere');

describe('the options of npm start', () => {
  it('are all at their default when none is given', () => {
    expect(parse()).toEqual({
      home: '/repository/.multipay',
      port: undefined,
      database: undefined,
      wordpress: undefined,
      woocommerce: undefined,
      workers: 6,
      reset: false,
      install: true,
    });
  });

  it('are taken as they are given, a home relative to where one stands', () => {
    const args = ['--db', 'mariadb', '--port', '9000', '--home', 'x', '--workers', '2', '--reset', '--no-install'];
    expect(parse(...args, '--wordpress', '6.5', '--woocommerce', 'none')).toEqual({
      home: '/somewhere/x',
      port: 9000,
      database: 'mariadb',
      wordpress: '6.5',
      woocommerce: 'none',
      workers: 2,
      reset: true,
      install: false,
    });
  });

  it('name a folder from where one stands, and a version as it is', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'my-wordpress'));
    const options = parseOptions(['--wordpress', 'my-wordpress', '--woocommerce', '8.9'], '/repository', folder);
    expect(options).toMatchObject({ wordpress: join(folder, 'my-wordpress'), woocommerce: '8.9' });
  });

  it('ask for help', () => {
    expect(parse('--help')).toBe('help');
    expect(USAGE).toContain('--woocommerce');
  });

  it.each([
    [['--db', 'oracle'], /--db takes sqlite or mariadb, not "oracle"/],
    [['--port', '80'], /--port takes a whole number from 1024 to 65530, not "80"/],
    [['--port', '65531'], /--port takes/],
    [['--port', '8080.5'], /--port takes/],
    [['--workers', '1'], /--workers takes a whole number from 2/],
    [['--prot', '8080'], /--prot[\s\S]*--port N/],
    [['stray'], /stray/],
  ])('refuse %j with a sentence', (args, sentence) => {
    expect(() => parse(...args)).toThrow(StartProblem);
    expect(() => parse(...args)).toThrow(sentence);
  });
});
