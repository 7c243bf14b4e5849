/** PHP sources as tokens, and the calls in them. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Name (a T_ constant, or the character itself), text, line from 1. */
export type Token = readonly [name: string, text: string, line: number];

const READER = join(import.meta.dirname, 'php-tokens.php');
const OPENING = ['(', '[', '{', '${', '#['];
const CLOSING = [')', ']', '}'];
const NO_CALL_AFTER = ['->', '?->', '::', 'function'];

/**
 * Reads PHP files with PHP's own tokenizer (the `php` on the path, or MULTIPAY_PHP).
 *
 * @param files absolute paths
 */
export function tokenize(files: readonly string[]): Map<string, Token[]> {
  const json = execFileSync(process.env['MULTIPAY_PHP'] ?? 'php', [READER], {
    input: files.join('\n'),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return new Map(Object.entries(JSON.parse(json) as Record<string, Token[]>));
}

const isComment = ([name]: Token): boolean => name === 'T_COMMENT' || name === 'T_DOC_COMMENT';

export interface PhpCall {
  /** Without a leading backslash: `esc_html`, or a class after `new`. */
  readonly name: string;
  readonly args: readonly (readonly Token[])[];
  readonly line: number;
  /** Where the name stands in the list of tokens. */
  readonly at: number;
}

/** The calls of functions, methods and constructors, outer ones first. */
export function callsIn(tokens: readonly Token[], options: { methods: boolean }): PhpCall[] {
  const calls: PhpCall[] = [];
  for (const [at, [type, text, line]] of tokens.entries()) {
    const isName = type === 'T_STRING' || type === 'T_NAME_FULLY_QUALIFIED';
    if (!isName || tokens[at + 1]?.[1] !== '(') continue;
    const before = tokens[at - 1]?.[1] ?? '';
    if (before === 'function' || (!options.methods && NO_CALL_AFTER.includes(before))) continue;
    calls.push({ name: text.replace(/^\\/, ''), args: argumentsFrom(tokens, at + 2), line, at });
  }
  return calls;
}

function argumentsFrom(tokens: readonly Token[], start: number): Token[][] {
  const args: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(start)) {
    const [, text] = token;
    if (OPENING.includes(text)) depth++;
    if (CLOSING.includes(text) && --depth < 0) break;
    if (text === ',' && depth === 0) args.push([]);
    else if (!isComment(token)) args.at(-1)?.push(token);
  }
  return args.filter((arg) => arg.length > 0);
}

/** The text of an argument that is one plain string, else null. */
export function literalOf(arg: readonly Token[] | undefined): string | null {
  const [only, ...more] = arg ?? [];
  return only?.[0] === 'T_CONSTANT_ENCAPSED_STRING' && more.length === 0 ? textOfLiteral(only[1]) : null;
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '"': '"', $: '$', '\\': '\\' };

export function textOfLiteral(source: string): string {
  const inner = source.slice(1, -1);
  return source.startsWith("'")
    ? inner.replace(/\\(['\\])/g, '$1')
    : inner.replace(/\\(.)/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
}
