import Testing
import Wire

@Suite struct IPv4AddressTests {
  /// Each number in each part, as Swift itself would write it, and back.
  @Test(arguments: 0...255) func isWrittenInParts(_ number: UInt32) throws {
    for part in 0..<4 {
      let bits = number << UInt32(8 * part) | 10 << UInt32(8 * ((part + 1) % 4))
      let address = IPv4Address(bits)
      let expected = [24, 16, 8, 0].map { String(bits >> UInt32($0) & 255) }.joined(separator: ".")
      #expect(address.description == expected)
      #expect(IPv4Address(parsing: expected) == address)
    }
  }
}
