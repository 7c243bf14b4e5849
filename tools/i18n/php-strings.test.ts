import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Extraction } from './messages';
import { phpLiterals } from './php-literals';
import { phpStrings } from './php-strings';
import { tokenize, type Token } from './php-tokens';

function tokensOf(code: string): Token[] {
  const folder = mkdtempSync(join(tmpdir(), 'multipay-php-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.php');
  writeFileSync(file, code);
  return tokenize([file]).get(file) ?? [];
}

const read = (code: string): Extraction => phpStrings('a.php', tokensOf(`<?php\n${code}`));
const literals = (code: string): string[] =>
  phpLiterals('a.php', tokensOf(code)).map(({ says }) => says.split('"')[1] ?? '');

describe('translatable strings in PHP', () => {
  it.each([
    ["__( 'Pay', 'multipay' )", { id: 'Pay', context: '', plural: null }],
    ["\\esc_html__( 'Pay', 'multipay' )", { id: 'Pay' }],
    ["esc_attr_e( 'Pay', 'multipay' )", { id: 'Pay' }],
    ["_x( 'Open', 'payment', 'multipay' )", { id: 'Open', context: 'payment' }],
    ["_n( 'One day', 'Some days', count( array( 1, 2 ) ), 'multipay' )", { id: 'One day', plural: 'Some days' }],
    ["_nx( 'One day', 'Days', 2, 'late', 'multipay' )", { id: 'One day', plural: 'Days', context: 'late' }],
    ["_n_noop( 'One day', 'Days', 'multipay' )", { id: 'One day', plural: 'Days' }],
    ["__( 'The shop\\'s \\\\ name', 'multipay' )", { id: "The shop's \\ name" }],
    ['__( "Two\\nlines", "multipay" )', { id: 'Two\nlines' }],
    ["__( /* why */ 'Pay', 'multipay', )", { id: 'Pay' }],
  ])('%s', (code, message) => {
    const { messages, findings } = read(`echo ${code};`);
    expect(messages).toMatchObject([message]);
    expect(findings).toEqual([]);
  });

  it.each([
    "$this->__( 'Pay', 'multipay' );",
    "Texts::__( 'Pay', 'multipay' );",
    'function __( $text, $domain ) {}',
    "__( 'Pay', 'woocommerce' );",
    "// __( 'Pay', 'multipay' );",
  ])('are not in %s', (code) => {
    expect(read(code)).toEqual({ messages: [], findings: [] });
  });

  it('stand under the comment of their own statement only', () => {
    const { messages, findings } = read(`
/* translators: %s: a name */
echo is_string( $name ) ? __( 'Hello,', 'multipay' ) : sprintf( __( 'Hello %s,', 'multipay' ), $name );
echo sprintf( __( 'To %s', 'multipay' ), $name );
`);
    expect(messages.map(({ id, comments }) => [id, comments])).toEqual([
      ['Hello,', []],
      ['Hello %s,', ['translators: %s: a name']],
      ['To %s', []],
    ]);
    expect(findings).toMatchObject([{ line: 5 }]);
  });

  it.each([
    ["__( 'Pay' );", 'names no text domain'],
    ["__( $text, 'multipay' );", 'takes plain strings'],
    ["__( 'Pay ' . $name, 'multipay' );", 'takes plain strings'],
  ])('are faulty in %s', (code, says) => {
    const { messages, findings } = read(code);
    expect(messages).toEqual([]);
    expect(findings[0]?.says).toContain(says);
  });
});

describe('texts in PHP that cannot be translated', () => {
  it.each([
    ["<?php echo esc_html( 'No payment yet' );", 'No payment yet'],
    ["<?php return new \\WP_Error( 'late', 'Too late.' );", 'Too late.'],
    ["<?php $order->add_order_note( 'Paid by phone' );", 'Paid by phone'],
    ['<?php echo \'<p class="a b">Choose one</p>\';', 'Choose one'],
    ['<p>\n<?php echo 1; ?> orders found</p>', 'orders found'],
  ])('%s', (code, text) => {
    expect(literals(code)).toEqual([text]);
  });

  it.each([
    '<?php echo esc_html( $text );',
    "<?php echo esc_attr( 'button-primary' );",
    '<?php echo \'<p class="Big Words">%s</p>\';',
    "<?php echo '<strong>MultiPay:</strong>';",
    "<?php $query = 'SELECT a FROM b WHERE c';",
  ])('are not in %s', (code) => {
    expect(literals(code)).toEqual([]);
  });
});
