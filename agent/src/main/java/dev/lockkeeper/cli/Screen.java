package dev.lockkeeper.cli;

/// What a command shows of a document, and what its exit status says of it; the status is the same
/// when JSON is printed instead.
interface Screen {
  void print();

  int exitStatus();
}
