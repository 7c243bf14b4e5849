/** WeChat Pay's own words (API v3, direct mode), checked when they come in. */
import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';

const Amount = Type.Object({
  total: Type.Integer({ minimum: 0 }),
  currency: Type.Optional(Type.String()),
});

/** An order as queries and payment notifications show it. An unpaid one has no transaction. */
export const Transaction = Type.Object({
  appid: Type.String(),
  mchid: Type.String(),
  out_trade_no: Type.String(),
  trade_state: Type.String(),
  transaction_id: Type.Optional(Type.String()),
  success_time: Type.Optional(Type.String()),
  amount: Type.Optional(Amount),
  payer: Type.Optional(Type.Object({ openid: Type.Optional(Type.String()) })),
});
export type Transaction = Static<typeof Transaction>;

export const Envelope = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  event_type: Type.String(),
  resource: Type.Object({
    algorithm: Type.String(),
    ciphertext: Type.String(),
    nonce: Type.String(),
    associated_data: Type.Optional(Type.String()),
  }),
});
export type Envelope = Static<typeof Envelope>;

export const readTransaction = Compile(Transaction);
export const readEnvelope = Compile(Envelope);
export const readNative = Compile(Type.Object({ code_url: Type.String({ minLength: 1 }) }));
export const readH5 = Compile(Type.Object({ h5_url: Type.String({ minLength: 1 }) }));
export const readFault = Compile(Type.Object({ code: Type.String(), message: Type.Optional(Type.String()) }));
export const readCertificates = Compile(
  Type.Object({
    data: Type.Array(
      Type.Object({
        encrypt_certificate: Type.Object({
          ciphertext: Type.String(),
          nonce: Type.String(),
          associated_data: Type.Optional(Type.String()),
        }),
      }),
    ),
  }),
);
