/** What an entry of the audit log says, value by value. */
import { __ } from '@wordpress/i18n';
import { SETTINGS, type SettingName, type SettingValue } from '@multipay/contracts/settings';
import { settingTitle } from '../../../messages/setting-title';
import { settingValue } from '../../../messages/setting-value';

export interface Change {
  /** Empty where the whole is one value. */
  readonly name: string;
  /** null: there was nothing, and nothing is said of it. */
  readonly was: string | null;
  /** null: there is nothing now. */
  readonly is: string | null;
}

/**
 * @param subject what was changed; it says what a lone value means
 * @param before JSON, or null
 * @param after the same
 */
export function changesOf(subject: string, before: string | null, after: string | null): Change[] {
  const [was, is] = [valuesIn(before), valuesIn(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return names
    .filter((name) => JSON.stringify(was.get(name)) !== JSON.stringify(is.get(name)))
    .map((name) => {
      const meaning = name === LONE ? subject : name;
      return { name: titleOf(name), was: wordsOf(meaning, was.get(name)), is: wordsOf(meaning, is.get(name)) };
    })
    .filter((change) => change.was !== null || change.is !== null);
}

/** The name of a value that is not one of several. */
const LONE = '';

/** Value by value; what lies deeper is named by its path. */
function valuesIn(json: string | null): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const collect = (name: string, value: unknown): void => {
    if (typeof value !== 'object' || Array.isArray(value)) values.set(name, value);
    else if (value !== null)
      Object.entries(value).forEach(([part, inner]) => collect(name === LONE ? part : `${name}, ${part}`, inner));
  };
  collect(LONE, json === null ? null : JSON.parse(json));
  return values;
}

const isSetting = (name: string): name is SettingName => name in SETTINGS;

const titleOf = (name: string): string => (isSetting(name) ? settingTitle(name) : name.replace(/_/g, ' '));

/** Names of accounts and the like are shown as they are; an empty list is nothing. */
function wordsOf(name: string, value: unknown): string | null {
  const isNothing = value === undefined || value === null;
  if (isSetting(name)) return isNothing ? __('Not set', 'multipay') : settingValue(name, value as SettingValue);
  if (isNothing || (Array.isArray(value) && value.length === 0)) return null;
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
