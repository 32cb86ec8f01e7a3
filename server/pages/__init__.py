"""Pages made on the server: plain HTML without JavaScript that loads nothing from elsewhere."""
