import { describe, expect, it } from 'vitest';
import { StreamPlaces } from './stream-places';

describe('places for streams', () => {
  it('are bounded for one payment, and free again when somebody leaves', () => {
    const places = new StreamPlaces({ perPayment: 2, inAll: 10 });
    const leave = places.take('pay_1');
    expect(places.take('pay_1')).not.toBeNull();
    expect(places.take('pay_1')).toBeNull();
    expect(places.take('pay_2')).not.toBeNull();
    leave?.();
    expect(places.take('pay_1')).not.toBeNull();
    expect(places.take('pay_1')).toBeNull();
  });

  it('are bounded in all', () => {
    const places = new StreamPlaces({ perPayment: 2, inAll: 3 });
    const taken = ['pay_1', 'pay_2', 'pay_3', 'pay_4'].map((paymentId) => places.take(paymentId));
    expect(taken.map((leave) => leave !== null)).toEqual([true, true, true, false]);
    taken[0]?.();
    expect(places.take('pay_4')).not.toBeNull();
  });

  it('are given back once, however often somebody leaves', () => {
    const places = new StreamPlaces({ perPayment: 1, inAll: 2 });
    const leave = places.take('pay_1');
    leave?.();
    expect(places.take('pay_1')).not.toBeNull();
    leave?.();
    expect(places.take('pay_1')).toBeNull();
  });
});
