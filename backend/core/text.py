"""Text as people type it, made comparable and safe: one fold, one slug, one filter for all."""
