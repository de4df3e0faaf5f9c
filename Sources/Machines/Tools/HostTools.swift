/// The programs of a host, by name.
package enum HostTools {
  package static let all: [HostTool] = [
    Ping.tool, Traceroute.tool, Netcat.tool, IPTool.tool, BridgeTool.tool, SysctlTool.tool,
    IPTables.tool, IPTablesSave.save, IPTablesSave.restore,
    ConntrackTool.tool, Arping.tool, Curl.tool, Wget.tool, SocketStatistics.tool, TcpdumpTool.tool,
  ]

  package static func find(_ name: String) -> HostTool? {
    let base = name.split(separator: "/").last.map(String.init) ?? name
    return all.first { $0.name == base }
  }
}
