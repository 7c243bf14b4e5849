import { createHash } from 'node:crypto';
import type { Clock } from './clock';
import { randomLetters } from './keys';
import type { State, Table } from './tables';

/** A shopper, as one application knows them. */
export interface Identity {
  readonly appId: string;
  /** Who it is on the pretend phone; one person has another openid in each application. */
  readonly user: string;
  readonly openid: string;
}

interface Code {
  readonly appId: string;
  readonly user: string;
  readonly scope: string;
  readonly endsMs: number;
  used: boolean;
}

export type Redeemed = Pick<Code, 'user' | 'scope'> | 'unknown' | 'used';

const CODE_LIFE_MS = 300_000;
export const USUAL_USER = 'shopper';

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').replace(/[-_]/g, 'x');

/** The same text for the same person everywhere. */
export const unionidOf = (user: string): string => `o6_${digest(`union ${user}`).slice(0, 25)}`;

/** Who the shoppers are: openids, and the codes by which a server learns them. */
export class Identities {
  readonly #clock: Clock;
  readonly #openids: Table<Identity>;
  readonly #codes: Table<Code>;

  constructor(clock: Clock, state: State) {
    this.#clock = clock;
    this.#openids = state.table<Identity>('openid');
    this.#codes = state.table<Code>('oauth_code');
  }

  /** The openid by which an application knows a person, always the same. */
  openidOf(appId: string, user: string): string {
    const openid = `o${digest(`${appId} ${user}`).slice(0, 27)}`;
    if (!this.#openids.get(openid)) this.#openids.put(openid, { appId, user, openid });
    return openid;
  }

  byOpenid(openid: string): Identity | undefined {
    return this.#openids.get(openid);
  }

  /** A code that the application's server may exchange once, within five minutes. */
  newCode(appId: string, user: string, scope: string): string {
    const code = `0${randomLetters(31)}`;
    this.#codes.put(code, { appId, user, scope, endsMs: this.#clock.nowMs() + CODE_LIFE_MS, used: false });
    return code;
  }

  /** A code of another application is unknown, one that has ended too. */
  redeem(text: string, appId: string): Redeemed {
    const code = this.#codes.get(text);
    if (!code || code.appId !== appId || code.endsMs < this.#clock.nowMs()) return 'unknown';
    if (code.used) return 'used';
    this.#codes.put(text, { ...code, used: true });
    return { user: code.user, scope: code.scope };
  }
}
