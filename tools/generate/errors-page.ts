/** `docs/errors.md`: every code, for people who look one up. */
import { errorClass, ERROR_CLASSES, ERROR_CODES, ERRORS, isRetryable } from '@multipay/contracts/errors';

const HEAD = `# Errors

<!-- Made by \`npm run generate\` from contracts/src/errors.ts: change it there. -->

Every refusal of the bridge is a problem document (RFC 9457) with one of these codes. A code never changes its meaning;
the wording of \`detail\` may. \`retryable\` says whether the very same request, with the same idempotency key, can succeed
later. In a shop the sentences are translated; the code stands beside them in the logs, with the request's id.
`;

export function errorsPage(): string {
  const sections = Object.values(ERROR_CLASSES).map((name) => {
    const rows = ERROR_CODES.filter((code) => errorClass(code) === name).map((code) => {
      const { number, status, severity, next, title } = ERRORS[code];
      return `| <a id="${code}"></a>\`${code}\` | ${number} | ${status} | ${severity} | ${isRetryable(code) ? 'yes' : 'no'} | \`${next}\` | ${title} |`;
    });
    const table = [
      '| Code | Number | HTTP | Severity | Retryable | Next step | Meaning |',
      '|---|---|---|---|---|---|---|',
      ...rows,
    ];
    return rows.length === 0 ? '' : `\n## ${name[0]?.toUpperCase()}${name.slice(1)}\n\n${table.join('\n')}\n`;
  });
  return HEAD + sections.join('');
}
