package dev.lockkeeper.run;

import dev.lockkeeper.lab.LabHosts;
import java.nio.file.Path;
import java.util.List;

/// Where an agent runs: command lines that run another one there.
///
/// @param run for the agent; ends with what it runs
/// @param reach for a program that speaks to the agent's page
record Place(List<String> run, List<String> reach) {
  static final Place HERE = new Place(List.of(), List.of());

  /// As a process of a host: its network, its process numbers, its process 1, and with them its
  /// `/proc`. The files are this machine's, since the host has no Java.
  ///
  /// @param proc a folder where this machine's own `/proc` is to be found then
  static Place in(LabHosts hosts, String host, Path proc) {
    String leader = String.valueOf(hosts.leader(host));
    return new Place(
        List.of(
            "nsenter",
            "--target=" + leader,
            "--pid",
            "--net",
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount --bind /proc '" + proc + "' && mount -t proc proc /proc && exec \"$@\"",
            "sh"),
        List.of("nsenter", "--target=" + leader, "--net"));
  }
}
