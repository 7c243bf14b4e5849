import { chinaDay, chinaText } from '../shared/clock';
import { yuanText } from '../shared/html';
import { randomDigits } from '../shared/keys';
import type { Event } from '../shared/letters';

export type OperationType = 'FREEZE' | 'UNFREEZE' | 'PAY';

/** Something that was done to frozen money. */
export interface Operation {
  /** Alipay's number of it. */
  readonly id: string;
  /** The merchant's (out_request_no; for PAY the trade's out_trade_no). */
  readonly requestNo: string;
  readonly type: OperationType;
  readonly minor: number;
  readonly createdMs: number;
  status: 'INIT' | 'SUCCESS' | 'CLOSED';
  settledMs: number | null;
}

export interface AuthorizationPlan {
  readonly what: 'freeze' | 'give_up' | 'expire' | 'console_release';
  readonly dueMs: number;
}

/** A fund authorisation (资金授权): money that is frozen on the shopper's account, to be paid out later or released. */
export interface Authorization {
  readonly merchant: string;
  readonly outOrderNo: string;
  readonly title: string;
  readonly minor: number;
  readonly productCode: string;
  readonly notifyUrl: string | null;
  /** What must be the same when the number is used again. */
  readonly terms: string;
  readonly payer: { readonly userId: string; readonly logonId: string };
  readonly payeeId: string;
  readonly createdMs: number;
  /** The last moment to confirm it. */
  readonly expiresMs: number;
  code: string | null;
  /** Alipay's number, from the moment that the money is frozen. */
  authNo: string | null;
  /** INIT: not confirmed; AUTHORIZED: money is frozen; FINISH: paid out, nothing is frozen; CLOSED: nothing was paid. */
  state: 'INIT' | 'AUTHORIZED' | 'FINISH' | 'CLOSED';
  restMinor: number;
  paidMinor: number;
  releasedMinor: number;
  readonly operations: Operation[];
  plans: AuthorizationPlan[];
}

export const authorizationKey = ({ merchant, outOrderNo }: Pick<Authorization, 'merchant' | 'outOrderNo'>): string =>
  `${merchant}/${outOrderNo}`;

export const operationCalled = (authorization: Authorization, requestNo: string): Operation | undefined =>
  authorization.operations.find((operation) => operation.requestNo === requestNo);

const idsOf = ({ authNo, outOrderNo }: Authorization, { id, requestNo }: Operation): Record<string, string> => ({
  ...(authNo !== null && { auth_no: authNo }),
  out_order_no: outOrderNo,
  operation_id: id,
  out_request_no: requestNo,
});

/** What freezing, releasing and cancelling answer. Amounts in yuan, as text. */
export const operationAnswer = (authorization: Authorization, operation: Operation): Record<string, string> => ({
  ...idsOf(authorization, operation),
  amount: yuanText(operation.minor),
  status: operation.status,
  ...(operation.settledMs !== null && { gmt_trans: chinaText(operation.settledMs) }),
  payer_user_id: authorization.payer.userId,
  payer_logon_id: authorization.payer.logonId,
});

const totals = (authorization: Authorization): Record<string, string> => ({
  total_freeze_amount: yuanText(authorization.authNo === null ? 0 : authorization.minor),
  rest_amount: yuanText(authorization.restMinor),
  total_pay_amount: yuanText(authorization.paidMinor),
});

/** `alipay.fund.auth.operation.detail.query`. */
export const detailAnswer = (authorization: Authorization, operation: Operation): Record<string, string> => ({
  ...operationAnswer(authorization, operation),
  ...totals(authorization),
  gmt_create: chinaText(operation.createdMs),
  operation_type: operation.type,
  order_status: authorization.state,
  order_title: authorization.title,
});

/** What the shop is told when money was frozen or released; all values are text. */
export function authorizationEvent(authorization: Authorization, operation: Operation, url: string | null): Event {
  const name = operation.type === 'FREEZE' ? 'fund_auth_freeze' : 'fund_auth_unfreeze';
  return {
    name,
    url,
    content: {
      ...operationAnswer(authorization, operation),
      ...totals(authorization),
      app_id: authorization.merchant,
      auth_app_id: authorization.merchant,
      charset: 'utf-8',
      gmt_create: chinaText(operation.createdMs),
      notify_id: `${chinaDay(operation.createdMs)}00222${randomDigits(21)}`,
      notify_type: name,
      operation_type: operation.type,
      payee_user_id: authorization.payeeId,
      total_unfreeze_amount: yuanText(authorization.releasedMinor),
      version: '1.0',
    },
  };
}
