import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Confirm } from '../../../components/confirm';

export interface Switch {
  readonly name: 'payment_enabled' | 'split_mode';
  readonly on: boolean;
}

interface Words {
  readonly title: string;
  readonly action: string;
  readonly what: string;
}

interface Props {
  readonly asked: Switch;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

export function ConfirmSwitch({ asked, ...answers }: Props): JSX.Element {
  const { title, action, what } = wordsOf(asked);
  return (
    <Confirm {...answers} title={title} action={action}>
      <p>{what}</p>
      <p>
        {__(
          'Payments that are under way end as they began. Nothing is lost: switching back restores what was.',
          'multipay',
        )}
      </p>
    </Confirm>
  );
}

function wordsOf({ name, on }: Switch): Words {
  if (name === 'payment_enabled') {
    return on
      ? {
          title: __('Switch unified management on?', 'multipay'),
          action: __('Switch it on', 'multipay'),
          what: __(
            'The network configures every site from now on, and new payments go to the network’s main merchant account. Each site’s own settings are kept, and do not count. Sites that you let configure themselves go on as they are.',
            'multipay',
          ),
        }
      : {
          title: __('Switch unified management off?', 'multipay'),
          action: __('Switch it off', 'multipay'),
          what: __(
            'Every site configures itself again, with the settings that it had, and new payments go to its own merchant account. A site that has none cannot take payments.',
            'multipay',
          ),
        };
  }
  return on
    ? {
        title: __('Switch split mode on?', 'multipay'),
        action: __('Switch it on', 'multipay'),
        what: __(
          'Every site is locked, those with a leave to configure themselves too: sites set only their share within your bounds. This version does not share the money yet: all of it goes to the network’s merchant accounts.',
          'multipay',
        ),
      }
    : {
        title: __('Switch split mode off?', 'multipay'),
        action: __('Switch it off', 'multipay'),
        what: __(
          'New payments go to the network’s main merchant account; of sites that may configure themselves, to their own.',
          'multipay',
        ),
      };
}
