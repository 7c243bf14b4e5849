import { createElement } from '@wordpress/element';
import type { NetworkApi } from '../../api/network';
import { AuditScreen } from './audit/audit-screen';
import { KeysScreen } from './keys/keys-screen';
import { MerchantsScreen } from './merchants/merchants-screen';
import { OverviewScreen } from './overview/overview-screen';
import { RolloutScreen } from './rollout/rollout-screen';
import type { Screen } from './screen-url';
import { SettingsScreen } from './settings/settings-screen';
import { SitesScreen } from './sites/sites-screen';

interface Props {
  readonly api: NetworkApi;
  readonly screen: Screen;
  /** What the address asks the screen to look for. */
  readonly search: string;
}

export function NetworkScreen({ api, screen, search }: Props): JSX.Element {
  switch (screen) {
    case 'overview':
      return <OverviewScreen api={api} />;
    case 'merchants':
      return <MerchantsScreen api={api} />;
    case 'keys':
      return <KeysScreen api={api} />;
    case 'sites':
      return <SitesScreen api={api} search={search} />;
    case 'settings':
      return <SettingsScreen api={api} />;
    case 'rollout':
      return <RolloutScreen api={api} />;
    case 'audit':
      return <AuditScreen api={api} />;
  }
}
