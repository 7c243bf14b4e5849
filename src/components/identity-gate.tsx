import { Button, Modal, TextControl } from '@wordpress/components';
import { createElement, Fragment, useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { confirmIdentity } from '../api/identity';
import { onIdentityNeeded } from '../api/request';
import { Fault } from './fault';
import { useWork } from './use-work';
import { TIGHT } from './wordpress-props';

/** Several requests can wait for the same answer. */
interface Question {
  readonly answered: Promise<boolean>;
  readonly answer: (confirmed: boolean) => void;
}

function newQuestion(): Question {
  let answer: Question['answer'] = () => undefined;
  const answered = new Promise<boolean>((resolve) => (answer = resolve));
  return { answered, answer };
}

/** Asks for the password, on top of a screen, whenever a request of that screen needs it. */
export function IdentityGate({ children }: { children: ReactNode }): JSX.Element {
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(() => {
    let open: Question | null = null;
    onIdentityNeeded(async () => {
      open ??= newQuestion();
      setQuestion(open);
      const confirmed = await open.answered;
      open = null;
      setQuestion(null);
      return confirmed;
    });
    return () => {
      onIdentityNeeded(null);
      open?.answer(false);
    };
  }, []);
  return (
    <>
      {children}
      {question && <PasswordQuestion onAnswer={question.answer} />}
    </>
  );
}

function PasswordQuestion({ onAnswer }: { onAnswer: (confirmed: boolean) => void }): JSX.Element {
  const [password, setPassword] = useState('');
  const { busy, fault, run } = useWork();
  const confirm = async (): Promise<void> => {
    if (await run(() => confirmIdentity(password))) onAnswer(true);
  };
  return (
    <Modal title={__('Please confirm that it is you', 'multipay')} onRequestClose={() => !busy && onAnswer(false)}>
      <form
        className="multipay-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && password !== '') void confirm();
        }}
      >
        <p>{__('Keys and money are at stake. Your password is asked for again every 15 minutes.', 'multipay')}</p>
        <TextControl
          {...TIGHT}
          type="password"
          label={__('Your WordPress password', 'multipay')}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <Fault message={fault} />
        <div className="multipay-actions">
          <Button variant="primary" type="submit" isBusy={busy} aria-disabled={busy} disabled={password === ''}>
            {__('Confirm', 'multipay')}
          </Button>
          <Button variant="tertiary" disabled={busy} onClick={() => onAnswer(false)}>
            {__('Cancel', 'multipay')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
