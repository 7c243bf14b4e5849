import { describe, expect, it } from 'vitest';
import { ID_PREFIXES, isId, ORDER_REF_PATTERN } from './ids';

const ULID = '01j0a1b2c3d4e5f6g7h8j9kmnp';

describe('an identifier', () => {
  it('is a prefix and a lower-case ULID', () => {
    expect(isId('payment', `pay_${ULID}`)).toBe(true);
    expect(isId('payment', `pay_${ULID.toUpperCase()}`)).toBe(false);
    expect(isId('payment', `mch_${ULID}`)).toBe(false);
    expect(isId('payment', `pay_${ULID}x`)).toBe(false);
  });

  it('of a payment is an order number that both providers take', () => {
    expect(`pay_${ULID}`).toMatch(/^[0-9A-Za-z_]{6,32}$/);
  });

  it('has a prefix of its own for each kind', () => {
    const prefixes = Object.values(ID_PREFIXES);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});

describe('an order reference', () => {
  it.each(['order_1', 'order_987654', `button_${ULID}`])('can be %s', (ref) =>
    expect(ref).toMatch(new RegExp(ORDER_REF_PATTERN)),
  );
  it.each(['order_', 'order_1;DROP', 'ORDER_1', 'cart_1', 'order_1\n'])('cannot be %j', (ref) => {
    expect(ref).not.toMatch(new RegExp(ORDER_REF_PATTERN));
  });
});
