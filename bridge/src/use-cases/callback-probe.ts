/**
 * A synthetic notification, with which the bridge tries a site's address from outside. On the wire it is like the
 * provider's; it names no payment, no serial number and no app that a provider has, and only the bridge can make one.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SIGNATURE_WINDOW_SECONDS } from '@multipay/contracts/signing';
import type { ProviderName } from '@multipay/contracts/providers';
import type { NotificationReply } from '@multipay/contracts/schemas/notification';
import { BridgeError } from '../domain/errors';
import type { RawNotification } from '../domain/provider';
import type { Deps } from './deps';
import { MARK, noticeWith, probeIn } from './probe-wire';
import type { Door } from './verify-notification';

type ProbeDeps = Pick<Deps, 'vault' | 'now'>;

/** One that is ready to be sent. */
export interface Probe extends RawNotification {
  readonly nonce: string;
}

/** What arrived of it, and how. */
export interface ProbeReport {
  readonly nonce: string;
  readonly body_sha256: string;
  /** The names of all headers that came with it. */
  readonly headers: readonly string[];
  readonly signed_headers_sha256: string;
  /** The site that handed it over; null: it came to the bridge's own address. */
  readonly relayed_by: { readonly network_id: string; readonly site_id: string } | null;
}

const TOKEN = new RegExp(`^${MARK}\\.(\\d{10})\\.([0-9a-f]{32})\\.([\\w-]{43})$`);

const macOf = ({ vault }: ProbeDeps, ...words: string[]): Buffer =>
  createHmac('sha256', vault.probeKey()).update(JSON.stringify(words)).digest();

export function newProbe(deps: ProbeDeps, provider: ProviderName): Probe {
  const nowMs = deps.now();
  const [timestamp, nonce] = [String(Math.floor(nowMs / 1000)), randomBytes(16).toString('hex')];
  const mac = macOf(deps, 'probe', provider, timestamp, nonce).toString('base64url');
  return { ...noticeWith(provider, `${MARK}.${timestamp}.${nonce}.${mac}`, nonce, nowMs), nonce };
}

/**
 * Says what arrived, when it is a probe; nothing is looked up, and nothing changes. The answer is signed, so that nobody
 * on the way can make a bad address look good.
 *
 * Its status is 202: a site announces only what is 200, and here is nothing to announce.
 *
 * @param isNew whether its nonce comes for the first time
 * @returns null when it does not even claim to be one
 * @throws BridgeError `notification_forged`, `notification_stale`
 */
export const answerProbe =
  (deps: ProbeDeps & Pick<Deps, 'count'>) =>
  ({ provider, site }: Door, raw: RawNotification, isNew: (nonce: string) => boolean): NotificationReply | null => {
    const found = probeIn(provider, raw);
    if (!found) return null;
    try {
      const nonce = genuineNonce(deps, provider, found.tokens);
      if (!isNew(nonce)) throw new BridgeError('notification_forged', 'it has come before');
      deps.count.notification(provider, 'probe');
      const relayedBy = site ? { network_id: site.networkId, site_id: site.siteId } : null;
      return replyWith(deps, { nonce, ...arrived(provider, raw), relayed_by: relayedBy });
    } catch (error) {
      if (error instanceof BridgeError) deps.count.notification(provider, error.code);
      throw error;
    }
  };

/** One whole token is enough: what else was lost on the way is what the probe is for. */
function genuineNonce(deps: ProbeDeps, provider: ProviderName, tokens: readonly string[]): string {
  for (const token of tokens) {
    const [, timestamp = '', nonce = '', mac = ''] = TOKEN.exec(token) ?? [];
    const expected = macOf(deps, 'probe', provider, timestamp, nonce);
    const given = Buffer.from(mac, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) continue;
    if (Math.abs(deps.now() / 1000 - Number(timestamp)) > SIGNATURE_WINDOW_SECONDS) {
      throw new BridgeError('notification_stale', `it was made at ${timestamp}`);
    }
    return nonce;
  }
  throw new BridgeError('notification_forged', 'it was not made by this bridge');
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** The headers without which the provider's signature cannot be checked. */
export const SIGNED_HEADERS: Readonly<Record<ProviderName, readonly string[]>> = {
  wechat_pay: ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-serial', 'wechatpay-signature'],
  alipay: [],
};

/** What both sides say of the same bytes. */
export function arrived(
  provider: ProviderName,
  { headers, body }: RawNotification,
): Omit<ProbeReport, 'nonce' | 'relayed_by'> {
  const signed = SIGNED_HEADERS[provider].map((name) => headers[name] ?? null);
  return {
    body_sha256: sha256(body),
    headers: Object.keys(headers).sort(),
    signed_headers_sha256: sha256(JSON.stringify(signed)),
  };
}

function replyWith(deps: ProbeDeps, report: ProbeReport): NotificationReply {
  const mac = macOf(deps, 'report', JSON.stringify(report)).toString('base64url');
  return { status: 202, content_type: 'application/json', body: JSON.stringify({ report, mac }) };
}

/** The report that answers this very probe, or null when the answer is somebody else's. */
export function reportIn(deps: ProbeDeps, answer: string, { nonce }: Probe): ProbeReport | null {
  const { report, mac } = parsed(answer);
  if (typeof mac !== 'string' || typeof report !== 'object' || report === null) return null;
  const [given, expected] = [Buffer.from(mac, 'base64url'), macOf(deps, 'report', JSON.stringify(report))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  // Its shape is ours: nobody else can sign it.
  return (report as ProbeReport).nonce === nonce ? (report as ProbeReport) : null;
}

function parsed(text: string): { report?: unknown; mac?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as object;
  } catch {
    return {}; // a page, an error, anything: not our answer
  }
}
