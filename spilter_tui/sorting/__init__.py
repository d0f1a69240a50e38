"""What one sorter does on a board, without any screen: pure, views and answers in, commands out."""
