import type { NotificationReply } from '@multipay/contracts/schemas/notification';
import type { Provider, RawNotification } from '../domain/provider';
import type { Log } from '../use-cases/deps';
import type { NotificationOutcome } from '../use-cases/receive-notification';
import type { Door } from '../use-cases/verify-notification';
import { asBridgeError } from './problem';
import type { TokenBuckets } from './token-bucket';

export type NotificationDesk = (door: Door, raw: RawNotification, source: string) => Promise<NotificationReply>;

export interface DeskParts {
  readonly receive: (door: Door, raw: RawNotification) => Promise<NotificationOutcome>;
  /** Answers what the bridge itself has sent to try the door; null for everything else. */
  readonly answerProbe: (door: Door, raw: RawNotification) => NotificationReply | null;
  readonly providers: Readonly<Record<Door['provider'], Provider>>;
  readonly wrongOnes: TokenBuckets;
  readonly log: Log;
}

/**
 * Takes notifications at either door and words the answer as the provider wants to hear it. Whoever sends wrong ones is
 * told to slow down; one whose signature verifies never is. So each is verified first: this bounds answers, not work, and a
 * proxy in front may bound the work.
 */
export const notificationDesk =
  ({ receive, answerProbe, providers, wrongOnes, log }: DeskParts): NotificationDesk =>
  async (door, raw, source) => {
    const provider = providers[door.provider];
    try {
      const probed = answerProbe(door, raw);
      if (probed) return probed;
      const outcome = await receive(door, raw);
      const accepted = outcome !== 'other_merchant';
      return { status: accepted ? 200 : 409, ...provider.reply(accepted) };
    } catch (thrown) {
      const error = asBridgeError(thrown);
      const refusal = provider.reply(false);
      if (error.status >= 500) {
        const err: unknown = error.code === 'internal_error' ? error.cause : error;
        log.error({ err, provider: door.provider, merchant: door.merchantId }, 'a notification could not be taken');
        return { status: error.status, ...refusal };
      }
      const waitSeconds = wrongOnes.take(source);
      return waitSeconds > 0
        ? { status: 429, ...refusal, retry_after: waitSeconds }
        : { status: error.status, ...refusal };
    }
  };
