/** Small pieces that several steps of the Setup screen share. */
import { Button, Card, CardBody, CardHeader, Notice } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';

export function Step({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  return (
    <Card className="multipay-setup__step">
      <CardHeader>
        <h2>{title}</h2>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
}

/** Read out at once, and nothing at all without a fault. */
export function Fault({ message }: { message: string | null }): JSX.Element | null {
  return message === null ? null : (
    <Notice status="error" isDismissible={false} politeness="assertive">
      {message}
    </Notice>
  );
}

/** An address to carry to a provider's console. Pages without HTTPS have no clipboard: there the text gets selected. */
export function CopyAddress({ label, address }: { label: string; address: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <p className="multipay-setup__address">
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
