/** The payment-status block in the editor, where nobody has unfinished payments. PHP draws what visitors see. */
import { useBlockProps } from '@wordpress/block-editor';
import { registerBlockType, type BlockConfiguration } from '@wordpress/blocks';
import { Placeholder } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import metadata from './block.json';

function Edit(): JSX.Element {
  return (
    <div {...useBlockProps()}>
      <Placeholder
        icon="backup"
        label={__('Payment status', 'multipay')}
        instructions={__(
          'Visitors see their unfinished WeChat Pay and Alipay payments here, and can go on paying.',
          'multipay',
        )}
      />
    </div>
  );
}

registerBlockType({ ...metadata, attributes: {} } as BlockConfiguration, { edit: Edit, save: () => null });
