import type { Request } from '../shared/http-server';
import type { WireAnswer } from './answers';
import type { Bills } from './bills';
import { certificates } from './certificates';
import type { Merchant } from './merchants';
import type { Orders } from './orders';
import type { OrderMode, TradeType } from './prepay-fields';
import type { ProfitSharing } from './profit-sharing';
import type { Receivers } from './receivers';
import type { Refunds } from './refunds';

interface Call {
  readonly merchant: Merchant;
  readonly request: Request;
  /** What the path leaves open, decoded. */
  readonly part: string;
}

type Operation = (call: Call) => WireAnswer | Promise<WireAnswer>;

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  /** These refuse callers that do not say who they are, before looking at the signature. */
  readonly wantsUserAgent?: true;
  readonly run: Operation;
}

/** Whoever answers the calls. */
export interface Desks {
  readonly orders: Orders;
  readonly refunds: Refunds;
  readonly bills: Bills;
  readonly sharing: ProfitSharing;
  readonly receivers: Receivers;
}

const PREPAYS: readonly (readonly [path: string, tradeType: TradeType])[] = [
  ['native', 'NATIVE'],
  ['h5', 'MWEB'],
  ['jsapi', 'JSAPI'],
  ['app', 'APP'],
];

/** Orders of merchants themselves, or of the sub-merchants of a service provider. */
function orderRoutes(orders: Orders, mode: OrderMode): Route[] {
  const base = mode === 'partner' ? '/v3/pay/partner/transactions' : '/v3/pay/transactions';
  const at = (rest: string): RegExp => new RegExp(`^${base}/${rest}$`);
  return [
    ...PREPAYS.map(([path, tradeType]): Route => ({
      method: 'POST',
      path: at(path),
      run: ({ merchant, request }) => orders.prepay(merchant, mode, tradeType, request.body),
    })),
    {
      method: 'GET',
      path: at('out-trade-no/([^/]+)'),
      run: ({ merchant, request, part }) =>
        orders.query(merchant, mode, orders.byNumber(merchant, part), request.query),
    },
    {
      method: 'GET',
      path: at('id/([^/]+)'),
      run: ({ merchant, request, part }) =>
        orders.query(merchant, mode, orders.byTransaction(merchant, part), request.query),
    },
    {
      method: 'POST',
      path: at('out-trade-no/([^/]+)/close'),
      run: ({ merchant, request, part }) => orders.close(merchant, mode, part, request.body),
    },
  ];
}

const billRoutes = (bills: Bills): Route[] => [
  {
    method: 'GET',
    path: /^\/v3\/bill\/tradebill$/,
    run: ({ merchant, request }) => bills.trade(merchant, request.query),
  },
  {
    method: 'GET',
    path: /^\/v3\/bill\/fundflowbill$/,
    run: ({ merchant, request }) => bills.fundFlow(merchant, request.query),
  },
  {
    method: 'GET',
    path: /^\/v3\/billdownload\/file$/,
    run: ({ merchant, request }) => bills.file(merchant, request.query),
  },
];

function sharingRoutes(sharing: ProfitSharing, receivers: Receivers): Route[] {
  const post = (rest: string, run: (merchant: Merchant, request: Request) => WireAnswer): Route => ({
    method: 'POST',
    path: new RegExp(`^/v3/profitsharing/${rest}$`),
    run: ({ merchant, request }) => run(merchant, request),
  });
  const get = (rest: string, run: (merchant: Merchant, part: string, query: URLSearchParams) => WireAnswer): Route => ({
    method: 'GET',
    path: new RegExp(`^/v3/profitsharing/${rest}$`),
    run: ({ merchant, part, request }) => run(merchant, part, request.query),
  });
  return [
    post('orders', (merchant, request) => sharing.create(merchant, request)),
    post('orders/unfreeze', (merchant, request) => sharing.unfreeze(merchant, request)),
    post('return-orders', (merchant, request) => sharing.giveBack(merchant, request)),
    post('receivers/add', (merchant, request) => receivers.add(merchant, request)),
    post('receivers/delete', (merchant, request) => receivers.remove(merchant, request)),
    get('orders/([^/]+)', (merchant, part, query) => sharing.query(merchant, part, query)),
    get('return-orders/([^/]+)', (merchant, part, query) => sharing.queryReturn(merchant, part, query)),
    get('transactions/([^/]+)/amounts', (merchant, part) => sharing.amounts(merchant, part)),
  ];
}

export const routesOf = ({ orders, refunds, bills, sharing, receivers }: Desks): readonly Route[] => [
  ...orderRoutes(orders, 'direct'),
  ...orderRoutes(orders, 'partner'),
  ...billRoutes(bills),
  ...sharingRoutes(sharing, receivers),
  {
    method: 'POST',
    path: /^\/v3\/refund\/domestic\/refunds$/,
    wantsUserAgent: true,
    run: ({ merchant, request }) => refunds.create(merchant, request.body),
  },
  {
    method: 'GET',
    path: /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/,
    wantsUserAgent: true,
    run: ({ merchant, request, part }) => refunds.query(merchant, part, request.query.get('sub_mchid')),
  },
  {
    method: 'GET',
    path: /^\/v3\/certificates$/,
    wantsUserAgent: true,
    run: ({ merchant }) => certificates(merchant),
  },
];
