import { Button, Notice, Spinner } from '@wordpress/components';
import { createElement, Fragment } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { SetupApi } from '../../api/setup';
import { AccountsStep } from './accounts-step';
import { PairingStep } from './pairing-step';
import { SettingsStep } from './settings-step';
import type { StepProps } from './step-props';
import { useSetup } from './use-setup';

export function SetupScreen({ api }: { api: SetupApi }): JSX.Element {
  const { state, reload } = useSetup(api);
  if (state.is === 'loading') {
    return (
      <p role="status">
        <Spinner /> {__('Loading what is set up…', 'multipay')}
      </p>
    );
  }
  if (state.is === 'failed') {
    return (
      <Notice status="error" isDismissible={false}>
        <p>{state.message}</p>
        <Button variant="secondary" onClick={() => void reload()}>
          {__('Try again', 'multipay')}
        </Button>
      </Notice>
    );
  }
  return <Steps api={api} setup={state.setup} reload={reload} />;
}

function Steps(props: StepProps): JSX.Element {
  const { setup } = props;
  if (setup.managed) return <Managed />;
  return (
    <div className="multipay-setup">
      {setup.paired && <BridgeState setup={setup} />}
      <PairingStep {...props} />
      {setup.paired && setup.bridge.up && (
        <>
          <AccountsStep {...props} />
          <SettingsStep {...props} />
        </>
      )}
    </div>
  );
}

function Managed(): JSX.Element {
  return (
    <Notice status="info" isDismissible={false}>
      <p>
        {__(
          'The network configures payments for this site: merchant accounts, keys and settings come from there.',
          'multipay',
        )}
      </p>
      <p>
        {__(
          'What is yours: switch each payment method on or off, and name it, in WooCommerce > Settings > Payments. For anything else, ask the administrator of the network.',
          'multipay',
        )}
      </p>
    </Notice>
  );
}

function BridgeState({ setup: { bridge, problem } }: Pick<StepProps, 'setup'>): JSX.Element | null {
  if (problem !== null) {
    return (
      <Notice status="error" isDismissible={false}>
        <p>{problem}</p>
      </Notice>
    );
  }
  if (bridge.up) {
    // translators: %s: a version number.
    const version = sprintf(__('The bridge answers (version %s).', 'multipay'), bridge.version ?? '?');
    return <p className="multipay-setup__bridge">{version}</p>;
  }
  return (
    <Notice status="warning" isDismissible={false}>
      <p>
        {__('The bridge does not answer, so its accounts and settings cannot be shown or changed now.', 'multipay')}
      </p>
      <p>
        {__(
          'The shop goes on without these payment methods. See whether the service runs, and whether this server reaches it: “multipay doctor” on the bridge says what is wrong.',
          'multipay',
        )}
      </p>
    </Notice>
  );
}
