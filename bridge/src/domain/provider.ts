import type { Money } from '@multipay/contracts/money';
import type { Channel, ProviderName } from '@multipay/contracts/providers';
import type { Credentials } from '@multipay/contracts/schemas/merchant';
import type { NotificationReply } from '@multipay/contracts/schemas/notification';
import type { Observed } from './observation';
import type { Payment, Prompt } from './payment';

/** A notification as it came over the wire. Header names are in lower case. */
export interface RawNotification {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a verified notification says. */
export type Notice =
  | { readonly kind: 'payment'; readonly id: string; readonly paymentId: string; readonly observed: Observed }
  /** Genuine, but about something that is not a payment's state. It is kept. */
  | { readonly kind: 'other'; readonly id: string; readonly type: string };

/** What can be said of credentials without showing them. */
export interface CredentialFacts {
  /** The merchant number or app id. */
  readonly accountNumber: string;
  /** The app that payments are opened with; at Alipay that is the account. */
  readonly appId: string;
  readonly keyFingerprint: string;
  readonly keySerial: string | null;
  /** Names under which the provider's own keys of this account appear in notifications. */
  readonly verifierIds: readonly string[];
  /** The certificates among them. */
  readonly certificates: readonly CertificateFacts[];
  /** When the first of these ends; null where there are none. */
  readonly expiresMs: number | null;
}

export interface CertificateFacts {
  /** In which field of the credentials it was given. */
  readonly field: string;
  readonly serial: string;
  readonly endsMs: number;
}

/** What a harmless question showed; that our signature was accepted is why there is an answer. */
export interface Probed {
  /** Whether the answer was signed, and verified. Some providers do not sign a "there is no such order". */
  readonly answerVerified: boolean;
  /** Whether what the provider encrypts can be opened; null where it was given nothing to open. */
  readonly opensEncrypted: boolean | null;
}

/** The shopper's side of opening a payment; personal, so it is not part of the payment's record. */
export interface Shopper {
  readonly clientIp: string;
}

/** Either something to show the shopper, or, when the number was used already, what became of it. */
export type Opened =
  { readonly prompt: Prompt; readonly promptUntilMs: number } | { readonly prompt: null; readonly observed: Observed };

/**
 * A merchant's account at a provider, ready to be used: its keys are parsed.
 *
 * Every method may throw a BridgeError: `provider_unreachable` and `provider_busy` mean that nobody knows what happened
 * (ask again with the same number), `provider_refused` and `provider_rejected_key` are definite,
 * `provider_answer_unverified` means that somebody answered whom we do not believe.
 */
export interface ProviderAccount {
  /** Opens the payment under its id. Called again with the same payment it gives a fresh prompt for the same attempt. */
  open(payment: Payment, shopper: Shopper): Promise<Opened>;
  /** Asks something that changes nothing, also where nothing was ever paid, to see whether the keys work. */
  probe(): Promise<Probed>;
  /** Asks what happened. */
  query(payment: Payment): Promise<Observed>;
  /** Asks to take no more money for it, and says what the provider answered. */
  close(payment: Payment): Promise<Observed>;
  /**
   * Verifies the raw bytes, then reads them.
   *
   * @throws BridgeError `notification_forged`, `notification_stale`
   */
  readNotification(raw: RawNotification): Promise<Notice>;
}

/** A payment's number that no payment has. */
export const NO_PAYMENT = `pay_${'0'.repeat(26)}`;

/** What MultiPay asks of a payment provider. */
export interface Provider {
  readonly name: ProviderName;
  readonly channels: readonly Channel[];
  /** Whether it takes this amount: null, or why not. */
  refuses(money: Money): 'currency_unsupported' | 'amount_invalid' | null;
  /**
   * Checks that keys are whole and fit together, without asking anybody, and without looking at the clock: those whose
   * certificates have ended go on verifying what was signed for them.
   *
   * @throws BridgeError `credentials_invalid`
   */
  describe(credentials: Credentials): CredentialFacts;
  connect(credentials: Credentials): ProviderAccount;
  /** The account or key that a notification names, not verified: only good for finding the keys to verify it with. */
  claimOf(raw: RawNotification): { readonly verifierId?: string; readonly accountNumber?: string };
  /** How this provider wants to hear that its notification arrived, or did not. */
  reply(accepted: boolean): Pick<NotificationReply, 'content_type' | 'body'>;
}
