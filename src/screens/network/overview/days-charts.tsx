import { createElement, Fragment } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { PROVIDERS } from '@multipay/contracts/providers';
import type { Overview } from '@multipay/contracts/schemas/network';
import { count, dayAndMonth, money } from '../../../components/format';
import { TableBox } from '../../../components/table-box';
import { providerTitle } from '../../../messages/provider-title';
import { currenciesOf, daysOf, DAYS, totalOf, type Day } from './days';

/** A chart a currency, each with the same as a table for those who read rather than look. */
export function DaysCharts({ days: rows, now }: { days: Overview['days']; now: string }): JSX.Element {
  if (rows.length === 0) return <p>{__('Nothing has come in within 14 days.', 'multipay')}</p>;
  return (
    <>
      {currenciesOf(rows).map((currency) => (
        <DaysChart key={currency} currency={currency} days={daysOf(rows, currency, now)} />
      ))}
    </>
  );
}

interface Props {
  readonly currency: string;
  readonly days: readonly Day[];
}

/** The bars are drawn in percent of the best day, and stretched to the width that there is. */
const HEIGHT = 100;
const BAR = 0.7;

function DaysChart({ currency, days }: Props): JSX.Element {
  const best = Math.max(...days.map(totalOf));
  const total = days.reduce((sum, day) => sum + totalOf(day), 0);
  // translators: 1: money within 14 days, 2: money on the best day.
  const words = __('%1$s within 14 days; %2$s on the best day.', 'multipay');
  const summary = sprintf(words, money(total, currency), money(best, currency));
  return (
    <figure className="multipay-chart">
      <figcaption>
        {summary} <Legend />
      </figcaption>
      <svg role="img" aria-label={summary} viewBox={`0 0 ${DAYS} ${HEIGHT}`} preserveAspectRatio="none">
        {days.map((day, index) => (
          <Bar key={day.day} day={day} at={index} best={best} />
        ))}
      </svg>
      <p className="multipay-chart__days" aria-hidden="true">
        <span>{dayAndMonth(days[0]?.day ?? '')}</span>
        <span>{dayAndMonth(days[days.length - 1]?.day ?? '')}</span>
      </p>
      <details>
        <summary>{__('The same as a table', 'multipay')}</summary>
        <DaysTable currency={currency} days={days} />
      </details>
    </figure>
  );
}

function Legend(): JSX.Element {
  return (
    <span className="multipay-chart__legend">
      {PROVIDERS.map((provider) => (
        <span key={provider}>
          <i className={`multipay-chart__${provider}`} aria-hidden="true" /> {providerTitle(provider)}
        </span>
      ))}
    </span>
  );
}

/** One provider stands upon those before it. */
function Bar({ day, at, best }: { day: Day; at: number; best: number }): JSX.Element {
  const heightOf = (amount: number): number => (amount / best) * HEIGHT;
  return (
    <g>
      {PROVIDERS.map((provider, index) => {
        const upTo = PROVIDERS.slice(0, index + 1).reduce((sum, one) => sum + day.amounts[one], 0);
        return (
          <rect
            key={provider}
            className={`multipay-chart__${provider}`}
            x={at + (1 - BAR) / 2}
            y={HEIGHT - heightOf(upTo)}
            width={BAR}
            height={heightOf(day.amounts[provider])}
          />
        );
      })}
    </g>
  );
}

function DaysTable({ currency, days }: Props): JSX.Element {
  const columns = [
    __('Day', 'multipay'),
    ...PROVIDERS.map(providerTitle),
    __('Payments', 'multipay'),
    __('Money', 'multipay'),
  ];
  return (
    <TableBox label={__('Money in within 14 days', 'multipay')} columns={columns}>
      {days.map((day) => (
        <tr key={day.day}>
          <th scope="row">{day.day}</th>
          {PROVIDERS.map((provider) => (
            <td key={provider}>{money(day.amounts[provider], currency)}</td>
          ))}
          <td>{count(day.payments)}</td>
          <td>{money(totalOf(day), currency)}</td>
        </tr>
      ))}
    </TableBox>
  );
}
