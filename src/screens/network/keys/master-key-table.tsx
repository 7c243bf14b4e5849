import { Button } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { MasterKeys } from '@multipay/contracts/schemas/merchant';
import { count, dateAndTime, dateOnly } from '../../../components/format';
import { TableBox } from '../../../components/table-box';

type MasterKey = MasterKeys['items'][number];

/** The bridge keeps a key so long after the next one came into use. */
const KEPT_MS = 30 * 86_400_000;

interface Props {
  /** The newest first. */
  readonly keys: readonly MasterKey[];
  readonly onDestroy: (key: MasterKey) => void;
}

export function MasterKeyTable({ keys, onDestroy }: Props): JSX.Element {
  const columns = [
    __('Master key', 'multipay'),
    __('Used for', 'multipay'),
    __('Since', 'multipay'),
    __('Secrets under it', 'multipay'),
    __('Destruction', 'multipay'),
  ];
  return (
    <TableBox label={__('Master keys', 'multipay')} columns={columns}>
      {keys.map((key, index) => (
        <tr key={key.id}>
          <th scope="row">
            <code>{key.id}</code>
          </th>
          <td>{stateTitle(key.state)}</td>
          <td>{dateAndTime(key.since)}</td>
          <td>{count(key.secrets)}</td>
          <td>
            <Destruction masterKey={key} retiredAt={keys[index - 1]?.since ?? null} onDestroy={() => onDestroy(key)} />
          </td>
        </tr>
      ))}
    </TableBox>
  );
}

interface DestructionProps {
  readonly masterKey: MasterKey;
  /** When the next one came into use. */
  readonly retiredAt: string | null;
  readonly onDestroy: () => void;
}

/** Two people destroy a key: one asks, another confirms. Why it cannot be is said in its place. */
function Destruction({ masterKey, retiredAt, onDestroy }: DestructionProps): JSX.Element {
  const [nowMs] = useState(() => Date.now());
  if (masterKey.state === 'active') return <span>{__('Not while it is in use', 'multipay')}</span>;
  if (masterKey.state === 'destroyed') return <span>{__('Destroyed', 'multipay')}</span>;
  if (masterKey.secrets > 0) return <span>{__('Not while secrets are sealed under it', 'multipay')}</span>;
  const from = retiredAt === null ? null : new Date(retiredAt).getTime() + KEPT_MS;
  if (from !== null && from > nowMs) {
    // translators: %s: a date.
    const words = __('From %s on; until then backups may need it', 'multipay');
    return <span>{sprintf(words, dateOnly(new Date(from).toISOString()))}</span>;
  }
  const isAsked = masterKey.destroy_asked_by !== null;
  return (
    <div>
      {isAsked && <p>{__('Somebody has asked for it.', 'multipay')}</p>}
      <Button variant="link" isDestructive onClick={onDestroy}>
        {isAsked ? __('Confirm as the second person…', 'multipay') : __('Destroy…', 'multipay')}
      </Button>
    </div>
  );
}

function stateTitle(state: MasterKey['state']): string {
  const titles: Record<MasterKey['state'], string> = {
    active: __('Sealing and opening', 'multipay'),
    decrypt_only: __('Only opening', 'multipay'),
    destroyed: __('Nothing: destroyed', 'multipay'),
  };
  return titles[state];
}
