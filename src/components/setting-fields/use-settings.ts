import { useState } from '@wordpress/element';
import { SETTINGS, type SettingName, type SettingValue } from '@multipay/contracts/settings';
import type { SettingChange } from '../../api/setup';
import { useWork } from '../use-work';
import type { Fields } from './fields';

/** What has been changed and not saved; `undefined`: what is typed cannot be read as a value at all. */
type Changes = Readonly<Partial<Record<SettingName, SettingValue | undefined>>>;

interface Form {
  readonly fields: Fields;
  readonly isChanged: boolean;
  /** Whether a change by itself cannot be stored. */
  readonly isFaulty: boolean;
  readonly busy: boolean;
  readonly fault: string | null;
  /** How often it was saved: fields that keep what is typed begin anew with each. */
  readonly saves: number;
  readonly isSaved: boolean;
  readonly save: () => Promise<boolean>;
}

/**
 * A form of settings.
 *
 * @param stored what each field shows before it is changed
 * @param send stores changes, and reads anew what `stored` tells
 */
export function useSettings(
  stored: (name: SettingName) => SettingValue,
  send: (values: readonly SettingChange[]) => Promise<unknown>,
): Form {
  const [changes, setChanges] = useState<Changes>({});
  const [saves, setSaves] = useState(0);
  const { busy, fault, run } = useWork();
  const changed = Object.keys(changes) as SettingName[];
  const accepts = (name: SettingName): boolean => changes[name] === null || SETTINGS[name].accepts(changes[name]);
  return {
    fields: {
      valueOf: (name) => (name in changes ? (changes[name] ?? null) : stored(name)),
      change: (name, value) => setChanges((before) => ({ ...before, [name]: value })),
    },
    isChanged: changed.length > 0,
    isFaulty: !changed.every(accepts),
    busy,
    fault,
    saves,
    isSaved: saves > 0 && changed.length === 0,
    save: () =>
      run(async () => {
        await send(changed.map((name) => ({ name, value: changes[name] }) as SettingChange));
        setChanges({});
        setSaves(saves + 1);
      }),
  };
}
