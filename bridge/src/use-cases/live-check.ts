/** Tries a set of keys by harmless questions, and says in words what was seen. */
import type { MerchantTest } from '@multipay/contracts/schemas/merchant';
import { dayOf } from '../domain/clock';
import { BridgeError } from '../domain/errors';
import type { CredentialFacts, Probed, ProviderAccount } from '../domain/provider';
import type { Credential, Merchant } from '../domain/store';
import { askProvider } from './ask-provider';
import type { Deps } from './deps';
import { factsOf } from './merchant-credentials';

type LiveCheck = MerchantTest['checks'][number];

const DAY_MS = 86_400_000;
/** From then on people are told that a certificate ends. */
const WARN_DAYS = 30;
/** A provider knows older payments too; the newest is enough. */
const KNOWN_MS = 90 * DAY_MS;

const TITLES = { wechat_pay: 'WeChat Pay', alipay: 'Alipay' } as const;

const passed = (check: LiveCheck['check'], detail: string): LiveCheck => ({ check, ok: true, code: null, detail });
const failed = (check: LiveCheck['check'], code: BridgeError['code'], detail: string): LiveCheck => ({
  check,
  ok: false,
  code,
  detail,
});

/** Nothing is changed by it, here or at the provider. */
export async function tryLive(
  deps: Deps,
  merchant: Merchant,
  account: ProviderAccount,
  facts: CredentialFacts,
): Promise<MerchantTest> {
  const startedMs = deps.now();
  const probed = await probe(deps, merchant, account);
  const sets = await deps.store.read.merchants.credentials(merchant.id);
  const checks = [
    ...(probed instanceof BridgeError
      ? refusedChecks(merchant, probed)
      : await answeredChecks(deps, merchant, account, probed)),
    expiry(facts, deps.now()),
    await notifications(deps, merchant, facts, sets, probed),
  ];
  return { ok: checks.every(({ ok }) => ok), checks, milliseconds: Math.max(0, deps.now() - startedMs) };
}

/** The checks that failed, in one sentence each. */
export const faultsIn = ({ checks }: Pick<MerchantTest, 'checks'>): string =>
  checks
    .filter(({ ok }) => !ok)
    .map(({ detail }) => detail)
    .join(' ');

async function probe(deps: Deps, { provider }: Merchant, account: ProviderAccount): Promise<Probed | BridgeError> {
  try {
    return await askProvider(deps, provider, 'probe', () => account.probe());
  } catch (error) {
    if (error instanceof BridgeError) return error;
    throw error;
  }
}

function refusedChecks({ provider }: Merchant, { code, message }: BridgeError): LiveCheck[] {
  const name = TITLES[provider];
  if (code === 'provider_answer_unverified') {
    const detail = `Somebody answered, but not with the key of ${name}'s that is given here: ${message}.`;
    return [
      failed('signature_accepted', code, 'Not known: the answer cannot be believed.'),
      failed('answer_verified', code, detail),
    ];
  }
  const seen =
    code === 'provider_rejected_key'
      ? `${name} does not accept our signature: the key, its serial number or the account's number is another one there.`
      : code === 'provider_refused'
        ? `${name} refuses to answer for this account.`
        : `${name} could not be asked; nothing can be said of the keys.`;
  return [
    failed('signature_accepted', code, `${seen} (${message})`),
    failed('answer_verified', code, 'Not known: there was no answer to verify.'),
  ];
}

async function answeredChecks(
  deps: Deps,
  merchant: Merchant,
  account: ProviderAccount,
  { answerVerified }: Probed,
): Promise<LiveCheck[]> {
  const name = TITLES[merchant.provider];
  const accepted = passed('signature_accepted', `${name} accepted our signature and answered.`);
  const verified = passed('answer_verified', `The answer bears ${name}'s signature, which fits the key given here.`);
  if (answerVerified) return [accepted, verified];
  const known = await knownPayment(deps, merchant, account);
  if (known instanceof BridgeError) return [accepted, failed('answer_verified', known.code, `${known.message}.`)];
  if (known) return [accepted, verified];
  const detail = `Not seen: ${name} did not sign this answer, and the account has no payment to ask about yet.`;
  return [accepted, passed('answer_verified', detail)];
}

/** Asks about the newest payment that the provider knows: such an answer is always signed. @returns whether it was */
async function knownPayment(
  deps: Deps,
  { id, provider }: Merchant,
  account: ProviderAccount,
): Promise<boolean | BridgeError> {
  const filter = { statuses: ['pending', 'succeeded'], sinceMs: deps.now() - KNOWN_MS, limit: 1 } as const;
  const [payment] = await deps.store.read.payments.newestOf(id, filter);
  if (!payment) return false;
  try {
    const { status } = await askProvider(deps, provider, 'probe', () => account.query(payment));
    return status !== 'absent';
  } catch (error) {
    if (error instanceof BridgeError) return error;
    throw error;
  }
}

function expiry({ certificates }: CredentialFacts, nowMs: number): LiveCheck {
  const [first] = [...certificates].sort((a, b) => a.endsMs - b.endsMs);
  if (!first) return passed('expiry', 'There is no certificate among them that could end.');
  const days = Math.floor((first.endsMs - nowMs) / DAY_MS);
  const which = `the certificate ${first.serial}`;
  if (first.endsMs <= nowMs) {
    return failed(
      'expiry',
      'credentials_invalid',
      `${capital(which)} ended on ${dayOf(first.endsMs)}: give a new one.`,
    );
  }
  const soon = days < WARN_DAYS ? ` That is in ${days} days: give a new one.` : '';
  return passed('expiry', `The first to end is ${which}, on ${dayOf(first.endsMs)}.${soon}`);
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What is signed for any set that ever signed or verified must still be verified: all of them must still open. */
async function notifications(
  deps: Deps,
  { id, provider }: Merchant,
  facts: CredentialFacts,
  sets: readonly Credential[],
  probed: Probed | BridgeError,
): Promise<LiveCheck> {
  if (!(probed instanceof BridgeError) && probed.opensEncrypted === false) {
    const detail = `The APIv3 key does not open what ${TITLES[provider]} encrypts: notifications could not be read.`;
    return failed('notifications', 'credentials_invalid', detail);
  }
  const names = new Set(facts.verifierIds);
  for (const set of sets.filter(({ state }) => state !== 'rehearsed')) {
    try {
      for (const name of (await factsOf(deps, provider, set)).verifierIds) names.add(name);
    } catch (error) {
      deps.log.error({ err: error, merchant: id, credential: set.id }, 'a set of keys cannot be opened');
      const detail = `The set ${set.id} cannot be opened: what is signed for it cannot be verified.`;
      return failed('notifications', 'credentials_unreadable', detail);
    }
  }
  return passed('notifications', `Notifications verify that name ${[...names].join(', ')}.`);
}
