<?php
/**
 * Constants that WordPress defines as it loads, for PHPStan.
 *
 * @package MultiPay
 */

define( 'MINUTE_IN_SECONDS', 60 );
define( 'HOUR_IN_SECONDS', 3600 );
define( 'DAY_IN_SECONDS', 86400 );
define( 'WEEK_IN_SECONDS', 604800 );
define( 'YEAR_IN_SECONDS', 31536000 );
define( 'MONTH_IN_SECONDS', 2592000 );
define( 'ARRAY_A', 'ARRAY_A' );
