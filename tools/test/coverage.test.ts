import { describe, expect, it } from 'vitest';
import { complaints } from './coverage';

describe('the coverage of a test run', () => {
  it('is enough from 85 % of the lines on, in each language', () => {
    const enough = [
      { language: 'TypeScript', percent: 85 },
      { language: 'PHP', percent: 91.3 },
    ] as const;
    expect(complaints(enough)).toEqual([]);
  });

  it('is complained of where it is less', () => {
    const less = [
      { language: 'TypeScript', percent: 84.99 },
      { language: 'PHP', percent: 90 },
    ] as const;
    expect(complaints(less)).toEqual(['coverage of TypeScript is 84.99 %, less than 85 %']);
  });

  it('is complained of where nobody measured it', () => {
    const unknown = [
      { language: 'TypeScript', percent: 90 },
      { language: 'PHP', percent: Number.NaN },
    ] as const;
    expect(complaints(unknown)).toEqual(['coverage of PHP was not measured']);
    expect(complaints([])).toHaveLength(2);
  });
});
