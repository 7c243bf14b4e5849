/** The translation functions of WordPress and of @wordpress/i18n, and what one call of them says. */
import { placeholdersOf } from './placeholders';
import { TEXT_DOMAIN, type Extraction, type Message } from './messages';

type Argument = 'id' | 'plural' | 'number' | 'context' | 'domain';

const PLAIN: readonly Argument[] = ['id', 'domain'];
const IN_CONTEXT: readonly Argument[] = ['id', 'context', 'domain'];
const COUNTED: readonly Argument[] = ['id', 'plural', 'number', 'domain'];

const FUNCTIONS = new Map<string, readonly Argument[]>([
  ['__', PLAIN],
  ['_e', PLAIN],
  ['esc_html__', PLAIN],
  ['esc_html_e', PLAIN],
  ['esc_attr__', PLAIN],
  ['esc_attr_e', PLAIN],
  ['_x', IN_CONTEXT],
  ['_ex', IN_CONTEXT],
  ['esc_html_x', IN_CONTEXT],
  ['esc_attr_x', IN_CONTEXT],
  ['_n', COUNTED],
  ['_nx', ['id', 'plural', 'number', 'context', 'domain']],
  ['_n_noop', ['id', 'plural', 'domain']],
  ['_nx_noop', ['id', 'plural', 'context', 'domain']],
]);

export const isTranslationFunction = (name: string): boolean => FUNCTIONS.has(name);

/** A call as a source has it; an argument that is no plain text is null. */
export interface TranslationCall {
  readonly name: string;
  readonly args: readonly (string | null)[];
  /** What follows `translators:` in the comment above, if there is one. */
  readonly comment: string | null;
  readonly file: string;
  readonly line: number;
}

const EXPLAINS_PLACEHOLDERS = /^(%|1:)/;
const NOTHING: Extraction = { messages: [], findings: [] };

/** Reads one call. Strings of other text domains (WordPress's own, WooCommerce's) are theirs and not ours. */
export function readCall(call: TranslationCall): Extraction {
  const { name, args, file, line } = call;
  const order = FUNCTIONS.get(name) ?? [];
  const fault = (says: string): Extraction => ({ messages: [], findings: [{ file, line, says }] });
  const domain = args[order.indexOf('domain')];
  if (domain === undefined) return fault(`${name}() names no text domain: say '${TEXT_DOMAIN}'`);
  if (domain !== null && domain !== TEXT_DOMAIN) return NOTHING;
  const texts = new Map<Argument, string>();
  for (const [position, argument] of order.entries()) {
    const text = args[position];
    if (typeof text === 'string') texts.set(argument, text);
    else if (argument !== 'number')
      return fault(`${name}() takes plain strings: nobody can translate what is put together at run time`);
  }
  return explained(call, {
    context: texts.get('context') ?? '',
    id: texts.get('id') ?? '',
    plural: texts.get('plural') ?? null,
    comments: [],
    files: [file],
  });
}

function explained({ comment, file, line }: TranslationCall, message: Message): Extraction {
  const hasPlaceholders = [message.id, message.plural ?? ''].some((text) => placeholdersOf(text).length > 0);
  // It may be there for another string of the same statement.
  const isForThis = comment !== null && (hasPlaceholders || !EXPLAINS_PLACEHOLDERS.test(comment));
  if (isForThis) return { messages: [{ ...message, comments: [`translators: ${comment}`] }], findings: [] };
  const says = `"${message.id}" has placeholders: say what they stand for in a "translators:" comment right above`;
  return { messages: [message], findings: hasPlaceholders ? [{ file, line, says }] : [] };
}

/** What a comment tells translators, or null for any other comment. */
export function translatorsComment(comment: string): string | null {
  const text = comment
    .replace(/^\/\*+|^\/\/|^#|\*+\/$/g, '')
    .replace(/\n\s*\*?/g, ' ')
    .trim();
  return /^translators:/i.test(text) ? text.replace(/^translators:\s*/i, '') : null;
}
