import { createElement, Fragment } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { SetupApi } from '../../api/setup';
import { Section } from '../../components/section';
import { useLoaded } from '../../components/use-loaded';
import { WhenLoaded } from '../../components/when-loaded';
import { AccountsStep } from './accounts-step';
import { BridgeState } from './bridge-state';
import { ManagedSettings } from './managed-settings';
import { OwnSettings } from './own-settings';
import { PairingStep } from './pairing-step';
import { SettingsInEffect } from './settings-in-effect';
import type { StepProps } from './step-props';
import { WhereMoneyGoes } from './where-money-goes';

interface Props {
  readonly api: SetupApi;
  /** Whether the site has WooCommerce, whose screen for payment methods is linked to. */
  readonly hasShop: boolean;
}

export function SetupScreen({ api, hasShop }: Props): JSX.Element {
  const { state, reload } = useLoaded(api.read);
  return (
    <WhenLoaded state={state} reload={reload} loading={__('Loading what is set up…', 'multipay')}>
      {(setup) => <Steps api={api} setup={setup} reload={reload} hasShop={hasShop} />}
    </WhenLoaded>
  );
}

function Steps(props: StepProps & Pick<Props, 'hasShop'>): JSX.Element {
  const { setup } = props;
  const answers = setup.paired && setup.bridge.up;
  return (
    <div className="multipay-setup">
      {setup.paired && <BridgeState setup={setup} />}
      {answers && setup.mode !== null && setup.scope === 'site' && (
        <WhereMoneyGoes mode={setup.mode} setup={setup} hasShop={props.hasShop} />
      )}
      {!setup.managed && <PairingStep {...props} />}
      {answers && (setup.managed ? <ManagedSettings {...props} /> : <OwnSteps {...props} />)}
      {answers && setup.mode !== null && setup.scope === 'site' && <SettingsInEffect mode={setup.mode} setup={setup} />}
    </div>
  );
}

/** Of whoever configures itself: a site, or the network, whose settings have a screen of their own. */
function OwnSteps(props: StepProps): JSX.Element {
  return (
    <>
      <AccountsStep {...props} />
      {props.setup.scope === 'site' ? <OwnSettings {...props} /> : <NetworkSettingsLink />}
    </>
  );
}

function NetworkSettingsLink(): JSX.Element {
  return (
    <Section title={__('3. Settings', 'multipay')}>
      <p>
        {__('Who configures the sites, and all settings of the network, are on a screen of their own.', 'multipay')}{' '}
        <a href="?page=multipay-settings">{__('Settings of the network', 'multipay')}</a>
      </p>
    </Section>
  );
}
