/** Sources that are remembered at once; a flood of invented ones must not fill the memory. */
const MOST_SOURCES = 50_000;

interface Bucket {
  tokens: number;
  filledMs: number;
}

/** Lets each source do something at a steady rate, with bursts. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly now: () => number,
  ) {}

  /** @returns 0 when it may go on, else the seconds to wait */
  take(source: string): number {
    const nowMs = this.now();
    const bucket = this.buckets.get(source) ?? { tokens: this.burst, filledMs: nowMs };
    bucket.tokens = Math.min(this.burst, bucket.tokens + ((nowMs - bucket.filledMs) / 1000) * this.perSecond);
    bucket.filledMs = nowMs;
    if (!this.buckets.has(source) && this.buckets.size >= MOST_SOURCES) this.forgetOldest();
    // Deleted and set, so that the map's order is the order of use.
    this.buckets.delete(source);
    this.buckets.set(source, bucket);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / this.perSecond);
    bucket.tokens -= 1;
    return 0;
  }

  private forgetOldest(): void {
    const [oldest] = this.buckets.keys();
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}
