import { describe, expect, it } from 'vitest';
import { textReport } from '../dev/report';
import { runChecks } from './run-checks';

const script = (title: string, text: string) => ({ title, command: process.execPath, args: ['-e', text] });

describe('the checks', () => {
  it('all run, also after one has failed, and what that one wrote is told', async () => {
    const told: string[] = [];
    const checks = [
      script('first', ''),
      script('second', 'console.log("what is wrong"); process.exit(1)'),
      script('third', ''),
    ];
    const failed = await runChecks(
      checks,
      '.',
      textReport((text) => told.push(text)),
    );
    expect(failed).toEqual(['second']);
    const text = told.join('');
    expect(text).toContain('✓ first');
    expect(text).toContain('✓ third');
    expect(text).toMatch(/✗ second[^]*what is wrong/);
  });

  it('say nothing of what a good one wrote', async () => {
    const told: string[] = [];
    await runChecks(
      [script('quiet', 'console.log("chatter")')],
      '.',
      textReport((text) => told.push(text)),
    );
    expect(told.join('')).not.toContain('chatter');
  });
});
