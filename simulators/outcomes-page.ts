import { OUTCOMES } from './shared/steering';

const rows = OUTCOMES.map(({ amount, name, sentence }) => `| ${amount} | ${name} | ${sentence} |`);

/** docs/simulated-outcomes.md, whole. */
export const outcomesPage = (): string => `# Simulated outcomes

The pretend WeChat Pay and Alipay do odd things when they are asked for certain amounts, so that anybody can reach a
failure through the real screens: put a product of that price into the cart, or type the amount. Only CNY steers, and
only while steering is on (\`PUT /_simulator/settings {"steering": false}\`, with \`?merchant=\` for one merchant).

<!-- prettier-ignore-start -->

| Amount | Name | The pretend provider... |
|---|---|---|
${rows.join('\n')}
| any other | ordinary | takes the money when the shopper presses _Pay_, and notifies once |

<!-- prettier-ignore-end -->

What happens "the first time" or "three times" is counted for each payment number; \`POST /_simulator/reset\` begins to
count again. Times are those of the simulator's clock, which \`POST /_simulator/clock {"advance_seconds": 600}\` moves.

This page is written by \`tsx simulators/write-outcomes.ts\` from \`simulators/shared/steering.ts\`.
`;

/** Where the page lies, seen from this folder. */
export const OUTCOMES_FILE = new URL('../docs/simulated-outcomes.md', import.meta.url);
