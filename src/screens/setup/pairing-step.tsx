import { Button, TextControl } from '@wordpress/components';
import { createElement, Fragment, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Fault } from '../../components/fault';
import { Section } from '../../components/section';
import { useWork } from '../../components/use-work';
import { TIGHT } from '../../components/wordpress-props';
import { addressFault, codeFault } from './check-pairing';
import type { StepProps } from './step-props';

/** From nothing to a bridge whose identity a person has checked. */
export function PairingStep(props: StepProps): JSX.Element {
  const { setup } = props;
  const [toCompare, setToCompare] = useState<string | null>(setup.paired ? null : setup.fingerprint);
  if (toCompare !== null)
    return <FingerprintCheck {...props} fingerprint={toCompare} onDone={() => setToCompare(null)} />;
  return setup.paired ? <Paired {...props} /> : <PairingForm {...props} onPaired={setToCompare} />;
}

function PairingForm({ api, onPaired }: StepProps & { onPaired: (fingerprint: string) => void }): JSX.Element {
  const [address, setAddress] = useState('');
  const [code, setCode] = useState('');
  const { busy, fault, run } = useWork();
  const wrongAddress = address === '' ? null : addressFault(address);
  const wrongCode = code === '' ? null : codeFault(code);
  const ready = address !== '' && code !== '' && wrongAddress === null && wrongCode === null;
  const pair = (): Promise<boolean> =>
    run(async () => onPaired((await api.pair(address.trim(), code.trim())).fingerprint));
  return (
    <Section title={__('1. Pair with the bridge', 'multipay')}>
      <p>{__('On the computer where the bridge runs, type:', 'multipay')}</p>
      <pre className="multipay-setup__command">multipay pair --name &quot;My shops&quot;</pre>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void pair();
        }}
      >
        <TextControl
          {...TIGHT}
          label={__("The bridge's private address", 'multipay')}
          help={
            wrongAddress ??
            __('For example http://10.0.0.5:8081. WordPress must reach it; shoppers never do.', 'multipay')
          }
          aria-invalid={wrongAddress !== null}
          type="url"
          autoComplete="off"
          value={address}
          onChange={setAddress}
        />
        <TextControl
          {...TIGHT}
          label={__('The pairing code', 'multipay')}
          help={
            wrongCode ??
            __('As printed: it is good for 10 minutes, once. Capitals and dashes do not matter.', 'multipay')
          }
          aria-invalid={wrongCode !== null}
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={setCode}
        />
        <Fault message={fault} />
        <Button variant="primary" type="submit" isBusy={busy} disabled={!ready || busy}>
          {__('Pair', 'multipay')}
        </Button>
      </form>
    </Section>
  );
}

interface CheckProps extends StepProps {
  readonly fingerprint: string;
  readonly onDone: () => void;
}

/** Somebody between WordPress and the bridge could answer in its place; they could not show the same fingerprint. */
function FingerprintCheck({ api, reload, fingerprint, onDone }: CheckProps): JSX.Element {
  const { busy, fault, run } = useWork();
  const finish = async (work: () => Promise<unknown>): Promise<void> => {
    const done = await run(async () => {
      await work();
      await reload();
    });
    if (done) onDone();
  };
  return (
    <Section title={__('1. Compare the fingerprint', 'multipay')}>
      <p>{__('Is this what “multipay pair” printed? Compare every group.', 'multipay')}</p>
      <p className="multipay-setup__fingerprint">
        <code>{fingerprint}</code>
      </p>
      <Fault message={fault} />
      <div className="multipay-actions">
        <Button variant="primary" isBusy={busy} aria-disabled={busy} onClick={() => void finish(api.confirmPairing)}>
          {__('It is the same: use this bridge', 'multipay')}
        </Button>
        <Button variant="secondary" isDestructive aria-disabled={busy} onClick={() => void finish(api.endPairing)}>
          {__('It differs: cancel', 'multipay')}
        </Button>
      </div>
    </Section>
  );
}

function Paired({ api, setup, reload }: StepProps): JSX.Element {
  return (
    <Section title={__('1. The bridge', 'multipay')}>
      <p>
        {__('Paired. Fingerprint of its key:', 'multipay')} <code>{setup.fingerprint}</code>
      </p>
      {setup.pairing === 'network' ? (
        <p>{__('The network is paired, and this site with it.', 'multipay')}</p>
      ) : (
        <EndPairing api={api} reload={reload} />
      )}
    </Section>
  );
}

function EndPairing({ api, reload }: Pick<StepProps, 'api' | 'reload'>): JSX.Element {
  const [asked, setAsked] = useState(false);
  const { busy, fault, run } = useWork();
  const end = (): Promise<boolean> =>
    run(async () => {
      await api.endPairing();
      await reload();
    });
  return (
    <>
      <Fault message={fault} />
      {asked ? (
        <>
          <p>
            {__(
              'Without a bridge nobody can pay with WeChat Pay or Alipay here. The bridge keeps its books.',
              'multipay',
            )}
          </p>
          <div className="multipay-actions">
            <Button variant="primary" isDestructive isBusy={busy} aria-disabled={busy} onClick={() => void end()}>
              {__('End the pairing', 'multipay')}
            </Button>
            <Button variant="tertiary" disabled={busy} onClick={() => setAsked(false)}>
              {__('Keep it', 'multipay')}
            </Button>
          </div>
        </>
      ) : (
        <Button variant="secondary" onClick={() => setAsked(true)}>
          {__('End the pairing…', 'multipay')}
        </Button>
      )}
    </>
  );
}
