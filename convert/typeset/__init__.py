"""What writers share: styles, fonts, the words of a title page, archives with fixed times."""
