import type { Clock } from './clock';
import type { SettingsStore } from './settings';

/**
 * The clock that signatures live by. When the simulator's clock has been moved, its callers may have moved theirs or
 * not; with the setting `either` it follows each merchant's last caller, so that only a clock that is wrong by both
 * measures is refused.
 */
export class SignatureClock {
  readonly #clock: Clock;
  readonly #settings: SettingsStore;
  readonly #followsReal = new Map<string, boolean>();

  constructor(clock: Clock, settings: SettingsStore) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Whether a signature made at this moment is young enough, and not from the future. */
  accepts(merchant: string, signedMs: number, toleranceMs: number): boolean {
    const mode = this.#settings.for(merchant).signature_clock;
    const near = (nowMs: number): boolean => Math.abs(nowMs - signedMs) <= toleranceMs;
    const real = mode !== 'simulated' && near(Date.now());
    const simulated = mode !== 'real' && near(this.#clock.nowMs());
    if (real || simulated) this.#followsReal.set(merchant, real);
    return real || simulated;
  }

  /** What time our own signatures for this merchant say. */
  nowMs(merchant: string): number {
    const mode = this.#settings.for(merchant).signature_clock;
    const real = mode === 'either' ? (this.#followsReal.get(merchant) ?? true) : mode === 'real';
    return real ? Date.now() : this.#clock.nowMs();
  }
}
