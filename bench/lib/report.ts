/** What a benchmark found, beside its goal. */
export interface Finding {
  readonly what: string;
  /** In words, with its unit and its spread. */
  readonly measured: string;
  readonly goal?: string;
  readonly reached?: boolean;
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value below which this share of sorted numbers lies. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** "0.83 (0.79–0.88)": the middle of some rounds and how far they went. */
export function spread(numbers: readonly number[], digits = 2): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return `${median(numbers).toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

export function atLeast(what: string, ratios: readonly number[], goal: number, note: string): Finding {
  const measured = `${spread(ratios)}; ${note}`;
  return { what, measured, goal: `>= ${goal}`, reached: median(ratios) >= goal };
}

export function atMost(what: string, value: number, unit: string, goal: number, note: string): Finding {
  const measured = `${Number(value.toFixed(2))} ${unit}; ${note}`;
  return { what, measured, goal: `<= ${goal} ${unit}`, reached: value <= goal };
}

/** The findings as lines: a goal that was missed says so. */
export function lines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ what, measured, goal, reached }) => [
    `${reached === undefined ? ' ' : reached ? '✓' : '✗'} ${what}`,
    `    ${measured}${goal === undefined ? '' : `   goal ${goal}${reached ? '' : ': MISSED'}`}`,
  ]);
}
