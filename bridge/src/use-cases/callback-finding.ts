/** What came of a probe: pure, so that each row is a line in a test. */
import type { CALLBACK_FINDINGS } from '@multipay/contracts/schemas/network';
import type { ProviderName } from '@multipay/contracts/providers';
import { arrived, SIGNED_HEADERS, type Probe, type ProbeReport } from './callback-probe';
import type { SiteAnswer } from './deps';

export interface Judged {
  readonly finding: (typeof CALLBACK_FINDINGS)[number];
  /** What was seen. */
  readonly detail: string;
}

/** Providers wait five seconds; a site that takes three of them when nobody shops is late when many do. */
export const SLOW_MS = 3_000;
const MOST_QUOTED = 200;

/** What was sent, and what came back for it. */
export interface Exchange {
  readonly provider: ProviderName;
  readonly probe: Probe;
  /** The site at whose door it was sent; null: the bridge's own. */
  readonly door: ProbeReport['relayed_by'];
  readonly answer: SiteAnswer;
  readonly milliseconds: number;
}

/** @param report what the bridge says that arrived; null when the answer is not the bridge's */
export const judge = (exchange: Exchange, report: ProbeReport | null): Judged =>
  report ? whatArrived(exchange, report) : whoAnswered(exchange.answer);

function whatArrived({ provider, probe, door, milliseconds }: Exchange, report: ProbeReport): Judged {
  const relayedBy = report.relayed_by;
  if (relayedBy?.network_id !== door?.network_id || relayedBy?.site_id !== door?.site_id) {
    const who = relayedBy ? `site ${relayedBy.site_id} of ${relayedBy.network_id}` : 'nobody';
    return { finding: 'wrong_site', detail: `handed over by ${who}: the address leads to another site` };
  }
  const sent = arrived(provider, probe);
  const lost = SIGNED_HEADERS[provider].filter((name) => !report.headers.includes(name));
  if (lost.length > 0) return { finding: 'header_dropped', detail: `did not arrive: ${lost.join(', ')}` };
  if (sent.signed_headers_sha256 !== report.signed_headers_sha256) {
    return { finding: 'header_dropped', detail: 'a Wechatpay-* header arrived with another value' };
  }
  if (sent.body_sha256 !== report.body_sha256) {
    return { finding: 'body_changed', detail: 'the body arrived with other bytes than were sent' };
  }
  if (milliseconds > SLOW_MS) {
    return { finding: 'slow', detail: `the answer took ${milliseconds} ms; providers give up after 5000` };
  }
  return { finding: 'ok', detail: 'arrived whole' };
}

function whoAnswered(answer: SiteAnswer): Judged {
  const { status, headers, body } = answer;
  const server = headers['server'] === undefined ? '' : ` from ${headers['server'].slice(0, MOST_QUOTED)}`;
  if (status >= 300 && status < 400) {
    const to = (headers['location'] ?? 'nowhere').slice(0, MOST_QUOTED);
    return { finding: 'redirected', detail: `${status} to ${to}; providers do not follow` };
  }
  if (isChallenge(answer))
    return { finding: 'challenged', detail: `${status}${server}: a page that only a browser passes` };
  if (isDoorsRefusal(body)) return doorsRefusal(status);
  if ([401, 403, 405, 406, 429].includes(status) || status >= 500) {
    return { finding: 'blocked', detail: `${status}${server}, and not from MultiPay` };
  }
  return { finding: 'not_ours', detail: `${status}${server}, but not from MultiPay: is it active on this site?` };
}

const CHALLENGE_WORDS = /captcha|challenge|cf-chl|just a moment|checking your browser|verify you are human/i;

function isChallenge({ headers, body }: SiteAnswer): boolean {
  if (headers['cf-mitigated'] !== undefined) return true;
  return /html/i.test(headers['content-type'] ?? '') && CHALLENGE_WORDS.test(body);
}

/** The plugin's and the bridge's "no", in the words of either provider. */
const isDoorsRefusal = (body: string): boolean => /^\s*(fail(ure)?|\{\s*"code"\s*:\s*"FAIL".*)\s*$/s.test(body);

function doorsRefusal(status: number): Judged {
  if (status === 401) {
    const detail =
      'the bridge did not know it again: it was changed on the way, or the site is paired with another bridge';
    return { finding: 'body_changed', detail };
  }
  const why = status === 503 ? 'the site could not hand it over: it does not reach the bridge, or its key is void' : '';
  return { finding: 'blocked', detail: `${status} from MultiPay's door${why && `: ${why}`}` };
}
