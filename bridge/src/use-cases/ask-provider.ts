import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { ProviderName } from '@multipay/contracts/providers';
import { BridgeError, codeOf } from '../domain/errors';
import type { Deps } from './deps';

/** A shopper waits: after this long nothing new is begun. */
const PATIENCE_MS = 5_000;
const MOST_RETRIES = 4;

const mayHelp = (error: Error): boolean =>
  error instanceof BridgeError && (error.code === 'provider_busy' || error.code === 'provider_unreachable');

/** Calls a provider and counts how it went. */
export async function askProvider<T>(
  { count, now }: Pick<Deps, 'count' | 'now'>,
  provider: ProviderName,
  call: string,
  ask: () => Promise<T>,
): Promise<T> {
  const startedMs = now();
  try {
    const answer = await ask();
    count.providerCall(provider, call, 'ok', now() - startedMs);
    return answer;
  } catch (error) {
    count.providerCall(provider, call, codeOf(error), now() - startedMs);
    throw error;
  }
}

/**
 * Asks again, with the same number, while nobody knows what happened and the shopper still waits. A definite "no" is
 * never asked twice.
 */
export function patiently<T>({ now }: Pick<Deps, 'now'>, ask: () => Promise<T>): Promise<T> {
  const giveUpMs = now() + PATIENCE_MS;
  const policy = retry(
    handleWhen((error) => mayHelp(error) && now() < giveUpMs),
    { maxAttempts: MOST_RETRIES, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 800 }) },
  );
  return policy.execute(ask);
}
