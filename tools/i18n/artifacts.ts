/** Every file in languages/, as it should be. */
import { finishedTranslation, moOf, poOf, potOf, type Catalog } from './gettext';
import { keyOf, TEXT_DOMAIN, type Message } from './messages';

/** One script of the plugin. */
export interface Script {
  readonly handle: string;
  /** Relative to the repository. */
  readonly sources: ReadonlySet<string>;
}

/** File name in languages/ => content. */
export type Artifacts = ReadonlyMap<string, Buffer>;

/**
 * @param catalogs by WordPress's name of the language, e.g. zh_CN
 */
export function artifactsOf(
  messages: readonly Message[],
  catalogs: ReadonlyMap<string, Catalog>,
  scripts: readonly Script[],
): Artifacts {
  const files = new Map([[`${TEXT_DOMAIN}.pot`, potOf(messages)]]);
  for (const [language, catalog] of catalogs) {
    const base = `${TEXT_DOMAIN}-${language}`;
    files.set(`${base}.po`, poOf(messages, catalog));
    files.set(`${base}.mo`, moOf(messages, catalog));
    files.set(`${base}.l10n.php`, Buffer.from(phpOf(messages, catalog)));
    for (const { handle, sources } of scripts) {
      const used = messages.filter(({ files: usedIn }) => usedIn.some((file) => sources.has(file)));
      if (used.length > 0) files.set(`${base}-${handle}.json`, Buffer.from(jsonOf(used, catalog, language)));
    }
  }
  return files;
}

/** The format of WordPress 6.5 and newer, which PHP's own cache keeps in memory. */
function phpOf(messages: readonly Message[], catalog: Catalog): string {
  const quoted = (text: string): string =>
    text
      .split('\0')
      .map((part) => `'${part.replace(/[\\']/g, '\\$&')}'`)
      .join(' . "\\0" . ');
  const rows = translated(messages, catalog).map(
    ([key, texts]) => `\t\t${quoted(key)} => ${quoted(texts.join('\0'))},\n`,
  );
  const head = ['Language', 'Plural-Forms', 'X-Domain'].map(
    (name) => `\t'${name.toLowerCase()}' => ${quoted(catalog.headers[name] ?? '')},\n`,
  );
  return `<?php\nreturn array(\n${head.join('')}\t'messages' => array(\n${rows.join('')}\t),\n);\n`;
}

/** What wp.i18n.setLocaleData() takes. */
function jsonOf(messages: readonly Message[], catalog: Catalog, language: string): string {
  const head = { domain: 'messages', lang: language, 'plural-forms': catalog.headers['Plural-Forms'] };
  const texts = Object.fromEntries(translated(messages, catalog));
  const content = { domain: 'messages', locale_data: { messages: { '': head, ...texts } } };
  return `${JSON.stringify(content, null, 1)}\n`;
}

const translated = (messages: readonly Message[], catalog: Catalog): [string, readonly string[]][] =>
  messages.flatMap((message) => {
    const texts = finishedTranslation(message, catalog);
    return texts === null ? [] : [[keyOf(message), texts] as [string, readonly string[]]];
  });
