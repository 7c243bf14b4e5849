import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Report } from './report';
import { StartProblem } from './problem';
import { writeFileWhole } from './system/files';

/** A piece of the set-up that is done once and remembered. */
export interface Step {
  readonly name: string;
  readonly title: string;
  /** What the work depends on, as JSON can say it: done again when this has changed. */
  readonly key: unknown;
  /** Steps that this one builds on: done again after any of them was. */
  readonly needs?: readonly string[];
}

interface Mark {
  readonly key: string;
  readonly needs: readonly string[];
  readonly result: unknown;
  readonly finished_at: string;
}

type Marks = Readonly<Record<string, Mark>>;

/** The marks without a step's, and without those of all that builds on it. */
function without(marks: Marks, name: string): Marks {
  const others = Object.fromEntries(Object.entries(marks).filter(([other]) => other !== name));
  return Object.entries(others).reduce<Marks>(
    (left, [other, mark]) => (other in left && mark.needs.includes(name) ? without(left, other) : left),
    others,
  );
}

/**
 * The set-up's memory. A mark is removed, with those of all that builds on it, before its work begins; it is written,
 * atomically, after the work has ended. So work that was cut off, by whatever means, is done again by the next start,
 * and each step's work must bear being done again.
 */
export class Steps {
  private constructor(
    private readonly file: string,
    private readonly report: Report,
    private marks: Marks,
  ) {}

  /**
   * Reads the marks that earlier starts have left.
   *
   * @throws StartProblem when the file cannot be read as marks
   */
  static async open(file: string, report: Report): Promise<Steps> {
    if (!existsSync(file)) return new Steps(file, report, {});
    try {
      return new Steps(file, report, JSON.parse(await readFile(file, 'utf8')) as Marks);
    } catch {
      throw new StartProblem(`${file} cannot be read. Start over with --reset.`);
    }
  }

  /** What a step answered when it was last done, whatever its key was then. */
  remembered(name: string): unknown {
    return this.marks[name]?.result;
  }

  /** Remembers something that needs no work. */
  async note(name: string, result: unknown): Promise<void> {
    await this.keep({ ...this.marks, [name]: { key: '', needs: [], result, finished_at: new Date().toISOString() } });
  }

  /**
   * Does the work unless it was done before with the same key, and nothing that it builds on was done again since.
   *
   * @returns what the work answered, now or then; it must be JSON
   */
  async once<T>(step: Step, work: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(step.key);
    const mark = this.marks[step.name];
    if (mark?.key === key) return mark.result as T;

    await this.keep(without(this.marks, step.name));
    const result = await this.report.step(step.title, work);
    const finished_at = new Date().toISOString();
    await this.keep({ ...this.marks, [step.name]: { key, needs: step.needs ?? [], result, finished_at } });
    return result;
  }

  private async keep(marks: Marks): Promise<void> {
    await writeFileWhole(this.file, `${JSON.stringify(marks, null, 2)}\n`);
    this.marks = marks;
  }
}
