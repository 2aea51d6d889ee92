package dev.lockkeeper.model;

/// Where a server's own figures come from, above all how many requests it has in flight.
public sealed interface OwnCountSpec {

  /// nginx' `stub_status` page.
  ///
  /// @param url `http` only
  record NginxStatus(String url) implements OwnCountSpec {}

  /// Apache's `mod_status` page in the form for machines.
  ///
  /// @param url `http` only, ending in `?auto`
  record ApacheStatus(String url) implements OwnCountSpec {}
}
