/** What the sources say in words, and what is wrong with how they say it. */

export const TEXT_DOMAIN = 'multipay';

/** One translatable string; `context` is empty where there is none. */
export interface Message {
  readonly context: string;
  readonly id: string;
  readonly plural: string | null;
  /** Notes for translators, in the order of their appearance. */
  readonly comments: readonly string[];
  /** Where it is used, relative to the repository; without lines, which every edit would move. */
  readonly files: readonly string[];
}

/** Something a person has to put right. */
export interface Finding {
  readonly file: string;
  /** From 1; absent where the fault is not at one place. */
  readonly line?: number;
  readonly says: string;
}

export interface Extraction {
  readonly messages: readonly Message[];
  readonly findings: readonly Finding[];
}

/** WordPress joins context and string like this in every one of its formats. */
export const keyOf = ({ context, id }: Pick<Message, 'context' | 'id'>): string =>
  context === '' ? id : `${context}\u0004${id}`;

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])];

/** Joins what several files say: one entry a string, in the order of first appearance. */
export function mergeMessages(found: readonly Message[]): Message[] {
  const byKey = new Map<string, Message>();
  for (const message of found) {
    const known = byKey.get(keyOf(message));
    byKey.set(keyOf(message), {
      ...message,
      plural: known?.plural ?? message.plural,
      comments: union(known?.comments ?? [], message.comments),
      files: union(known?.files ?? [], message.files),
    });
  }
  return [...byKey.values()];
}

export const sentenceOf = ({ file, line, says }: Finding): string =>
  `${file}${line === undefined ? '' : `:${line}`}: ${says}`;
