/** The script `multipay-setup`: pairing, merchant accounts and the settings that the bridge enforces. */
import { createElement, createRoot } from '@wordpress/element';
import { setupApi, type Scope } from '../../api/setup';
import { IdentityGate } from '../../components/identity-gate';
import { SetupScreen } from './setup-screen';

const container = document.getElementById('multipay-setup');
if (container) {
  // The network admin's screen is about the network itself; WordPress marks its pages so.
  const scope: Scope = document.body.classList.contains('network-admin') ? 'network' : 'site';
  createRoot(container).render(
    <IdentityGate>
      <SetupScreen api={setupApi(scope)} hasShop={container.dataset['shop'] === '1'} />
    </IdentityGate>,
  );
}
