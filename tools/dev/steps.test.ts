import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentReport } from './report';
import { Steps } from './steps';
import { temporaryFolder } from './testing/temporary-folder';

/** A start that sets up a house on its ground, and a garden; says what it had to do. */
async function start(file: string, ground: string, fails?: string): Promise<string[]> {
  const steps = await Steps.open(file, silentReport);
  const did: string[] = [];
  const work = (name: string) => async () => {
    did.push(name);
    if (name === fails) throw new Error(`${name} was cut off`);
    return `${name} on ${ground}`;
  };
  try {
    await steps.once({ name: 'ground', title: '', key: ground }, work('ground'));
    await steps.once({ name: 'house', title: '', key: null, needs: ['ground'] }, work('house'));
    await steps.once({ name: 'roof', title: '', key: null, needs: ['house'] }, work('roof'));
    await steps.once({ name: 'garden', title: '', key: null }, work('garden'));
  } catch {
    did.push('cut off');
  }
  return did;
}

const marksFile = async (): Promise<string> => join(await temporaryFolder(), 'steps.json');

describe('steps of a set-up', () => {
  it('are done once', async () => {
    const file = await marksFile();
    expect(await start(file, 'rock')).toEqual(['ground', 'house', 'roof', 'garden']);
    expect(await start(file, 'rock')).toEqual([]);
  });

  it('answer later what they answered when they were done', async () => {
    const file = await marksFile();
    await start(file, 'rock');
    const steps = await Steps.open(file, silentReport);
    expect(await steps.once({ name: 'ground', title: '', key: 'rock' }, () => Promise.resolve('never done'))).toBe(
      'ground on rock',
    );
    expect(steps.remembered('roof')).toBe('roof on rock');
    expect(steps.remembered('cellar')).toBeUndefined();
  });

  it('are done again when their key has changed, with all that builds on them and nothing else', async () => {
    const file = await marksFile();
    await start(file, 'rock');
    expect(await start(file, 'sand')).toEqual(['ground', 'house', 'roof']);
  });

  it('go on where a start was cut off', async () => {
    const file = await marksFile();
    expect(await start(file, 'rock', 'house')).toEqual(['ground', 'house', 'cut off']);
    expect(await start(file, 'rock')).toEqual(['house', 'roof', 'garden']);
  });

  it('that build on one that was done again are still to do after a cut right behind it', async () => {
    const file = await marksFile();
    await start(file, 'rock');
    expect(await start(file, 'sand', 'house')).toEqual(['ground', 'house', 'cut off']);
    expect(await start(file, 'sand')).toEqual(['house', 'roof']);
  });

  it('count as not done from the moment that they begin', async () => {
    const file = await marksFile();
    await start(file, 'rock');
    const steps = await Steps.open(file, silentReport);
    let during = '';
    await steps.once({ name: 'garden', title: '', key: 'roses' }, async () => {
      during = await readFile(file, 'utf8');
    });
    expect(Object.keys(JSON.parse(during) as object)).toEqual(['ground', 'house', 'roof']);
  });

  it('say what to do when their memory cannot be read', async () => {
    const file = await marksFile();
    await writeFile(file, '{"ground":');
    await expect(Steps.open(file, silentReport)).rejects.toThrow(/--reset/);
  });
});
