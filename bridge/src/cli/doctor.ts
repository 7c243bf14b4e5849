import type { Command } from 'commander';
import { fetch } from 'undici';
import type { Core } from '../wiring';
import { auditLog, callbacks, expiry, parkedDeliveries, type Finding } from './doctor-checks';
import { say, withCore } from './with-core';

interface Options {
  readonly callbacks?: boolean;
  readonly network?: string;
  readonly site?: string;
  readonly json?: boolean;
}

/** Five minutes are where providers begin to refuse; half of it is time to act. */
const WORRYING_SKEW_SECONDS = 150;
const ASK_WITHIN_MS = 5_000;

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look for what would keep payments from working, and say the cure')
    .option('--callbacks', "also call the sites' notify addresses from outside, as the providers do")
    .option('--network <id>', "with --callbacks: only this network's sites")
    .option('--site <id>', 'with --callbacks: only sites with this number')
    .option('--json', 'for programs')
    .action(async ({ callbacks: andCallbacks, json, ...only }: Options) => {
      const findings = await withCore(async (core) => [
        ...(await examine(core)),
        ...(andCallbacks ? await callbacks(core, only) : []),
      ]);
      say(
        json,
        { findings },
        findings.map(({ ok, check, says }) => `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd(12)} ${says}`),
      );
      if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}

async function examine(core: Core): Promise<Finding[]> {
  const { store, config, vault, now } = core;
  const { outbox, sites, merchants } = store.read;
  const networks = await sites.networks();
  const accounts = (await Promise.all(networks.map(({ id }) => merchants.list(id)))).flat();
  const { parked, due } = await outbox.counts(now());
  return [
    { check: 'database', ok: true, says: `${config.databaseUrl.split(':')[0]}, answers, schema is this version's` },
    {
      check: 'keys',
      ok: true,
      says: `open with the master key; the bridge's fingerprint is ${vault.uploadKey.fingerprint}`,
    },
    {
      check: 'networks',
      ok: networks.length > 0,
      says:
        networks.length > 0
          ? `${networks.length} paired`
          : 'none: run `multipay pair`, and enter its code in WordPress',
    },
    {
      check: 'merchants',
      ok: accounts.length > 0,
      says:
        accounts.length > 0
          ? `${accounts.length} accounts`
          : 'none: run `multipay credentials import`, or use the MultiPay screen',
    },
    {
      check: 'outbox',
      ok: parked === 0,
      says:
        parked === 0
          ? `${due} due, none given up`
          : `${parked} events were given up: run \`multipay replay --since\` with a time before them`,
    },
    ...(await parkedDeliveries(core)),
    ...(await expiry(core)),
    ...(await auditLog(core)),
    await provider('WeChat Pay', config.weChatPayUrl, now),
    await provider('Alipay', config.alipayGatewayUrl, now),
  ];
}

/** Whether a provider can be reached, and how far our clock is from its. */
async function provider(name: string, url: string, now: () => number): Promise<Finding> {
  try {
    const { headers } = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(ASK_WITHIN_MS),
    });
    const theirs = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return { check: name, ok: true, says: 'answers; it does not say its time' };
    const skew = Math.round((now() - theirs) / 1000);
    const ok = Math.abs(skew) < WORRYING_SKEW_SECONDS;
    return {
      check: name,
      ok,
      says: ok ? `answers; the clocks are ${skew} s apart` : `the clocks are ${skew} s apart: set this machine's (NTP)`,
    };
  } catch (error) {
    return { check: name, ok: false, says: `does not answer at ${url}: ${String(error)}` };
  }
}
