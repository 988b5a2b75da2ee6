/// The bytes that a string of hexadecimal digits stands for.
func bytes(hexadecimal digits: some StringProtocol) -> [UInt8] {
    let values = digits.utf8.map { $0 < UInt8(ascii: "a") ? $0 - UInt8(ascii: "0") : $0 - UInt8(ascii: "a") + 10 }
    return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
}
