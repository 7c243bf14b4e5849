import { createHmac, timingSafeEqual } from 'node:crypto';
import type { StreamAnswer } from '@multipay/contracts/schemas/payment';
import { iso } from '../domain/clock';
import type { SiteKeyed } from '../domain/payment';
import type { Deps } from './deps';
import { featuresOf } from './rollouts';

const LIFE_MS = 15 * 60_000;

type StreamDeps = Pick<Deps, 'publicUrl' | 'vault' | 'now'>;

const macOf = ({ vault }: Pick<Deps, 'vault'>, paymentId: string, expiresMs: number): Buffer =>
  createHmac('sha256', vault.streamKey()).update(`${paymentId} ${expiresMs}`).digest();

/** Whether the payment's site has live updates. */
export const mayWatch = async ({ store }: Pick<Deps, 'store'>, { networkId, siteId }: SiteKeyed): Promise<boolean> =>
  (await featuresOf(store.read, networkId, siteId)).includes('live_updates');

/** A way to watch one payment for 15 minutes, and nothing else; null without a public address. */
export function streamFor(deps: StreamDeps, paymentId: string): StreamAnswer | null {
  if (deps.publicUrl === null) return null;
  const expiresMs = deps.now() + LIFE_MS;
  const mac = macOf(deps, paymentId, expiresMs).toString('base64url');
  return { url: `${deps.publicUrl}/stream/${paymentId}`, token: `${expiresMs}.${mac}`, expires_at: iso(expiresMs) };
}

/** @returns until when the token is good, or null when it is not for this payment */
export function streamTokenExpiry(deps: StreamDeps, paymentId: string, token: string): number | null {
  const match = /^(\d{13})\.([\w-]{43})$/.exec(token);
  if (!match?.[1] || !match[2]) return null;
  const expiresMs = Number(match[1]);
  const genuine = timingSafeEqual(Buffer.from(match[2], 'base64url'), macOf(deps, paymentId, expiresMs));
  return genuine && expiresMs > deps.now() ? expiresMs : null;
}
