/** Where a start tells of itself. */
export interface Report {
  /** Runs a piece of work and says its title and how long it took. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  line(text: string): void;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Says nothing: what tests use. */
export const silentReport: Report = { step: (_title, work) => work(), line: () => undefined };

/**
 * Tells a stream, a line a step.
 *
 * @param write takes text as it is
 */
export function textReport(write: (text: string) => void): Report {
  let onALine = false;
  const isInterrupted = (): boolean => !onALine;
  const line = (text: string): void => {
    write(`${onALine ? '\n' : ''}${text}\n`);
    onALine = false;
  };
  return {
    line,
    async step(title, work) {
      const began = performance.now();
      write(`${onALine ? '\n' : ''}  ${title} … `);
      onALine = true;
      try {
        const result = await work();
        const took = seconds(performance.now() - began);
        write(isInterrupted() ? `  ${title}: ${took}\n` : `${took}\n`);
        return result;
      } catch (error) {
        write(isInterrupted() ? `  ${title}: failed\n` : 'failed\n');
        throw error;
      } finally {
        onALine = false;
      }
    },
  };
}

/** Rows of a table as aligned text; the first column is as wide as its longest cell. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}
