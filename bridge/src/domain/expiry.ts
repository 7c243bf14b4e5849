/** A set of keys that is in use, and ends. */
interface Expiry {
  readonly credentialId: string;
  readonly merchantId: string;
  readonly merchantName: string;
  readonly provider: string;
  readonly expiresMs: number;
  /** How many days before its end somebody was last warned. */
  readonly warnedDays: number | null;
}
export interface ExpiryReads {
  /** Of all networks, the soonest first. */
  list(): Promise<Expiry[]>;
}
export interface ExpiryWrites extends ExpiryReads {
  /** @returns whether nobody had warned so shortly before its end yet */
  warned(credentialId: string, days: number): Promise<boolean>;
}
