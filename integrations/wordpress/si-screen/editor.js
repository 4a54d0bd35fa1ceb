// The block in the editor: a placeholder, and its two settings. What visitors see is made by si-screen.php.
( function ( blocks, element, components, editor, i18n ) {
	'use strict';
	const el = element.createElement, __ = i18n.__;
	blocks.registerBlockType( 'si-screen/chat', {
		edit( { attributes, setAttributes } ) {
			return el( 'div', editor.useBlockProps(),
				el( editor.InspectorControls, {},
					el( components.PanelBody, { title: 'SI Screen' },
						el( components.SelectControl, {
							label: __( 'Show it', 'si-screen' ), value: attributes.show,
							options: [
								{ value: 'inline', label: __( 'here on the page', 'si-screen' ) },
								{ value: 'bubble', label: __( 'as a button in the corner', 'si-screen' ) },
							],
							onChange: ( show ) => setAttributes( { show } ),
						} ),
						el( components.TextControl, {
							label: __( 'Language (two letters; empty: that of the page)', 'si-screen' ), value: attributes.lang,
							onChange: ( lang ) => setAttributes( { lang: lang.slice( 0, 2 ).toLowerCase() } ),
						} ) ) ),
				el( components.Placeholder, {
					icon: 'clipboard', label: 'SI Screen',
					instructions: __( 'Visitors see the questions before a massage here.', 'si-screen' ),
				} ) );
		},
		save: () => null,
	} );
} )( window.wp.blocks, window.wp.element, window.wp.components, window.wp.blockEditor, window.wp.i18n );
