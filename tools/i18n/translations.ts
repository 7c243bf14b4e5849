/** The plugin's translations in a repository: reads it, says what is wrong, or writes languages/ anew. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { artifactsOf, type Artifacts, type Script } from './artifacts';
import { newCatalog, readPo, type Catalog } from './gettext';
import { TEXT_DOMAIN, type Finding } from './messages';
import { handleOf, readEntries, sourcesOf } from './script-handles';
import { readSources } from './sources';
import { checkDrift, checkTranslations } from './translation-checks';

const FOLDER = 'languages';
/** WordPress's name of the language, and gettext's rule of its plurals. */
const LANGUAGES = { zh_CN: 'nplurals=1; plural=0;' };
const OURS = new RegExp(`^${TEXT_DOMAIN}(\\.pot|-.*\\.(po|mo|json|l10n\\.php))$`);

export interface Outcome {
  /** What a person has to put right. */
  readonly findings: readonly Finding[];
  /** Files of languages/ that are not as they should be. */
  readonly drift: readonly Finding[];
  /** What the folder should hold. */
  readonly wanted: Artifacts;
}

/** Reads a repository; changes nothing. */
export async function examine(root: string): Promise<Outcome> {
  const { messages, findings } = readSources(root);
  const catalogs = new Map(Object.keys(LANGUAGES).map((language) => [language, catalogOf(root, language)]));
  const wanted = artifactsOf(messages, catalogs, await scriptsOf(root));
  const translationFindings = [...catalogs].flatMap(([language, catalog]) =>
    checkTranslations(`${FOLDER}/${TEXT_DOMAIN}-${language}.po`, messages, catalog),
  );
  return {
    findings: [...findings, ...translationFindings],
    drift: checkDrift(FOLDER, wanted, present(root)),
    wanted,
  };
}

/** Makes languages/ what it should be. Translations of strings that are gone go, too. */
export function write(root: string, { wanted }: Outcome): void {
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const name of present(root).keys()) if (!wanted.has(name)) rmSync(join(root, FOLDER, name));
  for (const [name, content] of wanted) writeFileSync(join(root, FOLDER, name), content);
}

function catalogOf(root: string, language: keyof typeof LANGUAGES | (string & {})): Catalog {
  const path = join(root, FOLDER, `${TEXT_DOMAIN}-${language}.po`);
  if (existsSync(path)) return readPo(readFileSync(path));
  return newCatalog(language, LANGUAGES[language as keyof typeof LANGUAGES]);
}

async function scriptsOf(root: string): Promise<Script[]> {
  const entries = Object.entries(await readEntries(root));
  return entries.map(([name, source]) => ({ handle: handleOf(root, name, source), sources: sourcesOf(root, source) }));
}

function present(root: string): Artifacts {
  if (!existsSync(join(root, FOLDER))) return new Map();
  const names = readdirSync(join(root, FOLDER)).filter((name) => OURS.test(name));
  return new Map(names.map((name) => [name, readFileSync(join(root, FOLDER, name))]));
}
