import { chinaDay } from '../shared/clock';
import type { Office } from '../shared/core';
import { randomDigits } from '../shared/keys';
import type { Sending } from '../shared/letters';
import { behaviourOf, type AuthorizationOddity } from '../shared/steering';
import type { Table } from '../shared/tables';
import {
  authorizationEvent,
  authorizationKey,
  type Authorization,
  type AuthorizationPlan,
  type Operation,
  type OperationType,
} from './authorization';

export type NewAuthorization = Pick<
  Authorization,
  'merchant' | 'outOrderNo' | 'title' | 'minor' | 'productCode' | 'notifyUrl' | 'terms' | 'payeeId' | 'expiresMs'
> & { readonly requestNo: string };

const DAY_MS = 86_400_000;
/** How long money stays frozen when nobody pays it out or releases it. */
const FROZEN_LIFE_MS = 30 * DAY_MS;
const EARLY_MS = 600_000;
const LATE_FREEZE_MS = 30_000;
const CONSOLE_RELEASE_MINOR = 1_000;

const SENDING: { readonly [O in AuthorizationOddity]?: Sending } = {
  never_notified: { withheld: true },
  notified_twice: { shape: 'twice' },
};

/** Where money is frozen, paid out and released: what shoppers, merchants and time do to an authorisation. */
export class AuthorizationDesk {
  readonly #office: Office;
  readonly #table: Table<Authorization>;

  constructor(office: Office, table: Table<Authorization>) {
    this.#office = office;
    this.#table = table;
    for (const authorization of table.values()) {
      for (const plan of authorization.plans) this.#schedule(authorization, plan);
    }
  }

  oddity({ merchant, minor }: Pick<Authorization, 'merchant' | 'minor'>): AuthorizationOddity | undefined {
    return behaviourOf(minor, 'CNY', this.#office.settings.for(merchant).steering).authorization;
  }

  byNumber(merchant: string, outOrderNo: string): Authorization | undefined {
    return this.#table.get(authorizationKey({ merchant, outOrderNo }));
  }

  byAuthNo(merchant: string, authNo: string): Authorization | undefined {
    return this.all().find((authorization) => authorization.merchant === merchant && authorization.authNo === authNo);
  }

  byCode(code: string): Authorization | undefined {
    return this.all().find((authorization) => authorization.code === code);
  }

  /** The oldest first. */
  all(): Authorization[] {
    return [...this.#table.values()];
  }

  save(authorization: Authorization): void {
    this.#table.put(authorizationKey(authorization), authorization);
  }

  forget(): void {
    this.#table.clear();
  }

  open({ requestNo, ...wish }: NewAuthorization): Authorization {
    const createdMs = this.#office.clock.nowMs();
    const authorization: Authorization = {
      ...wish,
      payer: { userId: `2088${randomDigits(12)}`, logonId: 'sim***@example.com' },
      createdMs,
      code: null,
      authNo: null,
      state: 'INIT',
      restMinor: 0,
      paidMinor: 0,
      releasedMinor: 0,
      operations: [],
      plans: [],
    };
    this.#operation(authorization, 'FREEZE', wish.minor, requestNo);
    this.#plan(authorization, { what: 'give_up', dueMs: wish.expiresMs });
    this.save(authorization);
    return authorization;
  }

  /** The shopper confirms that the money may be frozen. */
  confirm(authorization: Authorization): 'frozen' | 'processing' | 'refused' {
    const nowMs = this.#office.clock.nowMs();
    if (authorization.state !== 'INIT' || nowMs > authorization.expiresMs) return 'refused';
    if (this.oddity(authorization) === 'freezes_late') {
      authorization.plans = [];
      this.#plan(authorization, { what: 'freeze', dueMs: nowMs + LATE_FREEZE_MS });
      this.save(authorization);
      return 'processing';
    }
    this.#freeze(authorization);
    return 'frozen';
  }

  /** Nothing was frozen, and nothing will be. */
  close(authorization: Authorization): void {
    const freezing = authorization.operations[0];
    authorization.state = 'CLOSED';
    authorization.plans = [];
    if (freezing?.status === 'INIT') freezing.status = 'CLOSED';
    this.save(authorization);
  }

  /** Pays out of what is frozen; `rest` says what becomes of the rest. */
  pay(authorization: Authorization, minor: number, tradeNumber: string, rest: 'kept' | 'released'): Operation {
    const operation = this.#operation(authorization, 'PAY', minor, tradeNumber, 'SUCCESS');
    authorization.restMinor -= minor;
    authorization.paidMinor += minor;
    this.#settle(authorization);
    if (rest === 'released' && authorization.restMinor > 0) {
      this.release(authorization, authorization.restMinor, `release_${tradeNumber}`);
    }
    return operation;
  }

  /** Gives some of the frozen money free, and tells the shop. */
  release(authorization: Authorization, minor: number, requestNo: string, notifyUrl?: string): Operation {
    const operation = this.#operation(authorization, 'UNFREEZE', minor, requestNo, 'SUCCESS');
    authorization.restMinor -= minor;
    authorization.releasedMinor += minor;
    this.#settle(authorization);
    this.#tell(authorization, operation, notifyUrl ?? authorization.notifyUrl);
    return operation;
  }

  #freeze(authorization: Authorization): void {
    const { clock } = this.#office;
    const nowMs = clock.nowMs();
    const freezing = authorization.operations[0];
    if (!freezing) throw new Error(`nothing is to be frozen for ${authorization.outOrderNo}`);
    [freezing.status, freezing.settledMs] = ['SUCCESS', nowMs];
    authorization.authNo = `${chinaDay(nowMs)}10002${randomDigits(15)}`;
    authorization.state = 'AUTHORIZED';
    authorization.restMinor = authorization.minor;
    authorization.plans = [];
    const oddity = this.oddity(authorization);
    const lifeMs = oddity === 'expires_early' ? EARLY_MS : FROZEN_LIFE_MS;
    this.#plan(authorization, { what: 'expire', dueMs: nowMs + lifeMs });
    if (oddity === 'console_release') this.#plan(authorization, { what: 'console_release', dueMs: nowMs + EARLY_MS });
    this.save(authorization);
    this.#tell(authorization, freezing, authorization.notifyUrl, oddity && SENDING[oddity]);
  }

  #settle(authorization: Authorization): void {
    if (authorization.restMinor === 0) {
      authorization.state = authorization.paidMinor > 0 ? 'FINISH' : 'CLOSED';
      authorization.plans = [];
    }
    this.save(authorization);
  }

  #operation(
    authorization: Authorization,
    type: OperationType,
    minor: number,
    requestNo: string,
    status: Operation['status'] = 'INIT',
  ): Operation {
    const nowMs = this.#office.clock.nowMs();
    const id = `${chinaDay(nowMs)}${randomDigits(12)}`;
    const settledMs = status === 'SUCCESS' ? nowMs : null;
    const operation: Operation = { id, requestNo, type, minor, createdMs: nowMs, status, settledMs };
    authorization.operations.push(operation);
    return operation;
  }

  #tell(authorization: Authorization, operation: Operation, url: string | null, sending?: Sending): void {
    const event = authorizationEvent(authorization, operation, url);
    this.#office.notifier.add(authorization.merchant, authorization.outOrderNo, event, sending);
  }

  #plan(authorization: Authorization, plan: AuthorizationPlan): void {
    authorization.plans.push(plan);
    this.#schedule(authorization, plan);
  }

  #schedule(authorization: Authorization, plan: AuthorizationPlan): void {
    this.#office.agenda.add(plan.dueMs, () => {
      const isCurrent = this.#table.get(authorizationKey(authorization)) === authorization;
      if (isCurrent && authorization.plans.includes(plan)) this.#carryOut(authorization, plan);
    });
  }

  #carryOut(authorization: Authorization, plan: AuthorizationPlan): void {
    authorization.plans = authorization.plans.filter((other) => other !== plan);
    const requestNo = `${plan.what}_${randomDigits(12)}`;
    if (plan.what === 'freeze') this.#freeze(authorization);
    else if (plan.what === 'give_up') this.close(authorization);
    else if (plan.what === 'expire') this.release(authorization, authorization.restMinor, requestNo);
    else this.release(authorization, Math.min(CONSOLE_RELEASE_MINOR, authorization.restMinor), requestNo);
  }
}
