/** Who waits for which payment, in this process. */
export class Watchers {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** @returns stops watching */
  watch(paymentId: string, changed: () => void): () => void {
    const watchers = this.waiting.get(paymentId) ?? new Set();
    watchers.add(changed);
    this.waiting.set(paymentId, watchers);
    return () => {
      watchers.delete(changed);
      if (watchers.size === 0) this.waiting.delete(paymentId);
    };
  }

  tell(paymentId: string): void {
    for (const changed of this.waiting.get(paymentId) ?? []) changed();
  }
}
