import { BillDesk } from '../shared/bill-desk';
import type { Filler } from '../shared/bill-lines';
import { control, isControl, type Controlled } from '../shared/control';
import { closeOffice, openCore, openOffice, type Simulator, type SimulatorOptions } from '../shared/core';
import { listen, type Handler } from '../shared/http-server';
import { Identities } from '../shared/identities';
import { identityRoutes } from '../shared/identity-routes';
import { isPhone, phone } from '../shared/phone';
import { AppPages, isAppPath } from './app-pages';
import type { Authorization } from './authorization';
import { AuthorizationDesk } from './authorization-desk';
import { AuthorizationPages, authorizationRoutes } from './authorization-pages';
import { Authorizations } from './authorizations';
import { Bills, isBillPath } from './bills';
import { CodePayments } from './code-payments';
import { Gateway } from './gateway';
import { alipayHouse } from './house';
import { AlipayLetters } from './letters';
import { Merchants, type Merchant } from './merchants';
import { isOAuthPath, OAuth } from './oauth';
import { Operations } from './operations';
import { CashierPages, isCashierPath } from './pages';
import { Refunds } from './refunds';
import { Rest } from './rest';
import { tradeStatus } from './trade-view';
import { Trades } from './trades';

/** Starts a pretend Alipay: /gateway.do, the calls under /v3, the cashier, the phone, and the control API. */
export async function startAlipay(options: SimulatorOptions = {}): Promise<Simulator> {
  const core = openCore(options);
  const merchants = new Merchants(core.state.table<Merchant>('merchant'));
  const office = openOffice(core, alipayHouse, new AlipayLetters(merchants, core.clock, core.settings));
  const identities = new Identities(core.clock, core.state);
  const oauth = new OAuth(office, merchants, identities, core.state.table<string>('refresh_token'));
  const trades = new Trades(office, identities);
  const billDesk = new BillDesk(office, () => merchants.ids(), core.state.table<Filler>('filler'));
  const bills = new Bills(office, merchants, billDesk);
  const authorizationDesk = new AuthorizationDesk(office, core.state.table<Authorization>('authorization'));
  const authorizations = new Authorizations(office, authorizationDesk);
  const codePayments = new CodePayments(office, trades, authorizations, core.state.table<string>('payment_code'));
  const refunds = new Refunds(office, trades);
  const operations = new Operations({ trades, refunds, bills, codePayments, authorizations, oauth });
  const pages = new CashierPages(office, merchants);
  const authorizationPages = new AuthorizationPages(authorizationDesk, pages.side);
  const phoneSide = { ...pages.side, otherWaiting: () => authorizationPages.waiting() };
  const appPages = new AppPages(office, merchants, trades, authorizations, pages);
  const gateway = new Gateway(office, merchants, operations, pages);
  const rest = new Rest(office, merchants, operations);
  const controlled: Controlled = {
    name: 'alipay',
    createMerchant: (wish) => merchants.create(wish),
    rotateMerchant: (id) => merchants.rotate(id),
    rekeyMerchant: (id) => merchants.rekey(id),
    merchants: () => merchants.all(),
    stateWord: tradeStatus,
    forget: () => {
      for (const desk of [billDesk, authorizationDesk, codePayments]) desk.forget();
    },
    billDesk,
    routes: {
      ...authorizationRoutes(office, authorizationDesk),
      ...identityRoutes(identities, (appId) => merchants.get(appId) !== undefined),
    },
  };
  const handler: Handler = (request) => {
    if (isControl(request.path)) return control(office, controlled, request);
    if (isAppPath(request.path)) return appPages.answer(request);
    if (isPhone(request.path)) return authorizationPages.answer(request) ?? phone(office, phoneSide, request);
    if (isCashierPath(request.path)) return pages.cashier(request);
    if (isOAuthPath(request.path)) return oauth.page(request);
    if (isBillPath(request.path)) return bills.download(request);
    if (request.path === '/gateway.do') return gateway.handle(request);
    return request.path.startsWith('/v3/') ? rest.handle(request) : { status: 404 };
  };
  const listener = await listen(handler, options.host ?? '127.0.0.1', options.port ?? 0);
  core.address.url = listener.url;
  return {
    url: listener.url,
    controlUrl: `${listener.url}/_simulator`,
    phoneUrl: `${listener.url}/phone`,
    close: async () => {
      await listener.close();
      await closeOffice(office);
    },
  };
}
