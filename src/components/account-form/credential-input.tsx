import { TextareaControl, TextControl } from '@wordpress/components';
import { createElement, Fragment } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { TIGHT } from '../wordpress-props';
import type { CredentialField } from './credential-fields';

interface Props {
  readonly field: CredentialField;
  readonly value: string;
  readonly fault: string | null;
  readonly onChange: (value: string) => void;
}

/** One field: what it is, where it is found, and what is wrong with it as soon as something is. */
export function CredentialInput({ field, value, fault, onChange }: Props): JSX.Element {
  // translators: %s: a field's label.
  const optional = sprintf(__('%s, optional', 'multipay'), field.label);
  const shared = {
    ...TIGHT,
    label: field.required ? field.label : optional,
    help: <Help field={field} fault={fault} />,
    'aria-invalid': fault !== null,
    'aria-required': field.required,
    placeholder: field.example,
    autoComplete: 'off',
    spellCheck: false,
    value,
    onChange,
  } as const;
  if (field.kind !== 'file') return <TextControl {...shared} type={field.kind} />;
  return (
    <div className="multipay-file">
      <TextareaControl {...shared} rows={4} className="code" />
      <Upload field={field} onText={onChange} />
    </div>
  );
}

function Help({ field, fault }: Pick<Props, 'field' | 'fault'>): JSX.Element {
  return (
    <>
      {fault !== null && <strong className="multipay-fault">{fault} </strong>}
      {field.where}
    </>
  );
}

/** The largest key file is a few kilobytes; a wrong pick must not freeze the page. */
const LARGEST_FILE_BYTES = 100_000;

function Upload({ field, onText }: { field: CredentialField; onText: (text: string) => void }): JSX.Element {
  const take = async (files: FileList | null): Promise<void> => {
    const file = files?.[0];
    if (file) onText(file.size > LARGEST_FILE_BYTES ? file.name : await file.text());
  };
  return (
    <label className="multipay-upload">
      {
        // translators: %s: a field's label.
        sprintf(__('Or upload a file: %s', 'multipay'), field.label)
      }{' '}
      <input type="file" accept=".pem,.txt,.key,.crt,.cer" onChange={(event) => void take(event.target.files)} />
    </label>
  );
}
