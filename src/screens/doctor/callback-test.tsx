import { Button, Spinner } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { CheckedCallback, DoctorApi } from '../../api/doctor';
import { Fault } from '../../components/fault';
import { Section } from '../../components/section';
import { useWork } from '../../components/use-work';
import { callbackWords } from '../../messages/callback-words';
import { providerTitle } from '../../messages/provider-title';
import { callbackStatus } from './callback-status';
import { Diagnosis } from './diagnosis';

interface Props {
  readonly check: DoctorApi['checkCallbacks'];
  /** What came of it last; null: it was not asked for yet. */
  readonly callbacks: readonly CheckedCallback[] | null;
  readonly onChecked: (callbacks: readonly CheckedCallback[] | null) => void;
}

/** What this server cannot see of itself: whether a provider's call gets through to it. */
export function CallbackTest({ check, callbacks, onChecked }: Props): JSX.Element {
  const { busy, fault, run } = useWork();
  const test = (): Promise<boolean> =>
    run(async () => {
      onChecked(null);
      onChecked(await check());
    });
  return (
    <Section title={__('Do notifications get through?', 'multipay')}>
      <p>
        {__(
          'The bridge calls this site’s notification addresses from outside, as WeChat Pay and Alipay do, with a signed notification about nothing. No payment is touched.',
          'multipay',
        )}
      </p>
      <Button variant="secondary" isBusy={busy} disabled={busy} onClick={() => void test()}>
        {__('Test the callbacks from outside', 'multipay')}
      </Button>
      <Fault message={fault} />
      <div role="status">
        {busy && (
          <p>
            <Spinner /> {__('Calling each address. This takes up to half a minute.', 'multipay')}
          </p>
        )}
        {callbacks && <Results callbacks={callbacks} />}
      </div>
    </Section>
  );
}

function Results({ callbacks }: { callbacks: readonly CheckedCallback[] }): JSX.Element {
  if (callbacks.length === 0)
    return <p>{__('There is no address to call yet: this site has no merchant account in use.', 'multipay')}</p>;
  return (
    <ul className="multipay-findings">
      {callbacks.map((one) => (
        <li key={one.url}>
          <h3>{providerTitle(one.provider)}</h3>
          <p>
            <code className="multipay-url">{one.url}</code>
          </p>
          <Diagnosis status={callbackStatus(one)} {...callbackWords(one.finding)} detail={seen(one)} />
        </li>
      ))}
    </ul>
  );
}

const seen = ({ status, milliseconds, detail }: CheckedCallback): string =>
  [status === null ? null : sprintf('HTTP %d', status), sprintf('%d ms', milliseconds), detail]
    .filter((part) => part !== null && part !== '')
    .join(', ');
