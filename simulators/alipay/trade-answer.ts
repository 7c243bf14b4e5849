/** What a call leads to, before a protocol wraps and signs it. */
export interface TradeAnswer {
  readonly value: Readonly<Record<string, unknown>>;
  /** Steered: sign it so that it does not verify. */
  readonly wronglySigned?: boolean;
}
