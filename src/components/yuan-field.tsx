import { TextControl } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { Help } from './help';
import { TIGHT } from './wordpress-props';
import { readYuan } from './yuan';

interface Props {
  readonly label: string;
  readonly help: string;
  /** As typed. */
  readonly value: string;
  readonly disabled?: boolean;
  /** What the amount alone does not tell. */
  readonly alsoWrong?: string | null;
  readonly onChange: (typed: string) => void;
}

/** An amount in yuan, looked at while it is typed. */
export function YuanField({ label, help, value, disabled = false, alsoWrong = null, onChange }: Props): JSX.Element {
  const read = readYuan(value);
  const fault = 'fault' in read ? read.fault : alsoWrong;
  return (
    <TextControl
      {...TIGHT}
      label={label}
      help={<Help fault={fault}>{help}</Help>}
      aria-invalid={fault !== null}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      disabled={disabled}
      onChange={onChange}
    />
  );
}
