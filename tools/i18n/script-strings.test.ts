import { describe, expect, it } from 'vitest';
import type { Extraction } from './messages';
import { scriptLiterals } from './script-literals';
import { parseScript, scriptStrings } from './script-strings';

const read = (code: string): Extraction => scriptStrings(parseScript('a.tsx', code));
const literals = (code: string): string[] =>
  scriptLiterals(parseScript('a.tsx', code)).map(({ says }) => says.split('"')[1] ?? '');

describe('translatable strings in scripts', () => {
  it.each([
    ["__('Pay', 'multipay')", { id: 'Pay', context: '', plural: null }],
    ['__(`Pay`, "multipay")', { id: 'Pay' }],
    ["_x('Open', 'payment', 'multipay')", { id: 'Open', context: 'payment' }],
    ["_n('One day', 'Days', count, 'multipay')", { id: 'One day', plural: 'Days' }],
    ["_nx('One day', 'Days', count, 'late', 'multipay')", { id: 'One day', plural: 'Days', context: 'late' }],
    ["<p title={__('Pay', 'multipay')} />", { id: 'Pay' }],
  ])('%s', (code, message) => {
    expect(read(code).messages).toMatchObject([message]);
  });

  it('take the comment above the statement that they are in', () => {
    const { messages, findings } = read(`
      // translators: %s: the merchant's name.
      const merchant = sprintf(
        __('To %s', 'multipay'),
        name,
      );`);
    expect(messages[0]?.comments).toEqual(["translators: %s: the merchant's name."]);
    expect(findings).toEqual([]);
  });

  it('do not take the comment of another statement', () => {
    const { findings } = read(`
      // translators: %s: the merchant's name.
      const merchant = sprintf(__('To %s', 'multipay'), name);
      const order = sprintf(__('Order %s', 'multipay'), order);`);
    expect(findings).toMatchObject([{ line: 4 }]);
  });

  it.each([
    ["__('Pay')", 'names no text domain'],
    ["__(text, 'multipay')", 'takes plain strings'],
    ["__(`Pay ${name}`, 'multipay')", 'takes plain strings'],
    ["__('Pay', domain)", 'takes plain strings'],
  ])('are faulty in %s', (code, says) => {
    expect(read(code).findings[0]?.says).toContain(says);
  });
});

describe('texts in scripts that cannot be translated', () => {
  it.each([
    ['<p>Choose one</p>', 'Choose one'],
    ["<p>{'Choose one'}</p>", 'Choose one'],
    ['<input placeholder="Your name" />', 'Your name'],
    ["status.textContent = 'Please wait';", 'Please wait'],
    ['status.textContent = `Order ${number} is paid`;', 'Order   is paid'],
    ["element('a', { 'aria-label': 'Close' })", 'Close'],
    ["new ApiError('late', 'Too late.')", 'Too late.'],
    ["button('I have paid', go)", 'I have paid'],
  ])('%s', (code, text) => {
    expect(literals(code)).toEqual([text]);
  });

  it.each([
    '<p>{text}</p>',
    "<p>{__('Choose one', 'multipay')}</p>",
    '<p className="Big Words">{text}: {number}</p>',
    '<pre>multipay pair --name Shop</pre>',
    "const word = 'Some words';",
  ])('are not in %s', (code) => {
    expect(literals(code)).toEqual([]);
  });
});
