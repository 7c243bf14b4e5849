/** What an admin sends to whoever helps. It holds what is on the screen, where no secret is. */
import { __ } from '@wordpress/i18n';
import type { CheckedCallback, Finding } from '../../api/doctor';
import { callbackWords } from '../../messages/callback-words';
import { callbackStatus } from './callback-status';

interface Examined {
  readonly findings: readonly Finding[];
  readonly callbacks: readonly CheckedCallback[] | null;
  /** The site's address. */
  readonly site: string;
  readonly now: Date;
}

/** @returns plain text, a finding a paragraph */
export function reportOf({ findings, callbacks, site, now }: Examined): string {
  const paragraphs = [
    [`MultiPay doctor, ${site}, ${now.toISOString()}`],
    ...findings.map((one) => paragraph(one.check, one)),
    [__('Do notifications get through?', 'multipay'), ...(callbacks ? [] : [__('Not tested.', 'multipay')])],
    ...(callbacks ?? []).map((one) => {
      const detail = [one.status ?? 'no answer', `${one.milliseconds} ms`, one.detail].join(', ');
      return paragraph(one.url, { status: callbackStatus(one), ...callbackWords(one.finding), detail });
    }),
  ];
  return paragraphs.map((lines) => lines.join('\n')).join('\n\n');
}

/** Statuses stay English, as who helps knows them. */
function paragraph(about: string, { status, sentence, cure, detail }: Omit<Finding, 'check'>): string[] {
  const lines = [`[${status}] ${about}: ${sentence}`];
  if (cure !== '') lines.push(`  ${__('What helps:', 'multipay')} ${cure}`);
  if (detail !== '') lines.push(`  (${detail})`);
  return lines;
}
