/** Finds texts in PHP that people see and nobody can translate. A heuristic: it looks where texts usually come out. */
import type { Finding } from './messages';
import { callsIn, literalOf, textOfLiteral, type Token } from './php-tokens';
import { readsLikeProse } from './words';

/** Functions, methods and classes that show one of their arguments to people: which ones, from 0. */
const SHOWS = new Map<string, readonly number[]>([
  ['esc_html', [0]],
  ['esc_attr', [0]],
  ['esc_textarea', [0]],
  ['wp_die', [0, 1]],
  ['wc_add_notice', [0]],
  ['add_order_note', [0]],
  ['update_status', [1]],
  ['add_menu_page', [0, 1]],
  ['add_submenu_page', [1, 2]],
  ['submit_button', [0]],
  ['WP_Error', [1]],
  ['Refusal', [1]],
]);

const TEXT_BETWEEN_TAGS = />([^<>]+)</g;

/** Reads one PHP file. */
export function phpLiterals(file: string, tokens: readonly Token[]): Finding[] {
  const seen = new Map<string, Finding>();
  const report = (text: string, line: number): void => {
    if (readsLikeProse(text)) {
      seen.set(`${line} ${text}`, {
        file,
        line,
        says: `"${text.trim()}" is shown to people, but cannot be translated`,
      });
    }
  };
  for (const { name, args, line } of callsIn(tokens, { methods: true })) {
    for (const position of SHOWS.get(name) ?? []) report(literalOf(args[position]) ?? '', line);
  }
  for (const [name, text, line] of tokens) {
    // A template's own text.
    if (name === 'T_INLINE_HTML') for (const part of textsIn(`>${text}<`)) report(part, line);
    if (name === 'T_CONSTANT_ENCAPSED_STRING') for (const part of textsIn(textOfLiteral(text))) report(part, line);
  }
  return [...seen.values()];
}

const textsIn = (html: string): string[] => [...html.matchAll(TEXT_BETWEEN_TAGS)].map(([, text]) => text ?? '');
