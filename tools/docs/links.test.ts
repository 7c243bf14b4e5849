import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const guides = pages.filter((page) => /^docs\/guides\/[a-z-]+\.md$/.test(page));

describe('documentation', () => {
  it.each(pages)('%s points at files that are there', (page) => {
    const targets = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)];
    const missing = targets.filter(([, target = '']) => !existsSync(join(root, dirname(page), target)));
    expect(missing.map(([, target]) => target)).toEqual([]);
  });

  it('has the same sections and commands in both READMEs', () => {
    const [english, chinese] = ['README.md', 'README.zh_CN.md'].map((file) => readFileSync(join(root, file), 'utf8'));
    const shape = (text = ''): string[] => [
      ...(text.match(/^#+ /gm) ?? []),
      ...(text.match(/`(?:npm|npx|cd|node) [^`]+`/g) ?? []),
      ...[...text.matchAll(/\]\(([^)]+)\)/g)]
        // A page or picture that there is in Chinese stands for the English one.
        .map(([, target = '']) => target.replace('.zh_CN.', '.'))
        .filter((target) => !/^README/.test(target)),
    ];
    expect(shape(chinese)).toEqual(shape(english));
  });

  it.each(guides)('%s is the same in Chinese: headings, pictures, tables', (page) => {
    const shape = (file: string): string[] =>
      (readFileSync(join(root, file), 'utf8').match(/^(#+ |\||!\[.*)/gm) ?? []).map((line) =>
        line.replace(/^!\[.*\]\((.+?)(\.zh_CN)?\.png\)$/, '$1'),
      );
    expect(shape(page.replace('.md', '.zh_CN.md'))).toEqual(shape(page));
  });
});
