/** What can be wrong with translations, and with the files that are made of them. */
import type { Artifacts } from './artifacts';
import type { Catalog } from './gettext';
import { keyOf, type Finding, type Message } from './messages';
import { placeholdersOf, tagsOf } from './placeholders';

/**
 * Looks through one language.
 *
 * @param file the catalog's own name, for the findings
 */
export const checkTranslations = (file: string, messages: readonly Message[], catalog: Catalog): Finding[] =>
  messages.flatMap((message) => {
    const known = catalog.translations.get(keyOf(message));
    const says = (fault: string): Finding[] => [{ file, says: `"${message.id}" ${fault}` }];
    if (known === undefined || known.texts.length === 0 || known.texts.includes('')) return says('is not translated');
    if (known.fuzzy) return says('has a translation that is marked as fuzzy');
    return known.texts.flatMap((text) => [
      ...compare(placeholdersOf, message, text).flatMap((fault) => says(`${fault} placeholders: "${text}"`)),
      ...compare(tagsOf, message, text).flatMap((fault) => says(`${fault} HTML tags: "${text}"`)),
    ]);
  });

/** A translation carries what the singular or what the plural carries. */
function compare(partsOf: (text: string) => string[], { id, plural }: Message, text: string): string[] {
  const parts = partsOf(text).join(' ');
  return [id, plural ?? id].some((source) => partsOf(source).join(' ') === parts) ? [] : ['is translated with other'];
}

/**
 * Compares languages/ with what it should hold.
 *
 * @param folder its name, for the findings
 * @param present what it holds
 */
export function checkDrift(folder: string, wanted: Artifacts, present: Artifacts): Finding[] {
  const finding = (name: string, says: string): Finding => ({ file: `${folder}/${name}`, says });
  const differing = [...wanted].filter(([name, content]) => !present.get(name)?.equals(content));
  const left = [...present.keys()].filter((name) => !wanted.has(name));
  return [
    ...differing.map(([name]) => finding(name, 'differs from the sources: npx tsx tools/i18n/main.ts')),
    ...left.map((name) => finding(name, 'belongs to nothing: npx tsx tools/i18n/main.ts')),
  ];
}
