<?php
/**
 * Plugin Name:       SI Screen
 * Description:       Puts the questions before a massage (SI Screen) of your clinic on your site, as a block or a shortcode.
 * Version:           1.0.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           MIT
 * Text Domain:       si-screen
 *
 * The chat runs on your SI Screen server, in a frame. This plugin sees no answer, stores the two settings below
 * and nothing about visitors, and loads nothing from anywhere but your server.
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

const SI_SCREEN_OPTION = 'si_screen';

/** The settings: the address of the server, and the id of the clinic. */
function si_screen_settings() {
	return wp_parse_args( get_option( SI_SCREEN_OPTION, array() ), array( 'server' => '', 'clinic' => '' ) );
}

/** Keeps what can be used, and says what is wrong with the rest. */
function si_screen_checked( $raw ) {
	$raw    = is_array( $raw ) ? $raw : array();
	$server = untrailingslashit( esc_url_raw( trim( (string) ( $raw['server'] ?? '' ) ), array( 'https' ) ) );
	$clinic = trim( (string) ( $raw['clinic'] ?? '' ) );
	if ( '' === $server ) {
		add_settings_error( SI_SCREEN_OPTION, 'server', __( 'The server must be an address that begins with https://', 'si-screen' ) );
	}
	if ( ! preg_match( '/^[A-Za-z0-9_-]{1,64}$/', $clinic ) ) {
		add_settings_error( SI_SCREEN_OPTION, 'clinic', __( 'The clinic is the id of your clinic file, such as hillside: letters, digits, - and _.', 'si-screen' ) );
		$clinic = '';
	}
	return array( 'server' => $server, 'clinic' => $clinic );
}

add_action(
	'admin_init',
	function () {
		register_setting( 'si_screen', SI_SCREEN_OPTION, array( 'sanitize_callback' => 'si_screen_checked' ) );
	}
);

add_action(
	'admin_menu',
	function () {
		add_options_page( 'SI Screen', 'SI Screen', 'manage_options', 'si-screen', 'si_screen_page' );
	}
);

/** Settings > SI Screen. */
function si_screen_page() {
	$now = si_screen_settings();
	?>
	<div class="wrap">
		<h1>SI Screen</h1>
		<form method="post" action="options.php">
			<?php settings_fields( 'si_screen' ); ?>
			<table class="form-table" role="presentation">
				<tr>
					<th scope="row"><label for="si-screen-server"><?php esc_html_e( 'Server', 'si-screen' ); ?></label></th>
					<td><input id="si-screen-server" class="regular-text code" type="url" placeholder="https://"
						name="<?php echo esc_attr( SI_SCREEN_OPTION ); ?>[server]" value="<?php echo esc_attr( $now['server'] ); ?>"></td>
				</tr>
				<tr>
					<th scope="row"><label for="si-screen-clinic"><?php esc_html_e( 'Clinic', 'si-screen' ); ?></label></th>
					<td><input id="si-screen-clinic" class="regular-text code" type="text"
						name="<?php echo esc_attr( SI_SCREEN_OPTION ); ?>[clinic]" value="<?php echo esc_attr( $now['clinic'] ); ?>"></td>
				</tr>
			</table>
			<p><?php esc_html_e( 'Then put the block "SI Screen" on a page, or write [si-screen]. The clinic file on the server must name this site under origins:', 'si-screen' ); ?>
				<code><?php echo esc_html( si_screen_origin() ); ?></code></p>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}

/** This site as the clinic file must name it. */
function si_screen_origin() {
	$parts = wp_parse_url( home_url() );
	return $parts['scheme'] . '://' . $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
}

/**
 * The line that puts the chat on a page, and a plain link for browsers without scripts.
 *
 * @param array $given show: "inline" or "bubble"; lang: such as "es", "" for that of the page.
 */
function si_screen_html( $given ) {
	$given = shortcode_atts( array( 'show' => 'inline', 'lang' => '' ), is_array( $given ) ? $given : array(), 'si-screen' );
	$own   = si_screen_settings();
	if ( '' === $own['server'] || '' === $own['clinic'] ) {
		return current_user_can( 'manage_options' )
			? '<p>' . esc_html__( 'SI Screen: set the server and the clinic under Settings, SI Screen. Visitors see nothing here yet.', 'si-screen' ) . '</p>'
			: '';
	}
	$line = array(
		'src'              => $own['server'] . '/embed.js',
		'data-clinic'      => $own['clinic'],
		'data-show'        => 'bubble' === $given['show'] ? 'bubble' : 'inline',
		'async'            => true,
		// Optimisers that join or delay scripts leave one alone that says so.
		'data-cfasync'     => 'false',
		'data-no-optimize' => '1',
		'data-no-defer'    => '1',
	);
	if ( preg_match( '/^[a-z]{2}$/', $given['lang'] ) ) {
		$line['data-lang'] = $given['lang'];
	}
	$plain = add_query_arg( array( 'clinic' => $own['clinic'] ), $own['server'] . '/plain' );
	return wp_get_script_tag( $line )
		. '<noscript><p><a href="' . esc_url( $plain ) . '">' . esc_html__( 'Questions before your massage', 'si-screen' ) . '</a></p></noscript>';
}

add_shortcode( 'si-screen', 'si_screen_html' );

add_action(
	'init',
	function () {
		register_block_type( __DIR__, array( 'render_callback' => 'si_screen_html' ) );
	}
);
