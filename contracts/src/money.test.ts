import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalsOf, minor, minorFromText, textFromMinor } from './money';

describe('money', () => {
  it.each([
    ['88.80', 'CNY', 8880],
    ['88.8', 'CNY', 8880],
    ['0.01', 'CNY', 1],
    ['1.10', 'CNY', 110],
    ['0.29', 'CNY', 29],
    ['100000000.00', 'CNY', 10_000_000_000],
    ['500', 'JPY', 500],
    ['1.234', 'BHD', 1234],
    ['1', 'BHD', 1000],
  ])('reads %s %s digit by digit', (text, currency, amount) => {
    expect(minorFromText(text, currency)).toBe(amount);
  });

  it.each([
    ['1.234', 'CNY', 'more decimals than fen'],
    ['1.5', 'JPY', 'a currency without decimals'],
    ['-1.00', 'CNY', 'a sign'],
    ['1,000.00', 'CNY', 'a separator'],
    ['1e3', 'CNY', 'an exponent'],
    ['', 'CNY', 'nothing'],
    [' 1.00', 'CNY', 'a blank'],
    ['.50', 'CNY', 'no digit before the point'],
    ['１.00', 'CNY', 'a full-width digit'],
    ['99999999999999999', 'CNY', 'more than a number can hold'],
  ])('refuses %s %s: %s', (text, currency) => {
    expect(() => minorFromText(text, currency)).toThrow(RangeError);
  });

  it.each([NaN, Infinity, -1, 0.5, 2 ** 53])('refuses %s as an amount', (value) => {
    expect(() => minor(value)).toThrow(RangeError);
  });

  it.each(['CNY', 'JPY', 'BHD', 'USD', 'KRW'])('writes and reads every amount of %s unchanged', (currency) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (amount) => {
        const text = textFromMinor(minor(amount), currency);
        expect(text.split('.')[1]?.length ?? 0).toBe(decimalsOf(currency));
        expect(minorFromText(text, currency)).toBe(amount);
      }),
    );
  });
});
