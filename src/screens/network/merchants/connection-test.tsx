import { Button, Notice } from '@wordpress/components';
import { createElement, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { MerchantTest } from '@multipay/contracts/schemas/merchant';
import type { NetworkApi } from '../../../api/network';
import { Fault } from '../../../components/fault';
import { useWork } from '../../../components/use-work';
import { LiveChecks } from '../../../components/keys/live-checks';

interface Props {
  readonly api: Pick<NetworkApi, 'testMerchant'>;
  readonly merchantId: string;
}

/** Signs a harmless query with the keys in use, and says in words what came of it. */
export function ConnectionTest({ api, merchantId }: Props): JSX.Element {
  const [result, setResult] = useState<MerchantTest | null>(null);
  const { busy, fault, run } = useWork();
  const test = (): Promise<boolean> => {
    setResult(null);
    return run(async () => setResult(await api.testMerchant(merchantId)));
  };
  return (
    <div className="multipay-test">
      <Button variant="secondary" isBusy={busy} aria-disabled={busy} onClick={() => void test()}>
        {busy ? __('Asking the provider…', 'multipay') : __('Test connection', 'multipay')}
      </Button>
      <Fault message={fault} />
      {result && (
        <Notice status={result.ok ? 'success' : 'error'} isDismissible={false}>
          <p>
            {result.ok
              ? __('The account works: the provider knows our signature, and we know the provider’s.', 'multipay')
              : __('The account does not work yet.', 'multipay')}
          </p>
          <LiveChecks checks={result.checks} />
        </Notice>
      )}
    </div>
  );
}
