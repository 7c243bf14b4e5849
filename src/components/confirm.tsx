import { Button, Modal } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { Fault } from './fault';
import { useWork } from './use-work';

interface Props {
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly isDestructive?: boolean;
  /** What happens then. */
  readonly children: ReactNode;
  /** Does it; the question stays open with the sentence of what it throws. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Says what happens before it happens. */
export function Confirm({ title, action, isDestructive = false, children, onConfirm, onClose }: Props): JSX.Element {
  const { busy, fault, run } = useWork();
  const confirm = async (): Promise<void> => {
    if (await run(onConfirm)) onClose();
  };
  return (
    <Modal title={title} onRequestClose={() => !busy && onClose()} className="multipay-confirm">
      {children}
      <Fault message={fault} />
      <div className="multipay-actions">
        <Button
          variant="primary"
          isDestructive={isDestructive}
          isBusy={busy}
          aria-disabled={busy}
          onClick={() => void confirm()}
        >
          {action}
        </Button>
        <Button variant="tertiary" disabled={busy} onClick={onClose}>
          {__('Cancel', 'multipay')}
        </Button>
      </div>
    </Modal>
  );
}
