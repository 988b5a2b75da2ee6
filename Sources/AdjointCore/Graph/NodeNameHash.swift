/// The hash that random ops derive seeds from their names by: 64-bit FNV-1a of the UTF-8.
///
/// Part of the numbers a program sees, so it never changes; Swift's `Hasher` differs from run to run.
public func nodeNameHash(_ name: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
}
