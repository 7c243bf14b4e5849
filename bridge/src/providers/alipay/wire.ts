/** Alipay's own words (gateway v2), checked when they come in. Amounts are yuan as text. */
import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';

/** Every answer has these: 10000 is success, 40004 a refusal whose reason is the sub-code. */
const Answer = Type.Object({
  code: Type.String(),
  msg: Type.Optional(Type.String()),
  sub_code: Type.Optional(Type.String()),
  sub_msg: Type.Optional(Type.String()),
});
export type Answer = Static<typeof Answer>;

/** What a query answers. `send_pay_date` is there once it was paid. */
export const Trade = Type.Object({
  out_trade_no: Type.String(),
  trade_no: Type.String(),
  trade_status: Type.String(),
  total_amount: Type.String(),
  trans_currency: Type.Optional(Type.String()),
  send_pay_date: Type.Optional(Type.String()),
  buyer_user_id: Type.Optional(Type.String()),
  buyer_open_id: Type.Optional(Type.String()),
});
export type Trade = Static<typeof Trade>;

/** An asynchronous notification, after its form was decoded once. */
export const TradeNotification = Type.Object({
  notify_id: Type.String({ minLength: 1, maxLength: 128 }),
  notify_type: Type.String(),
  app_id: Type.String(),
  out_trade_no: Type.String(),
  trade_no: Type.String(),
  trade_status: Type.String(),
  total_amount: Type.String(),
  seller_id: Type.Optional(Type.String()),
  trans_currency: Type.Optional(Type.String()),
  gmt_payment: Type.Optional(Type.String()),
  buyer_id: Type.Optional(Type.String()),
  buyer_open_id: Type.Optional(Type.String()),
});
export type TradeNotification = Static<typeof TradeNotification>;

export const readAnswer = Compile(Answer);
export const readTrade = Compile(Trade);
export const readTradeNotification = Compile(TradeNotification);
export const readPrecreated = Compile(
  Type.Object({ out_trade_no: Type.String(), qr_code: Type.String({ minLength: 1 }) }),
);
