/** Reads everything of the plugin that people can see: PHP, scripts, block metadata, the plugin's header. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mergeMessages, type Finding, type Message } from './messages';
import { headerStrings, phpStrings } from './php-strings';
import { phpLiterals } from './php-literals';
import { tokenize, type Token } from './php-tokens';
import { blockStrings, parseScript, scriptStrings } from './script-strings';
import { scriptLiterals } from './script-literals';

const PLUGIN = 'plugin.php';
const PHP_FOLDER = 'includes';
const SCRIPT_FOLDERS = ['blocks', 'src'];
const NOT_SEEN = /\.test\.tsx?$|\.d\.ts$|(^|\/)testing\//;

export interface Sources {
  readonly messages: readonly Message[];
  readonly findings: readonly Finding[];
}

/**
 * Reads the sources in a repository.
 *
 * @param root the repository, or anything laid out like it
 */
export function readSources(root: string): Sources {
  const text = (file: string): string => readFileSync(join(root, file), 'utf8');
  const front = SCRIPT_FOLDERS.flatMap((folder) => filesIn(root, folder)).filter((file) => !NOT_SEEN.test(file));
  const blocks = front.filter((file) => file.endsWith('/block.json'));
  const scripts = front.filter((file) => /\.tsx?$/.test(file)).map((file) => parseScript(file, text(file)));
  const extractions = [
    ...phpFiles(root).map(([file, tokens]) => [phpStrings(file, tokens), phpLiterals(file, tokens)] as const),
    ...scripts.map((script) => [scriptStrings(script), scriptLiterals(script)] as const),
  ];
  return {
    messages: mergeMessages([
      ...(existsSync(join(root, PLUGIN)) ? headerStrings(PLUGIN, text(PLUGIN)) : []),
      ...blocks.flatMap((file) => blockStrings(file, text(file))),
      ...extractions.flatMap(([{ messages }]) => messages),
    ]),
    findings: extractions.flatMap(([{ findings }, literals]) => [...findings, ...literals]),
  };
}

function phpFiles(root: string): [string, Token[]][] {
  const files = [
    ...[PLUGIN, 'uninstall.php'].filter((file) => existsSync(join(root, file))),
    ...filesIn(root, PHP_FOLDER).filter((file) => file.endsWith('.php')),
  ];
  const tokens = tokenize(files.map((file) => join(root, file)));
  return files.map((file) => [file, tokens.get(join(root, file)) ?? []]);
}

/** Relative to the root, in an order that is the same everywhere. */
function filesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();
}
