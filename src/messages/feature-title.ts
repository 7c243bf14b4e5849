import { __ } from '@wordpress/i18n';
import type { Feature } from '@multipay/contracts/features';

interface FeatureWords {
  readonly title: string;
  readonly what: string;
}

export function featureWords(feature: Feature): FeatureWords {
  const words: Record<Feature, FeatureWords> = {
    live_updates: {
      title: __('Live updates', 'multipay'),
      what: __(
        'A page that waits for a payment hears of it at once from the bridge, instead of asking WordPress every few seconds.',
        'multipay',
      ),
    },
  };
  return words[feature];
}
