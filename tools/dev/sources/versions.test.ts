import { describe, expect, it } from 'vitest';
import { compareVersions, isVersion, isWithin, newest, satisfies } from './versions';

describe('versions', () => {
  it('stand in their order, a pre-release before its release', () => {
    const inOrder = ['6.5.5', '6.6', '6.7-alpha-58716', '6.7-beta1', '6.7', '6.7.1', '6.10', '10.3.6'];
    expect([...inOrder].reverse().sort(compareVersions)).toEqual(inOrder);
    expect(newest(['8.9.3', '10.3.6', '9.0'])).toBe('10.3.6');
    expect(newest([])).toBeUndefined();
  });

  it('are within the version that they begin with', () => {
    expect(isWithin('6.5.5', '6.5')).toBe(true);
    expect(isWithin('6.7-alpha-58716', '6.7')).toBe(true);
    expect(isWithin('6.50', '6.5')).toBe(false);
  });

  it('of WordPress count as the release that they lead to', () => {
    expect(satisfies('6.7-alpha-58716', '6.7')).toBe(true);
    expect(satisfies('6.5.5', '6.7')).toBe(false);
    expect(satisfies('6.5.5', '6.4')).toBe(true);
  });

  it('are told from paths', () => {
    expect(['6.5', '6.7-alpha-58716', '10'].every(isVersion)).toBe(true);
    expect(['./6.5', 'wordpress', '6.5/', '', 'v6.5'].some(isVersion)).toBe(false);
  });
});
