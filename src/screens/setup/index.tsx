/** The script `multipay-setup`: pairing, merchant accounts and the settings that the bridge enforces. */
import { createElement, createRoot } from '@wordpress/element';
import { setupApi, type Scope } from '../../api/setup';
import { SetupScreen } from './setup-screen';

const container = document.getElementById('multipay-setup');
if (container) {
  // The network admin's screen is about the network itself; WordPress marks its pages so.
  const scope: Scope = document.body.classList.contains('network-admin') ? 'network' : 'site';
  createRoot(container).render(<SetupScreen api={setupApi(scope)} />);
}
