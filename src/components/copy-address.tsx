import { Button } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';

/** An address to carry to a provider's console. Pages without HTTPS have no clipboard: there the text gets selected. */
export function CopyAddress({ label, address }: { label: string; address: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <p className="multipay-address">
      <label>
        {label}{' '}
        <input type="text" readOnly className="code" value={address} onFocus={(event) => event.target.select()} />
      </label>{' '}
      {'clipboard' in navigator && (
        <Button variant="secondary" onClick={() => void copy()}>
          {copied ? __('Copied', 'multipay') : __('Copy', 'multipay')}
        </Button>
      )}
    </p>
  );
}
