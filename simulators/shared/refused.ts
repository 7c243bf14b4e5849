/** Says no to a tester, with a sentence that helps. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The JSON object that a tester sends. */
export type Body = Readonly<Record<string, unknown>>;
