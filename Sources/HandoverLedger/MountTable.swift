/// Finds out what kind of file system a device number belongs to, from `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
///
/// A device that is not in the table, as with subvolumes of btrfs, is taken for a local one.
enum MountTable {
  /// The type of the file system on this device, as the kernel names it.
  static func type(ofDevice device: UInt64, in table: String) -> String? {
    let wanted = "\(major(device)):\(minor(device))"
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2, fields[2] == wanted, let dash = fields.firstIndex(of: "-") else { continue }
      if dash + 1 < fields.count { return String(fields[dash + 1]) }
    }
    return nil
  }

  /// Whether a file system of this type is somebody else's disk, where locks lie.
  static func isNetwork(_ type: String) -> Bool {
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "coda", "ceph", "ncpfs", "fuse.sshfs"].contains(type)
  }

  /// The two halves of a device number as the GNU C library packs them (sys/sysmacros.h).
  private static func major(_ device: UInt64) -> UInt64 { device >> 8 & 0xFFF | device >> 32 & ~0xFFF }

  private static func minor(_ device: UInt64) -> UInt64 { device & 0xFF | device >> 12 & ~0xFF }
}
