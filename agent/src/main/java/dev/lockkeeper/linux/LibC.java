package dev.lockkeeper.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/// The few calls of the C library that have no file in /proc. Each may block in the kernel: never
/// on a virtual thread, nor on the loop.
final class LibC {
  static final int AF_NETLINK = 16;
  static final int SOCK_RAW_CLOEXEC = 3 | 02000000;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVTIMEO = 20;
  private static final int SC_PAGESIZE = 30;

  static {
    Native.register(LibC.class, "c");
  }

  private LibC() {}

  /// statfs(2) into a buffer of at least 120 bytes.
  static native int statfs(String path, Pointer buffer) throws LastErrorException;

  /// uname(2) into a buffer of six fields of 65 bytes.
  static native int uname(Pointer buffer) throws LastErrorException;

  /// adjtimex(2) with a `struct timex`; returns the clock's state.
  static native int adjtimex(Pointer buffer) throws LastErrorException;

  private static native long sysconf(int name);

  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  static native int setsockopt(int socket, int level, int option, Pointer value, int length)
      throws LastErrorException;

  static native long send(int socket, Pointer buffer, long length, int flags)
      throws LastErrorException;

  static native long recv(int socket, Pointer buffer, long length, int flags)
      throws LastErrorException;

  static native int close(int descriptor) throws LastErrorException;

  /// Bytes in a page of memory.
  static long pageBytes() {
    return sysconf(SC_PAGESIZE);
  }
}
