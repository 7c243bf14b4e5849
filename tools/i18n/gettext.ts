/** Our messages as gettext files, and back. */
import { mo, po, type GetTextTranslation, type GetTextTranslations } from 'gettext-parser';
import { keyOf, TEXT_DOMAIN, type Message } from './messages';

export interface Translation {
  /** One text a plural form; empty texts where nobody has translated yet. */
  readonly texts: readonly string[];
  readonly fuzzy: boolean;
  /** A translator's own note. */
  readonly note: string | undefined;
}

export interface Catalog {
  readonly headers: Readonly<Record<string, string>>;
  /** What stands above everything, as lines without `#`. */
  readonly preface: string | undefined;
  readonly translations: ReadonlyMap<string, Translation>;
}

const COMMON_HEADERS = {
  'Project-Id-Version': 'MultiPay',
  'MIME-Version': '1.0',
  'Content-Type': 'text/plain; charset=UTF-8',
  'Content-Transfer-Encoding': '8bit',
  'X-Domain': TEXT_DOMAIN,
};

export const newCatalog = (language: string, pluralForms: string): Catalog => ({
  headers: { ...COMMON_HEADERS, Language: language, 'Plural-Forms': pluralForms },
  preface: undefined,
  translations: new Map(),
});

/** How many plural forms the language has. */
export const formsOf = ({ headers }: Catalog): number =>
  Number(/nplurals=(\d+)/.exec(headers['Plural-Forms'] ?? '')?.[1] ?? 2);

export function readPo(content: Buffer): Catalog {
  const { headers, translations } = po.parse(content);
  const entries = Object.values(translations).flatMap((inContext) => Object.values(inContext));
  const known = entries
    .filter(({ msgid }) => msgid !== '')
    .map(({ msgctxt, msgid, msgstr, comments }): [string, Translation] => {
      const fuzzy = /\bfuzzy\b/.test(comments?.flag ?? '');
      return [keyOf({ context: msgctxt ?? '', id: msgid }), { texts: msgstr, fuzzy, note: comments?.translator }];
    });
  return { headers, preface: translations['']?.['']?.comments?.translator, translations: new Map(known) };
}

/** The template that translators begin with. */
export const potOf = (messages: readonly Message[]): Buffer =>
  po.compile(tableOf(messages, { headers: COMMON_HEADERS, preface: undefined, translations: new Map() }), {
    foldLength: 0,
  });

/** The catalog's translations of these messages, and no others. */
export const poOf = (messages: readonly Message[], catalog: Catalog): Buffer =>
  po.compile(tableOf(messages, catalog), { foldLength: 0 });

/** What WordPress reads; a fuzzy translation is not shown to people. */
export function moOf(messages: readonly Message[], catalog: Catalog): Buffer {
  const finished = messages.filter((message) => finishedTranslation(message, catalog) !== null);
  return mo.compile(tableOf(finished, catalog));
}

/** The texts of a message that is translated in all its forms and not fuzzy; otherwise null. */
export function finishedTranslation(message: Message, catalog: Catalog): readonly string[] | null {
  const known = catalog.translations.get(keyOf(message));
  const needed = message.plural === null ? 1 : formsOf(catalog);
  if (!known || known.fuzzy || known.texts.length !== needed || known.texts.includes('')) return null;
  return known.texts;
}

function tableOf(messages: readonly Message[], catalog: Catalog): GetTextTranslations {
  const { preface, headers } = catalog;
  const top: GetTextTranslation = {
    msgid: '',
    msgstr: [''],
    ...(preface !== undefined && { comments: { translator: preface } }),
  };
  const table: GetTextTranslations = { charset: 'utf-8', headers: { ...headers }, translations: { '': { '': top } } };
  for (const message of messages) {
    (table.translations[message.context] ??= {})[message.id] = entryOf(message, catalog);
  }
  return table;
}

function entryOf(message: Message, catalog: Catalog): GetTextTranslation {
  const known = catalog.translations.get(keyOf(message));
  const forms = message.plural === null ? 1 : formsOf(catalog);
  return {
    ...(message.context !== '' && { msgctxt: message.context }),
    msgid: message.id,
    ...(message.plural !== null && { msgid_plural: message.plural }),
    msgstr: Array.from({ length: forms }, (_, form) => known?.texts[form] ?? ''),
    comments: {
      ...(known?.note !== undefined && { translator: known.note }),
      extracted: message.comments.join('\n'),
      reference: message.files.join('\n'),
      ...(known?.fuzzy && { flag: 'fuzzy' }),
    },
  };
}
