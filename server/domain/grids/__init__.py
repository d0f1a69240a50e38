"""What comes out of options that were judged by criteria: by weights, or as likelihood and impact."""
