import type { Payment } from './books';
import type { Office } from './core';
import { Refused } from './refused';

interface WithMerchants {
  merchants(): readonly { readonly id: string }[];
}

/**
 * The payment with this number. Two merchants may use the same one; then the merchant has to be said.
 *
 * @throws Refused
 */
export function paymentCalled(office: Office, provider: WithMerchants, number: unknown, merchant: unknown): Payment {
  if (typeof number !== 'string') throw new Refused(422, 'say out_trade_no');
  const ids = typeof merchant === 'string' ? [merchant] : provider.merchants().map(({ id }) => id);
  const found = ids.flatMap((id) => office.books.byNumber(id, number) ?? []);
  if (found.length > 1) throw new Refused(409, `several merchants have a payment ${number}: say merchant`);
  return found[0] ?? notThere(number);
}

function notThere(number: string): never {
  throw new Refused(404, `there is no payment ${number}`);
}
