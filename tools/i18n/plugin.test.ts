/** The plugin's own scripts and its own catalog. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeholdersOf } from './placeholders';
import { handleOf, readEntries } from './script-handles';

const root = join(import.meta.dirname, '../..');

describe('script translations of the plugin', () => {
  it('are named by the handles that includes/Assets.php registers', async () => {
    const assets = readFileSync(join(root, 'includes/Assets.php'), 'utf8');
    const handles = new Map(
      [...assets.matchAll(/public const (\w+)\s*= '(multipay-[\w-]+)'/g)].map(([, name = '', handle = '']) => [
        name,
        handle,
      ]),
    );
    const registered = [...assets.matchAll(/self::(\w+)\s*=> '([\w-]+)'/g)].map(([, name = '', script = '']) => [
      script,
      handles.get(name),
    ]);
    const entries = Object.entries(await readEntries(root)).filter(([name]) => !name.includes('/'));
    const wanted = entries.map(([name, source]) => [name, handleOf(root, name, source)]);
    expect(Object.fromEntries(registered)).toEqual(Object.fromEntries(wanted));
  });

  it.each(['pay-button', 'payment-status'])('are named as WordPress names the scripts of %s', async (block) => {
    const entries = await readEntries(root);
    expect(handleOf(root, `${block}/index`, entries[`${block}/index`]!)).toBe(`multipay-${block}-editor-script`);
    expect(handleOf(root, `${block}/view`, entries[`${block}/view`]!)).toBe(`multipay-${block}-view-script`);
  });
});

describe('placeholders', () => {
  it.each([
    ['nothing', []],
    ['100 %% of %s', ['%1$s']],
    ['%s, %d', ['%1$s', '%2$d']],
    ['%2$s of %1$s', ['%1$s', '%2$s']],
    ['%05.2f', ['%1$f']],
  ])('of "%s" are %j', (text, placeholders) => {
    expect(placeholdersOf(text)).toEqual(placeholders);
  });
});
