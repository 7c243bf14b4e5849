import { InspectorControls, useBlockProps } from '@wordpress/block-editor';
import type { BlockEditProps } from '@wordpress/blocks';
import { Notice, PanelBody, SelectControl, TextControl, ToggleControl } from '@wordpress/components';
import { createElement, Fragment } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { faultOf, HIGHEST_AMOUNT, LOWEST_AMOUNT, type PayButtonAttributes } from './attributes';
import { TIGHT } from '../shared/wordpress-props';

type Props = BlockEditProps<PayButtonAttributes>;

export function Edit(props: Props): JSX.Element {
  const blockProps = useBlockProps();
  return (
    <>
      <InspectorControls>
        <AmountPanel {...props} />
        <TextPanel {...props} />
      </InspectorControls>
      <div {...blockProps}>
        <Preview attributes={props.attributes} />
      </div>
    </>
  );
}

function AmountPanel({ attributes, setAttributes }: Props): JSX.Element {
  const { amount, openAmount, minimumAmount, maximumAmount, currency } = attributes;
  const amountInput = { ...TIGHT, inputMode: 'decimal' } as const;
  return (
    <PanelBody title={__('Amount', 'multipay')}>
      <ToggleControl
        {...TIGHT}
        label={__('The visitor decides the amount', 'multipay')}
        checked={openAmount}
        onChange={(isOpen) => setAttributes({ openAmount: isOpen })}
      />
      {openAmount ? (
        <>
          <TextControl
            {...amountInput}
            label={__('Smallest amount', 'multipay')}
            placeholder={LOWEST_AMOUNT}
            value={minimumAmount}
            onChange={(value) => setAttributes({ minimumAmount: value.trim() })}
          />
          <TextControl
            {...amountInput}
            label={__('Largest amount', 'multipay')}
            placeholder={HIGHEST_AMOUNT}
            value={maximumAmount}
            onChange={(value) => setAttributes({ maximumAmount: value.trim() })}
          />
        </>
      ) : (
        <TextControl
          {...amountInput}
          label={__('Amount', 'multipay')}
          help={__('For example 10.01', 'multipay')}
          value={amount}
          onChange={(value) => setAttributes({ amount: value.trim() })}
        />
      )}
      <SelectControl
        {...TIGHT}
        label={__('Currency', 'multipay')}
        value={currency}
        options={[{ label: __('Chinese yuan (CNY)', 'multipay'), value: 'CNY' }]}
        onChange={(value) => setAttributes({ currency: value })}
      />
    </PanelBody>
  );
}

function TextPanel({ attributes: { description, buttonText, email }, setAttributes }: Props): JSX.Element {
  return (
    <PanelBody title={__('Texts and receipt', 'multipay')}>
      <TextControl
        {...TIGHT}
        label={__('What is paid for', 'multipay')}
        help={__(
          "Shown above the button, and to the shopper in WeChat or Alipay. Empty: the site's name there.",
          'multipay',
        )}
        maxLength={120}
        value={description}
        onChange={(value) => setAttributes({ description: value })}
      />
      <TextControl
        {...TIGHT}
        label={__('Text on the button', 'multipay')}
        placeholder={__('Pay', 'multipay')}
        value={buttonText}
        onChange={(value) => setAttributes({ buttonText: value })}
      />
      <SelectControl
        {...TIGHT}
        label={__('E-mail address for the receipt', 'multipay')}
        value={email}
        options={[
          { label: __('Not asked for', 'multipay'), value: 'none' },
          { label: __('Optional', 'multipay'), value: 'optional' },
          { label: __('Required', 'multipay'), value: 'required' },
        ]}
        onChange={(value) => setAttributes({ email: value })}
      />
    </PanelBody>
  );
}

/** Close to what PHP draws; with what is still missing: until then visitors do not see the button. */
function Preview({ attributes }: Pick<Props, 'attributes'>): JSX.Element {
  const { description, buttonText } = attributes;
  const fault = faultOf(attributes);
  return (
    <>
      {fault !== null && (
        <Notice status="warning" isDismissible={false}>
          {fault}
        </Notice>
      )}
      <p className="multipay-pay-button__description">{description}</p>
      <p className="multipay-pay-button__price">{priceOf(attributes)}</p>
      <span className="wp-element-button multipay-button">
        {buttonText === '' ? __('Pay', 'multipay') : buttonText}
      </span>
    </>
  );
}

function priceOf({ openAmount, amount, minimumAmount, maximumAmount }: PayButtonAttributes): string {
  if (!openAmount) return amount === '' ? '' : `¥${amount}`;
  // translators: 1: the smallest amount, 2: the largest amount.
  return sprintf(
    __('¥%1$s to ¥%2$s, as the visitor likes', 'multipay'),
    minimumAmount || LOWEST_AMOUNT,
    maximumAmount || HIGHEST_AMOUNT,
  );
}
