import { expect, it } from 'vitest';
import { atEachBench } from '../testing/at-each-bench';
import { freshNumber } from '../testing/bench';

atEachBench('an outage', (at) => {
  it.each(['cut', 'bad_gateway', 'busy'] as const)('meets every call, which does nothing: %s', async (outage) => {
    const number = freshNumber();
    const code = { cut: 'CUT', bad_gateway: 'HTML', busy: at.bench.words.busy }[outage];
    await at.bench.tester.settings({ outage });
    try {
      for (let time = 0; time < 2; time++) expect((await at.bench.open(number, 1001)).code).toBe(code);
      expect((await at.bench.query(number)).code).toBe(code);
      expect(await at.bench.tester.payments()).toEqual([]);
    } finally {
      await at.bench.tester.settings({ outage: 'none' });
    }
    expect((await at.bench.open(number, 1001)).code).toBe('OK');
  });
});
