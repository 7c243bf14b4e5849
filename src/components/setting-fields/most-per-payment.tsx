import { createElement, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { money } from '../format';
import { readYuan, writeYuan } from '../yuan';
import { YuanField } from '../yuan-field';
import { numberIn, type Fields } from './fields';

interface Props extends Fields {
  readonly help: string;
  /** In fen, what it must not exceed; null: there is no such bound, or nobody here knows it. */
  readonly bound?: number | null;
}

/** What it cannot see of the bound by itself, a form has to. */
export function exceeds(bound: number | null, { valueOf }: Pick<Fields, 'valueOf'>): boolean {
  const value = numberIn(valueOf('most_per_payment'));
  return bound !== null && value !== null && value > bound;
}

export function MostPerPayment({ help, bound = null, valueOf, change }: Props): JSX.Element {
  const [typed, setTyped] = useState(() => writeYuan(numberIn(valueOf('most_per_payment'))));
  const tooMuch =
    bound !== null && exceeds(bound, { valueOf })
      ? sprintf(
          // translators: %s: an amount of money.
          __('The network allows at most %s.', 'multipay'),
          money(bound, 'CNY'),
        )
      : null;
  return (
    <YuanField
      label={__('Most per payment, in yuan', 'multipay')}
      help={help}
      alsoWrong={tooMuch}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        const read = readYuan(text);
        change('most_per_payment', 'fault' in read ? undefined : read.value);
      }}
    />
  );
}
