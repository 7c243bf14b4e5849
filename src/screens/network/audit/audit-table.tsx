import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { FEATURES, type Feature } from '@multipay/contracts/features';
import { SETTINGS, type SettingName } from '@multipay/contracts/settings';
import type { NamedAuditEntry } from '../../../api/network';
import { dateAndTime } from '../../../components/format';
import { TableBox } from '../../../components/table-box';
import { featureWords } from '../../../messages/feature-title';
import { settingTitle } from '../../../messages/setting-title';
import { isNetworks } from '../screen-url';
import { actionTitles } from './action-titles';
import { BeforeAndAfter } from './before-and-after';

export function AuditTable({ entries }: { entries: readonly NamedAuditEntry[] }): JSX.Element {
  const titles = actionTitles();
  const columns = [
    __('When', 'multipay'),
    __('Who', 'multipay'),
    __('What', 'multipay'),
    __('Where', 'multipay'),
    __('Before → after', 'multipay'),
  ];
  return (
    <TableBox label={__('Audit log', 'multipay')} columns={columns}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <th scope="row">
            <time dateTime={entry.at}>{dateAndTime(entry.at)}</time>
          </th>
          <td>{actorWords(entry)}</td>
          <td>
            {titles[entry.action]}
            <div className="multipay-detail">{subjectWords(entry.subject)}</div>
          </td>
          <td>
            {isNetworks(entry.site_id)
              ? __('The network', 'multipay')
              : sprintf(
                  // translators: %s: a site's number.
                  __('Site number %s', 'multipay'),
                  entry.site_id,
                )}
          </td>
          <td>
            <BeforeAndAfter subject={entry.subject} before={entry.before} after={entry.after} />
          </td>
        </tr>
      ))}
    </TableBox>
  );
}

function actorWords({ actor, actor_name: name }: NamedAuditEntry): string {
  const others: Readonly<Partial<Record<string, string>>> = {
    operator: __('Somebody at the bridge’s command line', 'multipay'),
    wp_cli: __('Somebody at WordPress’s command line', 'multipay'),
    bridge: __('The bridge, by its schedule', 'multipay'),
    unknown: __('Not known', 'multipay'),
  };
  return others[actor] ?? (name === '' ? actor : name);
}

function subjectWords(subject: string): string {
  if (subject in SETTINGS) return settingTitle(subject as SettingName);
  return subject in FEATURES ? featureWords(subject as Feature).title : subject;
}
