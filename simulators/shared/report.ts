/** Tells the person at the terminal of a mistake in the simulator itself; it goes on. */
export function report(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`simulator: ${text}\n`);
}
