"""Every conversation walked, what must hold for each, and the certificate that says so."""
