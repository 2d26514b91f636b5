"""Work that takes longer than a page may: asked for in somebody's name, done in the background, found again."""
