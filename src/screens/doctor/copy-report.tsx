import { Button, TextareaControl } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Done } from '../../components/done';
import { Fault } from '../../components/fault';
import { Section } from '../../components/section';
import { useWork } from '../../components/use-work';
import { TIGHT } from '../../components/wordpress-props';

/** A report to send to whoever helps. Pages without HTTPS have no clipboard: there the text gets selected. */
export function CopyReport({ report }: { report: string }): JSX.Element {
  const [copied, setCopied] = useState<string | null>(null);
  const { busy, fault, run } = useWork();
  const copy = (): Promise<boolean> =>
    run(async () => {
      await navigator.clipboard.writeText(report);
      setCopied(report);
    });
  return (
    <Section title={__('Report', 'multipay')}>
      <TextareaControl
        {...TIGHT}
        label={__('To send to whoever helps you', 'multipay')}
        help={__('It holds what is on this screen: no keys, no passwords, nothing about shoppers.', 'multipay')}
        readOnly
        rows={8}
        value={report}
        onChange={() => undefined}
        onFocus={(event) => event.target.select()}
      />
      {'clipboard' in navigator && (
        <Button variant="secondary" disabled={busy} onClick={() => void copy()}>
          {__('Copy the report', 'multipay')}
        </Button>
      )}
      <Fault message={fault} />
      <Done message={copied === report ? __('Copied.', 'multipay') : null} />
    </Section>
  );
}
