<?php
/**
 * Pages, posts and lists of them.
 *
 * @package MultiPay
 */

get_header();

while ( have_posts() ) {
	the_post();
	?>
	<article <?php post_class(); ?>>
		<h1>
			<?php if ( is_singular() ) : ?>
				<?php the_title(); ?>
			<?php else : ?>
				<a href="<?php the_permalink(); ?>"><?php the_title(); ?></a>
			<?php endif; ?>
		</h1>
		<?php the_content(); ?>
	</article>
	<?php
}
if ( ! have_posts() && ! is_singular() ) {
	echo '<p>Nothing is here.</p>';
}

get_footer();
