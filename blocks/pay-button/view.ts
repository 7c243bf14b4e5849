/** Turns the pay buttons of a page alive. */
import { allContainers } from '../shared/dom';
import { startButtons } from './start-buttons';

allContainers('.wp-block-multipay-pay-button[data-multipay-button]', startButtons);
