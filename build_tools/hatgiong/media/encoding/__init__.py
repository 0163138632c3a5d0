"""From one recording to one rendition: probed, shaped, coded, looked at."""
