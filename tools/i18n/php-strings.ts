/** Translatable strings in PHP. */
import type { Extraction, Message } from './messages';
import { callsIn, literalOf, type Token } from './php-tokens';
import { isTranslationFunction, readCall, translatorsComment } from './translation-call';

/** How far above its string a comment may stand: PHPCS allows one line, formatters break calls into two. */
const COMMENT_WITHIN_LINES = 2;

/** Reads one PHP file. */
export function phpStrings(file: string, tokens: readonly Token[]): Extraction {
  const read = callsIn(tokens, { methods: false })
    .filter(({ name }) => isTranslationFunction(name))
    .map(({ name, args, line, at }) =>
      readCall({ name, args: args.map(literalOf), comment: commentBefore(tokens, at), file, line }),
    );
  return {
    messages: read.flatMap(({ messages }) => messages),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function commentBefore(tokens: readonly Token[], at: number): string | null {
  const line = tokens[at]?.[2] ?? 0;
  for (let index = at - 1; index >= 0; index--) {
    const [name, text, begins] = tokens[index] ?? ['', '', 0];
    if (begins + text.trimEnd().split('\n').length - 1 < line - COMMENT_WITHIN_LINES) return null;
    // It belonged to the string before, unless both are on one line.
    if (begins < line && isTranslationFunction(text.replace(/^\\/, ''))) return null;
    const comment = name === 'T_COMMENT' || name === 'T_DOC_COMMENT' ? translatorsComment(text.trim()) : null;
    if (comment !== null) return comment;
  }
  return null;
}

const HEADERS = ['Plugin Name', 'Description', 'Author'];

/** What WordPress translates of a plugin's header, where it lists the plugin. */
export function headerStrings(file: string, source: string): Message[] {
  return HEADERS.flatMap((header) => {
    const [, id] = new RegExp(`^[ \\t/*#@]*${header}:(.*)$`, 'm').exec(source) ?? [];
    if (id === undefined) return [];
    return [{ context: '', id: id.trim(), plural: null, comments: [`${header} of the plugin`], files: [file] }];
  });
}
