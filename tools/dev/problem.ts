/** Something that a person can put right. The message says in a sentence or two what is wrong and what to do. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

/** An error's code, such as "ENOSPC", where it has one. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What is left of a disk when it counts as full, in bytes: less than the next log line may need. */
const FULL_BELOW_BYTES = 2 * 1024 * 1024;

/**
 * What to tell a person about any error that ended a start.
 *
 * @param home the start's home folder
 * @param freeBytes what is free on its disk: a full disk shows itself in many ways
 */
export function sentenceFor(error: unknown, home: string, freeBytes: number): string {
  const code = errorCode(error);
  const full = code === 'ENOSPC' || code === 'EDQUOT' || freeBytes < FULL_BELOW_BYTES;
  const advice = `The disk is full. Make about 1 GB free where ${home} and the cache lie, then run the same command again: it goes on where it stopped.`;
  if (error instanceof StartProblem) return full ? `${error.message}\n\n${advice}` : error.message;
  if (full) return advice;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
