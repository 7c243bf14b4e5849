/** The script `multipay-network`: everything that a network admin sees and steers, a screen a page. */
import { createElement, createRoot } from '@wordpress/element';
import { networkApi } from '../../api/network';
import { IdentityGate } from '../../components/identity-gate';
import { NetworkScreen } from './network-screen';
import { SCREENS } from './screen-url';

const container = document.getElementById('multipay-network');
const screen = SCREENS.find((one) => one === container?.dataset['screen']);
if (container && screen) {
  const search = new URLSearchParams(location.search).get('search') ?? '';
  createRoot(container).render(
    <IdentityGate>
      <NetworkScreen api={networkApi} screen={screen} search={search} />
    </IdentityGate>,
  );
}
