import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OUTCOMES_FILE, outcomesPage } from './outcomes-page';

it('the page in docs says what the table says; otherwise run: tsx simulators/write-outcomes.ts', () => {
  expect(readFileSync(OUTCOMES_FILE, 'utf8')).toBe(outcomesPage());
});
