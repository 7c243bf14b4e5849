/** Waits for what must become true; the test's own time limit ends it when it never does. */
const LOOK_EVERY_MS = 10;

export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
}
