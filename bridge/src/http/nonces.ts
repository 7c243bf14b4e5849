/** Nonces are kept longer than a signature is good for, so that none can come back. */
const KEPT_MS = 10 * 60_000;

/**
 * Remembers what has been seen, in two generations: when the younger one is old enough, the older one is forgotten
 * whole. In this process only: of several bridges that share one database, each takes the same request once. What they
 * are asked to change can be asked for twice without harm (idempotency keys, settings, closing).
 */
export class Nonces {
  private younger = new Set<string>();
  private older = new Set<string>();
  private turnedMs: number;

  constructor(private readonly now: () => number) {
    this.turnedMs = now();
  }

  /** @returns whether it was seen for the first time */
  take(nonce: string): boolean {
    if (this.now() - this.turnedMs >= KEPT_MS) {
      this.older = this.younger;
      this.younger = new Set();
      this.turnedMs = this.now();
    }
    if (this.younger.has(nonce) || this.older.has(nonce)) return false;
    this.younger.add(nonce);
    return true;
  }
}
