import type { BillDesk } from './bill-desk';
import { refundedMinor, type Payment } from './books';
import type { Office } from './core';
import { paymentCalled } from './find-payment';
import { forge } from './forging';
import { json, type Answer, type Request } from './http-server';
import { notificationView, paymentView } from './payment-view';
import { Refused, type Body } from './refused';
import { SettingsRefused } from './settings';
import type { PayOutcome, PayRefusal } from './till';

/** What the control API needs to know of its provider. */
export interface Controlled {
  readonly name: 'wechat_pay' | 'alipay';
  /** Makes a merchant with fresh keys, or answers the one that was made with the same `key`. */
  createMerchant(wish: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  /** Gives a merchant new provider certificates, in use from now on. */
  rotateMerchant(id: string): Promise<Readonly<Record<string, unknown>>>;
  /** Gives a merchant another key of its own. */
  rekeyMerchant(id: string): Promise<Readonly<Record<string, unknown>>>;
  merchants(): readonly { readonly id: string; readonly name: string; readonly key: string | null }[];
  /** The provider's word for the state that a payment is really in; null where it has none yet. */
  stateWord(payment: Payment): string | null;
  /** Forgets what the provider keeps beside the books. */
  forget(): void;
  readonly billDesk: BillDesk;
  /** Calls that only this provider has. */
  readonly routes: Readonly<Record<string, ProviderRoute>>;
}

export type ProviderRoute = (call: Pick<Call, 'request' | 'body' | 'parts'>) => unknown;

interface Call {
  readonly office: Office;
  readonly controlled: Controlled;
  readonly request: Request;
  readonly body: Body;
  /** The parts of the path that a route leaves open. */
  readonly parts: readonly string[];
}

type Route = (call: Call) => unknown;

const PREFIX = '/_simulator';

const view = (call: Call, payment: Payment) => paymentView(call.office, payment, call.controlled.stateWord(payment));

const findPayment = ({ office, controlled, request, body, parts }: Call): Payment =>
  paymentCalled(office, controlled, parts[0], request.query.get('merchant') ?? body['merchant']);

function listPayments(call: Call) {
  const payments = call.office.books.all(call.request.query.get('merchant') ?? undefined);
  const limit = Number(call.request.query.get('limit') ?? payments.length);
  return { payments: payments.slice(Math.max(0, payments.length - limit)).map((payment) => view(call, payment)) };
}

const REFUSALS: Readonly<Record<PayRefusal, string>> = {
  already_paid: 'it has been paid already',
  closed: 'it is closed',
  expired: 'the time to pay it is over',
};

function pay(call: Call) {
  const payment = findPayment(call);
  const outcome: PayOutcome | PayRefusal = call.office.till.pay(payment);
  if (outcome in REFUSALS) throw new Refused(409, REFUSALS[outcome as PayRefusal]);
  return { outcome, payment: view(call, payment) };
}

const act =
  (action: (office: Office, payment: Payment) => void): Route =>
  (call) => {
    const payment = findPayment(call);
    action(call.office, payment);
    return { payment: view(call, payment) };
  };

function refundInConsole(call: Call) {
  const payment = findPayment(call);
  const left = (payment.paid?.minor ?? 0) - refundedMinor(payment);
  const minor = Number(call.body['amount_minor'] ?? left);
  if (!Number.isSafeInteger(minor) || minor < 1 || minor > left) throw new Refused(409, `${left} is left to refund`);
  call.office.till.refunds.refundInConsole(payment, minor);
  return { payment: view(call, payment) };
}

const clockView = ({ office }: Call) => ({
  offset_seconds: office.clock.offsetMs / 1_000,
  now: new Date(office.clock.nowMs()).toISOString(),
});

async function moveClock(call: Call) {
  const { office, body } = call;
  const to = body['offset_seconds'];
  const by = body['advance_seconds'];
  if (typeof to === 'number') await office.agenda.moveTo(to * 1_000);
  else if (typeof by === 'number') await office.agenda.moveTo(office.clock.offsetMs + by * 1_000);
  else throw new Refused(422, 'say offset_seconds or advance_seconds');
  await office.notifier.idle();
  office.rememberClock();
  return clockView(call);
}

function changeSettings(call: Call) {
  const merchant = call.request.query.get('merchant') ?? undefined;
  try {
    const settings = call.office.settings.change(call.body, merchant);
    if (call.body['notify'] === 'auto') call.office.notifier.wake();
    return settings;
  } catch (error) {
    if (error instanceof SettingsRefused) throw new Refused(422, error.message);
    throw error;
  }
}

async function flush({ office, body }: Call) {
  const delivered = await office.notifier.flush(body['all'] === true);
  return { notifications: delivered.map(notificationView) };
}

async function resend(call: Call) {
  const payment = findPayment(call);
  const notifications = call.office.notifier.of(payment.merchant, payment.outTradeNo);
  if (notifications.length === 0) throw new Refused(409, 'nothing has been notified for this payment');
  for (const notification of notifications) await call.office.notifier.resend(notification);
  return { notifications: notifications.map(notificationView) };
}

function reset({ office, controlled }: Call) {
  office.agenda.clear();
  office.notifier.clear();
  office.books.clear();
  office.troubles.clear();
  controlled.forget();
  return { forgotten: true };
}

/** Without their keys. */
const listMerchants = (controlled: Controlled) =>
  controlled.merchants().map(({ id, name, key }) => ({ id, name, key }));

const overview = ({ office, controlled }: Call) => ({
  provider: controlled.name,
  url: office.address.url,
  phone_url: `${office.address.url}/phone`,
  merchants: listMerchants(controlled),
});

// A star stands for one part of the path.
const ROUTES: Readonly<Record<string, Route>> = {
  'GET ': overview,
  'GET /merchants': ({ controlled }) => ({ merchants: listMerchants(controlled) }),
  'POST /merchants': ({ controlled, body }) => controlled.createMerchant(body),
  'POST /merchants/*/rotate': ({ controlled, parts }) => controlled.rotateMerchant(parts[0] ?? ''),
  'POST /merchants/*/keys': ({ controlled, parts }) => controlled.rekeyMerchant(parts[0] ?? ''),
  'GET /payments': listPayments,
  'GET /payments/*': (call) => view(call, findPayment(call)),
  'POST /payments/*/scan': act((office, payment) => office.till.scan(payment)),
  'POST /payments/*/pay': pay,
  'POST /payments/*/cancel': act(() => undefined), // the shopper goes away; the provider keeps waiting
  'POST /payments/*/expire': act((office, payment) => office.till.expire(payment)),
  'POST /payments/*/refund': refundInConsole,
  'GET /clock': clockView,
  'POST /clock': moveClock,
  'GET /settings': ({ office, request }) => office.settings.for(request.query.get('merchant') ?? undefined),
  'PUT /settings': changeSettings,
  'POST /notifications/flush': flush,
  'POST /notifications/forge': ({ office, controlled, body }) =>
    forge(office, body, () => paymentCalled(office, controlled, body['out_trade_no'], body['merchant'])),
  'POST /notifications/*/resend': resend,
  'POST /bills/filler': ({ controlled, body }) => controlled.billDesk.fill(body),
  'POST /reset': reset,
};

export const CONTROL_ROUTES = Object.keys(ROUTES);

function routeOf(
  routes: Readonly<Record<string, Route>>,
  method: string,
  path: string,
): { route: Route; parts: string[] } | undefined {
  const segments = path.slice(PREFIX.length).split('/');
  for (const [pattern, route] of Object.entries(routes)) {
    const [wantedMethod, wantedPath = ''] = pattern.split(' ');
    const wanted = wantedPath.split('/');
    const fits = wanted.length === segments.length && wanted.every((part, at) => part === '*' || part === segments[at]);
    if (wantedMethod === method && fits) {
      return { route, parts: segments.filter((_, at) => wanted[at] === '*').map(decodeURIComponent) };
    }
  }
  return undefined;
}

function bodyOf(request: Request): Body {
  if (request.body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  } catch {
    // told below
  }
  throw new Refused(400, 'the body must be a JSON object');
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

export const isControl = (path: string): boolean => path === PREFIX || path.startsWith(`${PREFIX}/`);

/** The tester's side door: no signature, but only from this machine, and not from other sites' pages. */
export async function control(office: Office, controlled: Controlled, request: Request): Promise<Answer> {
  try {
    const foreign = request.headers['sec-fetch-site'] === 'cross-site' || !LOOPBACK.test(request.remoteAddress);
    if (foreign) throw new Refused(403, 'the control API answers this machine only');
    const found = routeOf({ ...ROUTES, ...controlled.routes }, request.method, request.path.replace(/\/$/, ''));
    if (!found) throw new Refused(404, `there is no ${request.method} ${request.path}`);
    const call = { office, controlled, request, body: bodyOf(request), parts: found.parts };
    return json(200, await found.route(call));
  } catch (error) {
    if (error instanceof Refused) return json(error.status, { error: { message: error.message } });
    if (error instanceof URIError) return json(400, { error: { message: 'the path cannot be decoded' } });
    throw error;
  }
}
