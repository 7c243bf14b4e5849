/** Which sources end up in which of the plugin's scripts, and by which handle WordPress knows the script. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { nodesIn, parseScript } from './script-strings';

/** webpack's entries: the script's name below build/, and the source that it begins with. */
export type Entries = Readonly<Record<string, string>>;

/** The entries in the build's own configuration. */
export async function readEntries(root: string): Promise<Entries> {
  const { default: config } = (await import(join(root, 'webpack.config.mjs'))) as { default: { entry: Entries } };
  return config.entry;
}

/** WordPress's names for a block's scripts. */
const BLOCK_SCRIPTS = { editorScript: 'editor-script', viewScript: 'view-script', script: 'script' } as const;

/**
 * WordPress's handle of a script: made of the block's name where a block.json names the file, else the plugin's own
 * (`Assets::SCRIPTS`).
 *
 * @param source where the script begins, relative to the root
 */
export function handleOf(root: string, name: string, source: string): string {
  const [folder = '', file] = name.split('/');
  if (file === undefined) return `multipay-${name}`;
  const path = join(dirname(source), 'block.json');
  const block = JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>;
  for (const [field, suffix] of Object.entries(BLOCK_SCRIPTS)) {
    if (block[field] === `file:./${file}.js`) return `${String(block['name']).replace('/', '-')}-${suffix}`;
  }
  throw new Error(`${path} does not name ${folder}/${file}.js, which webpack.config.mjs makes`);
}

/**
 * The sources that a script is made of, with those of its lazy chunks: they are loaded beside it and share its texts.
 *
 * @param source relative to the root, as the result's paths are
 */
export function sourcesOf(root: string, source: string): Set<string> {
  const found = new Set<string>();
  const pending = [normalize(source)];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const name of importsIn(parseScript(file, readFileSync(join(root, file), 'utf8')))) {
      // Packages and contracts have no texts for people.
      if (name.startsWith('.')) pending.push(fileOf(root, join(dirname(file), name)));
    }
  }
  return found;
}

/** What is left of a script's imports once the types are gone, `import()` included. */
function importsIn(script: ts.SourceFile): string[] {
  const names: string[] = [];
  for (const node of nodesIn(script)) {
    let from: ts.Expression | undefined;
    if (ts.isImportDeclaration(node) && node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
      from = node.moduleSpecifier;
    if (ts.isExportDeclaration(node) && !node.isTypeOnly) from = node.moduleSpecifier;
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) from = node.arguments[0];
    if (from && ts.isStringLiteralLike(from)) names.push(from.text);
  }
  return names;
}

function fileOf(root: string, path: string): string {
  const endings = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'];
  const file = endings.map((ending) => `${path}${ending}`).find((name) => isFile(join(root, name)));
  if (file === undefined) throw new Error(`${path} is imported, but is not there`);
  return file;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
