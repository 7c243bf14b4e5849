/** The pay button in the editor. What visitors see is drawn by PHP, so nothing is saved but the attributes. */
import { registerBlockType, type BlockConfiguration } from '@wordpress/blocks';
import type { PayButtonAttributes } from './attributes';
import metadata from './block.json';
import { Edit } from './edit';

registerBlockType(metadata as BlockConfiguration<PayButtonAttributes>, { edit: Edit, save: () => null });
