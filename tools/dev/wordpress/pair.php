<?php
/**
 * Pairs the network with the bridge.
 *
 * Arguments: `url` (of the main site), `wordpress`, `address` (of the bridge), `code`.
 *
 * @package MultiPay
 */

require __DIR__ . '/boot.php';
require $multipay_dev['wordpress'] . '/wp-load.php';

$multipay_dev_paired = \MultiPay\Bridge\Pairing::pair( $multipay_dev['address'], $multipay_dev['code'] );

multipay_dev_answer(
	array(
		'network_id'  => $multipay_dev_paired['network_id'],
		'fingerprint' => $multipay_dev_paired['fingerprint'],
	)
);
