/** The numbers of a version such as "6.7-alpha-58716" or "10.3.6", without what follows a hyphen. */
const numbers = (version: string): number[] => (version.split('-')[0] ?? '').split('.').map(Number);

/** Whether a text is a version, or the beginning of one: "6.5", "6.7-alpha-58716". */
export const isVersion = (text: string): boolean => /^\d+(\.\d+)*(-[0-9a-zA-Z.-]+)?$/.test(text);

/** Orders versions, the oldest first; a pre-release stands before its release. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [numbers(one), numbers(other)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  const [leftIsEarly, rightIsEarly] = [one.includes('-'), other.includes('-')];
  if (leftIsEarly !== rightIsEarly) return leftIsEarly ? -1 : 1;
  return one < other ? -1 : Number(one > other);
}

/** Whether a version is the wanted one or within it: "6.5.5" for "6.5", "6.7-alpha-58716" for "6.7". */
export const isWithin = (version: string, wanted: string): boolean =>
  version === wanted || version.startsWith(`${wanted}.`) || version.startsWith(`${wanted}-`);

/** Whether a WordPress is new enough. A pre-release of 6.7 counts as 6.7, as WordPress itself has it. */
export const satisfies = (version: string, least: string): boolean =>
  compareVersions(version.split('-')[0] ?? '', least) >= 0;

/** The newest of some versions. */
export const newest = (versions: readonly string[]): string | undefined => [...versions].sort(compareVersions).at(-1);
