import { Button } from '@wordpress/components';
import { createElement, Fragment, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { CheckedCallback, DoctorApi } from '../../api/doctor';
import { Fault } from '../../components/fault';
import { useLoaded } from '../../components/use-loaded';
import { useWork } from '../../components/use-work';
import { WhenLoaded } from '../../components/when-loaded';
import { CallbackTest } from './callback-test';
import { CopyReport } from './copy-report';
import { Findings } from './findings';
import { reportOf } from './report';

interface Props {
  readonly api: DoctorApi;
  /** The site's address, for the report. */
  readonly site: string;
}

export function DoctorScreen({ api, site }: Props): JSX.Element {
  const loaded = useLoaded(api.findings);
  const [callbacks, setCallbacks] = useState<readonly CheckedCallback[] | null>(null);
  return (
    <div className="multipay-screen">
      <WhenLoaded {...loaded} loading={__('The doctor looks at the bridge, the shop and this server…', 'multipay')}>
        {(findings) => (
          <>
            <Findings findings={findings} />
            <LookAgain look={loaded.reload} />
            <CallbackTest check={api.checkCallbacks} callbacks={callbacks} onChecked={setCallbacks} />
            <CopyReport report={reportOf({ findings, callbacks, site, now: new Date() })} />
          </>
        )}
      </WhenLoaded>
    </div>
  );
}

function LookAgain({ look }: { look: () => Promise<void> }): JSX.Element {
  const { busy, fault, run } = useWork();
  return (
    <div className="multipay-actions">
      <Button variant="secondary" isBusy={busy} disabled={busy} onClick={() => void run(look)}>
        {__('Look again', 'multipay')}
      </Button>
      <Fault message={fault} />
    </div>
  );
}
