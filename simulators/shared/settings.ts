import type { Table } from './tables';

/**
 * What a tester can set: for everybody, and (all but the ones of the whole server) for one merchant.
 *
 * - `processing_delay_ms`: how long each API answer takes at least
 * - `held_answer_ms`: how long a steered answer is held back, so that the caller gives up first
 * - `steering`: whether amounts from 66.01 to 66.99 do odd things
 * - `notify`: `manual` sends nothing until it is flushed
 * - `notify_first_delay_ms`: from the event to its first notification
 * - `notify_timeout_ms`: how long the shop may take to answer one
 * - `notify_concurrency`: how many are under way at once
 * - `signtest_every`: before every n-th notification comes a SIGNTEST probe (Alipay: one signed wrongly); 0: never
 * - `signtest_answers_every`: every n-th API answer is signed as a SIGNTEST probe; 0: never (WeChat Pay)
 * - `refund_delay_ms`: how long a refund stays in process (WeChat Pay)
 * - `signature_clock`: which clock the age of a request's signature is checked by, and answers are signed with:
 *   `either` follows the caller, as long as he is right by the machine's clock or by the moved one
 * - `timestamp_tolerance_seconds`: how old a request may be; 0: any age (Alipay; WeChat Pay's 300 are fixed)
 * - `require_referer`: an H5 page opened without Referer shows an error page (WeChat Pay)
 * - `old_error_spelling`: ORDERNOTEXIST instead of ORDER_NOT_EXIST, and so on (WeChat Pay)
 * - `notification_cert_sn`: notifications carry `alipay_cert_sn`, outside the signature (Alipay, certificate mode)
 * - `signed_refusals`: a refusal is signed too, where the request's own signature was right (WeChat Pay)
 * - `bill_ready_hour`: the hour of the next day, in China, from which a day's bill can be had
 * - `fee_basis_points`: what the provider keeps of a payment, in hundredths of a per cent; refunds give it back
 * - `oauth_trouble`: what becomes of codes that tell who the shopper is: `code_used`, `code_ended`, `busy`
 * - `outage`: every API call finds the connection cut, a 502 page of HTML, or "system busy", and does nothing
 */
export interface Settings {
  processing_delay_ms: number;
  held_answer_ms: number;
  steering: boolean;
  notify: 'auto' | 'manual';
  notify_first_delay_ms: number;
  notify_timeout_ms: number;
  notify_concurrency: number;
  signtest_every: number;
  signtest_answers_every: number;
  refund_delay_ms: number;
  signature_clock: 'either' | 'real' | 'simulated';
  timestamp_tolerance_seconds: number;
  require_referer: boolean;
  old_error_spelling: boolean;
  notification_cert_sn: boolean;
  signed_refusals: boolean;
  bill_ready_hour: number;
  fee_basis_points: number;
  oauth_trouble: 'none' | 'code_used' | 'code_ended' | 'busy';
  outage: 'none' | 'cut' | 'bad_gateway' | 'busy';
}

const DEFAULTS: Settings = {
  processing_delay_ms: 0,
  held_answer_ms: 20_000,
  steering: true,
  notify: 'auto',
  notify_first_delay_ms: 0,
  notify_timeout_ms: 5_000, // both providers give a shop five seconds
  notify_concurrency: 32,
  signtest_every: 0,
  signtest_answers_every: 0,
  refund_delay_ms: 1_000,
  signature_clock: 'either',
  timestamp_tolerance_seconds: 900,
  require_referer: true,
  old_error_spelling: false,
  notification_cert_sn: false,
  signed_refusals: true,
  bill_ready_hour: 10,
  fee_basis_points: 60,
  oauth_trouble: 'none',
  outage: 'none',
};

export const SETTING_NAMES = Object.keys(DEFAULTS);

const WORDS: { readonly [Name in keyof Settings]?: readonly string[] } = {
  notify: ['auto', 'manual'],
  signature_clock: ['either', 'real', 'simulated'],
  oauth_trouble: ['none', 'code_used', 'code_ended', 'busy'],
  outage: ['none', 'cut', 'bad_gateway', 'busy'],
};

/** These belong to the server as a whole. */
const NOT_PER_MERCHANT: readonly string[] = ['notify_concurrency'];

/** A change that cannot be made; the message says why. */
export class SettingsRefused extends Error {}

function check(name: string, value: unknown): void {
  if (!Object.hasOwn(DEFAULTS, name)) throw new SettingsRefused(`there is no setting ${name}`);
  const key = name as keyof Settings;
  const words = WORDS[key];
  const fits = words
    ? words.includes(value as string)
    : typeof value === typeof DEFAULTS[key] && (typeof value !== 'number' || (Number.isInteger(value) && value >= 0));
  if (!fits) throw new SettingsRefused(`${name} cannot be ${JSON.stringify(value)}`);
  if (key === 'notify_concurrency' && value === 0) throw new SettingsRefused('notify_concurrency must be at least 1');
}

const EVERYBODY = '*';

export class SettingsStore {
  readonly #table: Table<Partial<Settings>>;
  readonly #effective = new Map<string, Settings>();

  constructor(table: Table<Partial<Settings>>) {
    this.#table = table;
  }

  /** What holds for a merchant; without one, what holds for everybody. */
  for(merchant: string = EVERYBODY): Settings {
    const known = this.#effective.get(merchant);
    if (known) return known;
    const own = merchant === EVERYBODY ? {} : this.#table.get(merchant);
    const settings = { ...DEFAULTS, ...this.#table.get(EVERYBODY), ...own };
    this.#effective.set(merchant, settings);
    return settings;
  }

  /** @throws SettingsRefused, having changed nothing */
  change(change: Readonly<Record<string, unknown>>, merchant: string = EVERYBODY): Settings {
    for (const [name, value] of Object.entries(change)) {
      check(name, value);
      if (merchant !== EVERYBODY && NOT_PER_MERCHANT.includes(name)) {
        throw new SettingsRefused(`${name} is the same for every merchant`);
      }
    }
    this.#table.put(merchant, { ...this.#table.get(merchant), ...change });
    this.#effective.clear();
    return this.for(merchant);
  }
}
