import { createElement, Fragment } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { Finding } from '../../api/doctor';
import { Section } from '../../components/section';
import { Diagnosis } from './diagnosis';

/** The worst first. */
const STATUSES = ['critical', 'recommended', 'good'] as const;

function statusTitle(status: Finding['status']): string {
  const titles: Record<Finding['status'], string> = {
    critical: __('Must be put right', 'multipay'),
    recommended: __('Should be changed', 'multipay'),
    good: __('Is well', 'multipay'),
  };
  return titles[status];
}

/** What was found, the worst first; what is well is there for who wants to read it. */
export function Findings({ findings }: { findings: readonly Finding[] }): JSX.Element {
  const groups = STATUSES.map((status) => [status, findings.filter((one) => one.status === status)] as const);
  return (
    <>
      <p role="status" className="multipay-verdict">
        {verdict(findings)}
      </p>
      {groups.map(
        ([status, found]) =>
          found.length > 0 && (
            <Section key={status} title={`${statusTitle(status)} (${found.length})`}>
              <FindingList findings={found} />
            </Section>
          ),
      )}
    </>
  );
}

function FindingList({ findings }: { findings: readonly Finding[] }): JSX.Element {
  return (
    <ul className="multipay-findings">
      {findings.map((one) => (
        <li key={`${one.check}/${one.sentence}`}>
          <Diagnosis {...one} />
        </li>
      ))}
    </ul>
  );
}

function verdict(findings: readonly Finding[]): string {
  const critical = findings.filter((one) => one.status === 'critical').length;
  const others = findings.filter((one) => one.status === 'recommended').length;
  if (critical > 0) {
    return sprintf(
      // translators: %d: a number of findings.
      _n('%d thing must be put right.', '%d things must be put right.', critical, 'multipay'),
      critical,
    );
  }
  if (others > 0) {
    return sprintf(
      // translators: %d: a number of findings.
      _n(
        'Nothing is badly wrong. %d thing should be changed.',
        'Nothing is badly wrong. %d things should be changed.',
        others,
        'multipay',
      ),
      others,
    );
  }
  return __('All is well here.', 'multipay');
}
