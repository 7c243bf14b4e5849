import { constants, privateDecrypt } from 'node:crypto';
import type { Request } from '../shared/http-server';
import type { Table } from '../shared/tables';
import { answer, type WireAnswer } from './answers';
import { Fields } from './fields';
import type { Merchant, Merchants } from './merchants';
import { subMerchantOf } from './prepay-fields';

export const RECEIVER_TYPE = /^(MERCHANT_ID|PERSONAL_OPENID|PERSONAL_SUB_OPENID)$/;

const RELATION =
  /^(SERVICE_PROVIDER|STORE|STAFF|STORE_OWNER|PARTNER|HEADQUARTER|BRAND|DISTRIBUTOR|USER|SUPPLIER|CUSTOM)$/;

export interface Receiver {
  readonly type: string;
  readonly account: string;
  readonly relation: string;
}

const keyOf = (merchant: Merchant, sub: string | undefined, type: string, account: string): string =>
  [merchant.id, sub ?? '', type, account].join('/');

/** Who may receive a share: each has to be named beforehand, merchants with their full name, encrypted. */
export class Receivers {
  readonly #merchants: Merchants;
  readonly #table: Table<Receiver>;

  constructor(merchants: Merchants, table: Table<Receiver>) {
    this.#merchants = merchants;
    this.#table = table;
  }

  has(merchant: Merchant, sub: string | undefined, type: string, account: string): boolean {
    return this.#table.get(keyOf(merchant, sub, type, account)) !== undefined;
  }

  add(merchant: Merchant, request: Request): WireAnswer {
    const fields = Fields.parse(request.body);
    const { sub, type, account } = this.#named(merchant, fields);
    const relation = fields.text('relation_type', { max: 32, pattern: RELATION });
    const custom = fields.optionalText('custom_relation', { max: 10 });
    if (relation === 'CUSTOM' && custom === undefined) fields.refuse('custom_relation', 'is required');
    const name = fields.optionalText('name', { max: 10_240 });
    if (name === undefined && type === 'MERCHANT_ID') fields.refuse('name', 'is required');
    if (name !== undefined) this.#open(merchant, request, fields, name);
    this.#table.put(keyOf(merchant, sub, type, account), { type, account, relation });
    return answer({
      ...(sub !== undefined && { sub_mchid: sub }),
      ...{ type, account, relation_type: relation },
      ...(name !== undefined && { name }),
      ...(custom !== undefined && { custom_relation: custom }),
    });
  }

  remove(merchant: Merchant, request: Request): WireAnswer {
    const { sub, type, account } = this.#named(merchant, Fields.parse(request.body));
    this.#table.delete(keyOf(merchant, sub, type, account));
    return answer({ ...(sub !== undefined && { sub_mchid: sub }), type, account });
  }

  forget(): void {
    this.#table.clear();
  }

  #named(merchant: Merchant, fields: Fields) {
    const sub = fields.optionalText('sub_mchid', { max: 32 });
    if (sub !== undefined) subMerchantOf(merchant, sub);
    fields.text('appid', { max: 32 });
    const type = fields.text('type', { max: 32, pattern: RECEIVER_TYPE });
    return { sub, type, account: fields.text('account', { max: 64 }) };
  }

  /** Names are encrypted for the key that `Wechatpay-Serial` names: RSA-OAEP with SHA-1. */
  #open(merchant: Merchant, request: Request, fields: Fields, name: string): void {
    const serial = request.headers['wechatpay-serial'];
    const wanted = typeof serial === 'string' ? serial : '';
    const signer = this.#merchants.signer(merchant, wanted);
    if (signer.serial !== wanted) fields.refuse('name', 'needs the header Wechatpay-Serial of its key');
    try {
      privateDecrypt(
        { key: signer.key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
        Buffer.from(name, 'base64'),
      );
    } catch {
      fields.refuse('name', 'cannot be decrypted');
    }
  }
}
