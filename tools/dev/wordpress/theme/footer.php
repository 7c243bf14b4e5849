<?php
/**
 * The foot of each page.
 *
 * @package MultiPay
 */

?>
</main>
<footer class="demo-footer">A shop for trying MultiPay. No real money moves here.</footer>
<?php wp_footer(); ?>
</body>
</html>
