/** What a translation must carry over unchanged. */
const PLACEHOLDER = /%%|%(?:(\d+)\$)?[-+]?(?:0|'.)?\d*(?:\.\d+)?([bcdeEfFgGosuxX])/g;
const TAG = /<\/?[a-z][^>]*>/gi;

/** The placeholders of sprintf() in a text, each with the number of its argument, sorted: "%s, %d" has 1s and 2d. */
export function placeholdersOf(text: string): string[] {
  let unnumbered = 0;
  const found: string[] = [];
  for (const [whole, number, type] of text.matchAll(PLACEHOLDER)) {
    if (whole === '%%') continue;
    found.push(`%${number ?? ++unnumbered}$${type ?? ''}`);
  }
  return found.sort();
}

export const tagsOf = (text: string): string[] => [...text.matchAll(TAG)].map(([tag]) => tag).sort();
