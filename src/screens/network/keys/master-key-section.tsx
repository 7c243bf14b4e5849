import { Button } from '@wordpress/components';
import { createElement, Fragment, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { MasterKeys } from '@multipay/contracts/schemas/merchant';
import type { NetworkApi } from '../../../api/network';
import { AdminApiError } from '../../../api/request';
import { Confirm } from '../../../components/confirm';
import { Done } from '../../../components/done';
import { Section } from '../../../components/section';
import { useLoaded } from '../../../components/use-loaded';
import { WhenLoaded } from '../../../components/when-loaded';
import { MasterKeyTable } from './master-key-table';
import { MasterKeyFacts } from './master-key-facts';

type Api = Pick<NetworkApi, 'masterKeys' | 'rotateMasterKey' | 'destroyMasterKey'>;
type MasterKey = MasterKeys['items'][number];
/** What the person is asked about: a new key, or the end of an old one. */
type Question = 'rotate' | MasterKey | null;

export function MasterKeySection({ api }: { api: Api }): JSX.Element {
  const { state, reload } = useLoaded(api.masterKeys);
  const [question, setQuestion] = useState<Question>(null);
  const [done, setDone] = useState<string | null>(null);
  const close = (): void => setQuestion(null);
  const ask = (about: Question): void => {
    setDone(null);
    setQuestion(about);
  };
  const after = async (work: () => Promise<unknown>, words: string): Promise<void> => {
    setDone(await outcomeOf(work, words));
    await reload();
  };
  return (
    <Section wide title={__('The master key', 'multipay')}>
      <p>{__('It seals every other key in the bridge’s database. It is made anew every 90 days.', 'multipay')}</p>
      <WhenLoaded state={state} reload={reload} loading={__('Loading the master key…', 'multipay')}>
        {(keys) => (
          <>
            <MasterKeyFacts keys={keys} />
            <Rotate mayRotate={keys.may_rotate} onAsk={() => ask('rotate')} />
            <MasterKeyTable keys={keys.items} onDestroy={ask} />
          </>
        )}
      </WhenLoaded>
      <Done message={done} />
      {question === 'rotate' && (
        <ConfirmRotation
          onConfirm={() => after(api.rotateMasterKey, __('There is a new master key.', 'multipay'))}
          onClose={close}
        />
      )}
      {question !== null && question !== 'rotate' && (
        <ConfirmDestruction
          masterKey={question}
          onConfirm={() =>
            after(() => api.destroyMasterKey(question.id), __('The old master key is destroyed.', 'multipay'))
          }
          onClose={close}
        />
      )}
    </Section>
  );
}

/** The first of two people gets a refusal that says that the wish is noted: for them that is what was to be done. */
async function outcomeOf(work: () => Promise<unknown>, words: string): Promise<string> {
  try {
    await work();
    return words;
  } catch (error) {
    if (error instanceof AdminApiError && error.code === 'second_person_needed') return error.message;
    throw error;
  }
}

/** What cannot be done is shown with its reason. */
function Rotate({ mayRotate, onAsk }: { mayRotate: boolean; onAsk: () => void }): JSX.Element {
  return (
    <div>
      <Button
        variant="secondary"
        disabled={!mayRotate}
        aria-describedby={mayRotate ? undefined : 'multipay-may-not-rotate'}
        onClick={onAsk}
      >
        {__('Rotate the master key…', 'multipay')}
      </Button>
      {!mayRotate && (
        <p id="multipay-may-not-rotate" className="description">
          {__(
            'This bridge serves other networks too, so only its operator rotates the master key: “multipay keys rotate”.',
            'multipay',
          )}
        </p>
      )}
    </div>
  );
}

interface Answers {
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

function ConfirmRotation(answers: Answers): JSX.Element {
  return (
    <Confirm
      {...answers}
      title={__('Rotate the master key?', 'multipay')}
      action={__('Rotate the master key', 'multipay')}
    >
      <p>
        {__(
          'Every stored secret is sealed anew under a fresh key. Payments go on meanwhile, and an interrupted rotation resumes by itself. The old key can open for 30 more days.',
          'multipay',
        )}
      </p>
    </Confirm>
  );
}

function ConfirmDestruction({ masterKey, ...answers }: Answers & { masterKey: MasterKey }): JSX.Element {
  const isFirst = masterKey.destroy_asked_by === null;
  return (
    <Confirm
      {...answers}
      isDestructive
      title={__('Destroy this old master key?', 'multipay')}
      action={isFirst ? __('Ask for its destruction', 'multipay') : __('Destroy it for ever', 'multipay')}
    >
      <p>
        <code>{masterKey.id}</code>
      </p>
      <p>
        {isFirst
          ? __('You ask, and another administrator of the network must confirm it here.', 'multipay')
          : __('Another person asked for it; you confirm.', 'multipay')}{' '}
        {__('Old backups of the database that were sealed under it can then never be opened again.', 'multipay')}
      </p>
    </Confirm>
  );
}
