import type { Office } from '../shared/core';
import { both, escapeHtml, page, yuanText } from '../shared/html';
import { html, seeOther, type Answer, type Request } from '../shared/http-server';
import { PHONE_PATH, type PhoneSide } from '../shared/pay-page';
import { Refused } from '../shared/refused';
import type { ProviderRoute } from '../shared/control';
import { rfc3339InChina } from '../shared/clock';
import { notificationView } from '../shared/payment-view';
import type { Authorization, Operation } from './authorization';
import type { AuthorizationDesk } from './authorization-desk';

const SAYINGS: { readonly [S in Exclude<Authorization['state'], 'INIT'>]: string } = {
  AUTHORIZED: 'Frozen',
  FINISH: 'Finished',
  CLOSED: 'Closed',
};

const BUTTONS = [
  ['confirm', 'Freeze', '确认冻结'],
  ['cancel', 'Cancel', '取消'],
  ['expire', 'Let it expire', '放着过期'],
] as const;

const address = (code: string): string => `${PHONE_PATH}?code=${encodeURIComponent(code)}`;

const isWaiting = (authorization: Authorization): boolean =>
  authorization.state === 'INIT' && !authorization.plans.some((plan) => plan.what === 'freeze');

/** The phone's page on which a shopper lets money be frozen. */
export class AuthorizationPages {
  readonly #desk: AuthorizationDesk;
  readonly #side: PhoneSide;

  constructor(desk: AuthorizationDesk, side: PhoneSide) {
    this.#desk = desk;
    this.#side = side;
  }

  /** What the phone's list shows beside payments. */
  waiting(): { readonly address: string; readonly label: string }[] {
    return this.#desk.all().flatMap((authorization) => {
      const { code, merchant, minor, title } = authorization;
      const label = `¥${yuanText(minor)} · ${title} · ${this.#side.merchantName(merchant)} (freeze)`;
      return code !== null && isWaiting(authorization) ? [{ address: address(code), label }] : [];
    });
  }

  /** Answers for codes of authorisations; undefined for others. */
  answer(request: Request): Answer | undefined {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const code = (request.method === 'POST' ? form.get('code') : request.query.get('code'))?.trim();
    const authorization = code === undefined ? undefined : this.#desk.byCode(code);
    if (code === undefined || !authorization) return undefined;
    if (request.method !== 'POST') return this.#show(authorization, code);
    if (form.get('action') === 'confirm') this.#desk.confirm(authorization);
    if (form.get('action') === 'expire' && authorization.state === 'INIT') this.#desk.close(authorization);
    return seeOther(address(code));
  }

  #show(authorization: Authorization, code: string): Answer {
    const { merchant, minor, outOrderNo, state, title } = authorization;
    const processing = state === 'INIT' && !isWaiting(authorization);
    const said = state === 'INIT' ? (processing ? 'Processing' : 'Confirm freezing') : SAYINGS[state];
    const buttons = BUTTONS.map(
      ([action, label, chinese]) =>
        `<div class="row"><button name="action" value="${action}"${action === 'confirm' ? ' class="main"' : ''}>${label}</button><span lang="zh-CN">${chinese}</span></div>`,
    );
    const form = `<form method="post" action="${PHONE_PATH}"><input type="hidden" name="code" value="${escapeHtml(code)}">
${buttons.join('\n')}
</form>`;
    const body = `<h1>${said}</h1><div class="card"><p>${escapeHtml(this.#side.merchantName(merchant))}</p>
<p class="amount">¥${yuanText(minor)}</p><p>${escapeHtml(title)}</p>
<p>${both('This freezes money; it is not a payment.', '资金授权冻结，并非付款')}</p>
<p lang="zh-CN">商户单号 ${escapeHtml(outOrderNo)}</p></div>
${isWaiting(authorization) ? form : ''}`;
    return html(200, page(this.#side.look, `${said} – ${this.#side.look.app}`, body));
  }
}

const time = (ms: number | null): string | null => (ms === null ? null : rfc3339InChina(ms));

const operationView = (operation: Operation) => ({
  operation_id: operation.id,
  out_request_no: operation.requestNo,
  type: operation.type,
  amount_minor: operation.minor,
  status: operation.status,
  settled_at: time(operation.settledMs),
});

/** An authorisation as Alipay's own books have it. Amounts in minor units, times in China's time with offset. */
const viewOf = (office: Office, authorization: Authorization) => ({
  merchant: authorization.merchant,
  out_order_no: authorization.outOrderNo,
  auth_no: authorization.authNo,
  code: authorization.code,
  amount_minor: authorization.minor,
  rest_minor: authorization.restMinor,
  paid_minor: authorization.paidMinor,
  released_minor: authorization.releasedMinor,
  state: authorization.state,
  created_at: time(authorization.createdMs),
  expires_at: time(authorization.expiresMs),
  operations: authorization.operations.map(operationView),
  planned: authorization.plans.map((plan) => ({ what: plan.what, due_at: time(plan.dueMs) })),
  notifications: office.notifier.of(authorization.merchant, authorization.outOrderNo).map(notificationView),
});

export const AUTHORIZATION_ROUTES = [
  'GET /authorizations',
  'GET /authorizations/*',
  'POST /authorizations/*/confirm',
  'POST /authorizations/*/expire',
] as const;

/** What the control API can do with authorisations. */
export function authorizationRoutes(
  office: Office,
  desk: AuthorizationDesk,
): Readonly<Record<(typeof AUTHORIZATION_ROUTES)[number], ProviderRoute>> {
  const find = (number = ''): Authorization => {
    const found = desk.all().filter(({ outOrderNo }) => outOrderNo === number);
    const [only] = found;
    if (!only) throw new Refused(404, `there is no authorisation ${number}`);
    if (found.length > 1) throw new Refused(409, `several merchants have an authorisation ${number}`);
    return only;
  };
  return {
    'GET /authorizations': () => ({ authorizations: desk.all().map((each) => viewOf(office, each)) }),
    'GET /authorizations/*': ({ parts }) => viewOf(office, find(parts[0])),
    'POST /authorizations/*/confirm': ({ parts }) => {
      const authorization = find(parts[0]);
      const outcome = desk.confirm(authorization);
      if (outcome === 'refused') throw new Refused(409, 'it cannot be confirmed any more');
      return { outcome, authorization: viewOf(office, authorization) };
    },
    'POST /authorizations/*/expire': ({ parts }) => {
      const authorization = find(parts[0]);
      if (authorization.state !== 'INIT') throw new Refused(409, 'it waits for nobody any more');
      desk.close(authorization);
      return { authorization: viewOf(office, authorization) };
    },
  };
}
