// @vitest-environment jsdom
import { createElement } from '@wordpress/element';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rollout } from '@multipay/contracts/schemas/network';
import { AdminApiError } from '../../../api/request';
import type { NetworkApi } from '../../../api/network';
import { aNetwork, aRollout, aSite } from '../testing/network';
import { Page } from '../testing/page';
import { RolloutScreen } from './rollout-screen';
import { nextStep, stepBack, waitWords } from './steps';

let page: Page;
let asked: unknown[];
beforeEach(() => {
  page = new Page();
  asked = [];
});
afterEach(() => page.close());

const show = (parts: Partial<Rollout> = {}, answers: Partial<NetworkApi> = {}): Promise<void> =>
  page.show(
    <RolloutScreen
      api={aNetwork({
        rollouts: () => Promise.resolve([aRollout(parts)]),
        sites: () => Promise.resolve({ items: [aSite()], next_cursor: null }),
        changeRollout: (...what) => {
          asked.push(what);
          return Promise.resolve(aRollout({ ...parts, ...what[1] }));
        },
        ...answers,
      })}
    />,
  );

describe('a rollout', () => {
  it('shows the error rate of the sites that have it beside those that have it not', async () => {
    await show();
    expect(page.rows('Error rates of Live updates')).toEqual([
      ['That have it', '20', '400', '2', '0.5%'],
      ['That do not have it', '180', '4,000', '10', '0.3%'],
    ]);
  });

  it('goes on a step', async () => {
    await show();
    await page.press('Go on to 50 %');
    expect(asked).toEqual([['live_updates', { percent: 50, site_ids: [] }]]);
    expect(page.text()).toContain('50 % of the sites have it.');
  });

  it('goes back with one click, whatever the errors', async () => {
    await show({ percent: 50, may_advance: false });
    await page.press('Go back to 10 %');
    expect(asked).toEqual([['live_updates', { percent: 10, site_ids: [] }]]);
  });

  it('does not go on while it may not, and the reason is said', async () => {
    const failing = { has_feature: true, sites: 20, opened_24h: 400, failed_24h: 8 };
    await show({ may_advance: false, cohorts: [failing] });
    const button = page.button('Go on to 50 %');
    expect(button.disabled).toBe(true);
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      '2% of the payments at its sites were refused; it must be below 1 %.',
    );
  });

  it('says that it went back by itself', async () => {
    await show({ percent: 0, went_back: true });
    expect(page.text()).toContain('It went back by itself');
  });

  it('is for chosen sites whatever the percentage', async () => {
    await show();
    await page.press('Choose sites that have it whatever the percentage…');
    expect(page.button('Save these sites').disabled).toBe(true);
    await page.tick('Second shop');
    await page.press('Save these sites');
    expect(asked).toEqual([['live_updates', { percent: 10, site_ids: ['2'] }]]);
  });

  it('says what the bridge says against a step', async () => {
    await show({}, { changeRollout: () => Promise.reject(new AdminApiError('rollout_not_ready', 'Not yet.')) });
    await page.press('Go on to 50 %');
    expect(page.text()).toContain('Not yet.');
  });

  it('is not there without new behaviour', async () => {
    await show({}, { rollouts: () => Promise.resolve([]) });
    expect(page.text()).toContain('There is no new behaviour to roll out now.');
  });
});

describe('the steps', () => {
  it.each([
    [0, 10, null],
    [10, 50, 0],
    [50, 100, 10],
    [100, null, 50],
    [30, 50, 10],
  ])('from %d %% are %s on and %s back', (percent, on, back) => {
    expect([nextStep(percent), stepBack(percent)]).toEqual([on, back]);
  });

  it.each([
    ['it may', {}, null],
    ['it is everywhere', { percent: 100, may_advance: false }, 'Every site has it.'],
    ['it is young', { may_advance: false }, 'It is watched for 4 more hours first.'],
    [
      'it saw few payments',
      { may_advance: false, since: '2026-05-01T00:00:00Z' },
      'Its sites must have opened 100 payments since this step first.',
    ],
  ])('wait, or not, when %s', (_case, parts, words) => {
    expect(waitWords(aRollout(parts), Date.parse('2026-05-14T04:30:00Z'))).toBe(words);
  });
});
