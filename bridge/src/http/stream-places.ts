export interface StreamLimits {
  readonly perPayment: number;
  readonly inAll: number;
}

/** Each open stream keeps a connection and looks into the database, so there is not room for any number of them. */
export class StreamPlaces {
  private readonly taken = new Map<string, number>();
  private inAll = 0;

  constructor(private readonly limits: StreamLimits) {}

  /** @returns gives the place back; null when there is none */
  take(paymentId: string): (() => void) | null {
    const ofPayment = this.taken.get(paymentId) ?? 0;
    if (ofPayment >= this.limits.perPayment || this.inAll >= this.limits.inAll) return null;
    this.count(paymentId, 1);
    let left = false;
    return () => {
      if (!left) this.count(paymentId, -1);
      left = true;
    };
  }

  private count(paymentId: string, change: 1 | -1): void {
    this.inAll += change;
    const ofPayment = (this.taken.get(paymentId) ?? 0) + change;
    if (ofPayment === 0) this.taken.delete(paymentId);
    else this.taken.set(paymentId, ofPayment);
  }
}
