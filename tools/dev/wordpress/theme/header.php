<?php
/**
 * The top of each page: the site's name and its pages.
 *
 * @package MultiPay
 */

?>
<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
	<meta charset="<?php bloginfo( 'charset' ); ?>">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<?php wp_head(); ?>
</head>
<body <?php body_class(); ?>>
<?php wp_body_open(); ?>
<header class="demo-header">
	<a class="demo-name" href="<?php echo esc_url( home_url( '/' ) ); ?>"><?php bloginfo( 'name' ); ?></a>
	<nav aria-label="Pages">
		<ul>
			<?php
			wp_list_pages(
				array(
					'title_li' => '',
					'depth'    => 1,
				)
			);
			?>
		</ul>
	</nav>
</header>
<main class="demo-main" id="primary">
