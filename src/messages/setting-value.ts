import { __ } from '@wordpress/i18n';
import { CHANNELS } from '@multipay/contracts/providers';
import type { SettingName, SettingValue } from '@multipay/contracts/settings';
import { money } from '../components/format';
import { writePercent } from '../components/percent';
import { channelTitle } from './channel-title';

/** Settings whose whole number is an amount in fen, or hundredths of a percent. */
const FEN: readonly SettingName[] = ['most_per_payment'];
const SHARES: readonly SettingName[] = ['split_least_share', 'split_most_share', 'split_share'];

/** A setting's value as people read it. */
export function settingValue(name: SettingName, value: SettingValue): string {
  if (value === null || value === '') return __('None', 'multipay');
  if (typeof value === 'boolean') return value ? __('Yes', 'multipay') : __('No', 'multipay');
  if (typeof value === 'number') return numberWords(name, value);
  if (typeof value === 'string') return wordsOf(value);
  return value.length === 0 ? __('None', 'multipay') : value.map(wordsOf).join(', ');
}

function numberWords(name: SettingName, value: number): string {
  if (FEN.includes(name)) return money(value, 'CNY');
  return SHARES.includes(name) ? `${writePercent(value)} %` : String(value);
}

function wordsOf(word: string): string {
  const channel = CHANNELS.find((one) => one === word);
  return channel ? channelTitle(channel) : word;
}
