"""What all public pages share: frame, decorators, column tree, lists, page cache."""
