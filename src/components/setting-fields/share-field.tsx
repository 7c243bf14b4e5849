import { TextControl } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { Help } from '../help';
import { readPercent, writePercent } from '../percent';
import { TIGHT } from '../wordpress-props';
import { numberIn, type Fields } from './fields';

interface Props extends Fields {
  readonly name: 'split_least_share' | 'split_most_share' | 'split_share';
  readonly label: string;
  readonly help: string;
  /** What it cannot see alone. */
  readonly alsoWrong: string | null;
  /** Whether nothing is a value too: none. */
  readonly mayBeEmpty?: true;
}

/** A share in percent, looked at while it is typed. */
export function ShareField({ name, label, help, alsoWrong, mayBeEmpty, valueOf, change }: Props): JSX.Element {
  const [typed, setTyped] = useState(() => {
    const share = numberIn(valueOf(name));
    return share === null ? '' : writePercent(share);
  });
  const read = (text: string): ReturnType<typeof readPercent> | { readonly value: null } =>
    mayBeEmpty && text.trim() === '' ? { value: null } : readPercent(text);
  const now = read(typed);
  const fault = 'fault' in now ? now.fault : alsoWrong;
  return (
    <TextControl
      {...TIGHT}
      label={label}
      help={<Help fault={fault}>{help}</Help>}
      aria-invalid={fault !== null}
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      onChange={(text) => {
        setTyped(text);
        const given = read(text);
        change(name, 'fault' in given ? undefined : given.value);
      }}
    />
  );
}
