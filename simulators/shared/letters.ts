import type { Letter, Reply } from './deliver';

/** Something that a shop is told. `content` is fixed at that moment; each delivery is signed anew. */
export interface Event {
  readonly name: string;
  readonly url: string | null;
  readonly content: Readonly<Record<string, unknown>>;
}

/** How the first delivery looks; resends are always a single genuine letter. */
export type Shape = 'plain' | 'twice' | 'five_at_once' | 'probes_first';

export const LETTER_KINDS = [
  'genuine',
  'signtest',
  'bad_signature',
  'forged',
  'unsigned',
  'unknown_serial',
  'altered_body',
  'old_timestamp',
  'wrong_merchant',
  'other_amount',
  'other_currency',
  'unknown_word',
  'unknown_order',
  'wrong_key',
  'not_json',
] as const;

/**
 * How a letter is written. All but `genuine` are things that a shop must not believe:
 *
 * - `signtest`: the provider's own probe, signed wrongly on purpose
 * - `bad_signature`: one character of the signature is wrong; `unsigned`: there is none
 * - `forged`: signed by somebody else's key, under the provider's serial number; `unknown_serial`: and under another one
 * - `altered_body`: the body was changed after signing
 * - `old_timestamp`: signed an hour ago
 * - `wrong_merchant`, `other_amount`, `other_currency`, `unknown_word`, `unknown_order`: properly signed, but it speaks
 *   of something else
 * - `wrong_key`: properly signed, encrypted with another merchant's key
 * - `not_json`: properly signed, but no message at all
 */
export type LetterKind = (typeof LETTER_KINDS)[number];

export interface Delivery extends Reply {
  readonly kind: LetterKind;
  readonly atMs: number;
}

export interface Notification {
  readonly id: string;
  readonly merchant: string;
  readonly outTradeNo: string;
  readonly event: string;
  readonly url: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly createdMs: number;
  readonly shape: Shape;
  /** How many steps of the resend schedule are behind it. */
  step: number;
  dueMs: number;
  /** `withheld`: steered never to be sent by itself; `given_up`: the schedule is over. */
  state: 'pending' | 'acknowledged' | 'given_up' | 'withheld';
  readonly deliveries: Delivery[];
}

/** What a letter is written from. */
export type Message = Pick<Notification, 'id' | 'merchant' | 'event' | 'content' | 'createdMs'>;

/** What a provider has to say about its notifications. */
export interface Letters {
  /** Seconds from each delivery that was not acknowledged to the next. */
  readonly resendAfterSeconds: readonly number[];
  /** The kinds that make sense for this provider. */
  readonly kinds: readonly LetterKind[];
  write(message: Message, kind: LetterKind): Promise<Letter>;
  acknowledges(reply: Reply): boolean;
}

export interface Sending {
  readonly shape?: Shape;
  readonly withheld?: boolean;
  /** Later than the usual first delay, on the simulator's clock. */
  readonly delayMs?: number;
  /** Begin as if so many deliveries had already been lost. */
  readonly lostSteps?: number;
}
