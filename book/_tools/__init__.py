"""The programs that build, serve and publish the book."""
