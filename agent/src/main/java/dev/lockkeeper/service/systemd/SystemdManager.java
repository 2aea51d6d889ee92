package dev.lockkeeper.service.systemd;

import java.util.List;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The part of `org.freedesktop.systemd1.Manager` that is used here (org.freedesktop.systemd1(5)).
/// Public since dbus-java calls it by reflection.
@DBusInterfaceName("org.freedesktop.systemd1.Manager")
public interface SystemdManager extends DBusInterface {
  /// Where systemd's bus object is.
  String PATH = "/org/freedesktop/systemd1";

  /// Systemd's name on the bus.
  String BUS_NAME = "org.freedesktop.systemd1";

  /// The interface of every unit.
  String UNIT = "org.freedesktop.systemd1.Unit";

  /// The interface of service units.
  String SERVICE = "org.freedesktop.systemd1.Service";

  @DBusMemberName("LoadUnit")
  DBusPath loadUnit(String name);

  /// Queues a start job.
  ///
  /// @param mode `replace`: a queued job of the other kind gives way
  /// @return the job
  @DBusMemberName("StartUnit")
  DBusPath startUnit(String name, String mode);

  @DBusMemberName("StopUnit")
  DBusPath stopUnit(String name, String mode);

  @DBusMemberName("ReloadUnit")
  DBusPath reloadUnit(String name, String mode);

  /// Sends a signal.
  ///
  /// @param whom `all`: every process of the unit
  @DBusMemberName("KillUnit")
  void killUnit(String name, String whom, int signal);

  /// The processes in the unit's control group, dying ones too.
  @DBusMemberName("GetUnitProcesses")
  List<UnitProcess> getUnitProcesses(String name);

  /// The units that systemd has in memory and whose names match a pattern (since systemd 230).
  ///
  /// @param states empty: all
  /// @param patterns such as `*.service`
  @DBusMemberName("ListUnitsByPatterns")
  List<ListedUnit> listUnitsByPatterns(List<String> states, List<String> patterns);

  /// Forgets a failure and the count of starts that leads to `start-limit-hit`.
  @DBusMemberName("ResetFailedUnit")
  void resetFailedUnit(String name);

  /// Asks systemd for its signals: without it, it sends none.
  @DBusMemberName("Subscribe")
  void subscribe();

  @DBusMemberName("StartTransientUnit")
  DBusPath startTransientUnit(
      String name, String mode, List<Property> properties, List<Auxiliary> auxiliary);

  /// A job has ended.
  @DBusMemberName("JobRemoved")
  class JobRemoved extends DBusSignal {
    /// The job's path.
    public final String job;

    /// The unit's name.
    public final String unit;

    /// Such as `done`, `failed`, `timeout`, `dependency`, `canceled`, `skipped`.
    public final String result;

    public JobRemoved(String path, UInt32 id, DBusPath job, String unit, String result)
        throws DBusException {
      super(path, id, job, unit, result);
      this.job = job.getPath();
      this.unit = unit;
      this.result = result;
    }
  }

  /// A unit: `(ssssssouso)`.
  class ListedUnit extends Struct {
    @Position(0)
    public final String name;

    @Position(1)
    public final String description;

    /// Such as `loaded`, `not-found`, `masked`.
    @Position(2)
    public final String loadState;

    /// Such as `active`, `failed`.
    @Position(3)
    public final String activeState;

    @Position(4)
    public final String subState;

    @Position(5)
    public final String following;

    @Position(6)
    public final DBusPath path;

    @Position(7)
    public final UInt32 jobId;

    @Position(8)
    public final String jobType;

    @Position(9)
    public final DBusPath jobPath;

    public ListedUnit(
        String name,
        String description,
        String loadState,
        String activeState,
        String subState,
        String following,
        DBusPath path,
        UInt32 jobId,
        String jobType,
        DBusPath jobPath) {
      this.name = name;
      this.description = description;
      this.loadState = loadState;
      this.activeState = activeState;
      this.subState = subState;
      this.following = following;
      this.path = path;
      this.jobId = jobId;
      this.jobType = jobType;
      this.jobPath = jobPath;
    }
  }

  /// A process of a unit: `(sus)`.
  class UnitProcess extends Struct {
    @Position(0)
    public final String controlGroup;

    @Position(1)
    public final UInt32 pid;

    @Position(2)
    public final String command;

    public UnitProcess(String controlGroup, UInt32 pid, String command) {
      this.controlGroup = controlGroup;
      this.pid = pid;
      this.command = command;
    }
  }

  /// A property of a transient unit: `(sv)`.
  class Property extends Struct {
    @Position(0)
    public final String name;

    @Position(1)
    public final Variant<?> value;

    public Property(String name, Variant<?> value) {
      this.name = name;
      this.value = value;
    }
  }

  /// A unit to create together with another: `(sa(sv))`. None ever is.
  class Auxiliary extends Struct {
    @Position(0)
    public final String name;

    @Position(1)
    public final List<Property> properties;

    public Auxiliary(String name, List<Property> properties) {
      this.name = name;
      this.properties = properties;
    }
  }

  /// A command of a unit: `(sasb)`.
  class ExecCommand extends Struct {
    @Position(0)
    public final String path;

    @Position(1)
    public final List<String> arguments;

    @Position(2)
    public final boolean ignoreFailure;

    public ExecCommand(String path, List<String> arguments, boolean ignoreFailure) {
      this.path = path;
      this.arguments = arguments;
      this.ignoreFailure = ignoreFailure;
    }
  }
}
