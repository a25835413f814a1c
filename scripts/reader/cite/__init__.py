"""Citations and records of sources, as a CSL processor makes them."""
