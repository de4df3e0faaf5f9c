extension Shell {
  /// The programs that every place with a shell has.
  static let filters: [any Command] =
    [
      Awk(), Base64Filter(), PathPart(name: "basename"), Cat(), Clear(), Column(), Cp(name: "cp"),
      Cut(), Date(), Diff(), PathPart(name: "dirname"), Echo(), Grep(name: "grep"),
      Grep(name: "egrep"), Grep(name: "fgrep"), Head(), Identity(name: "hostname"),
      Identity(name: "id"), Jq(), Ls(), Mkdir(), Cp(name: "mv"), Nl(), Printenv(), Printf(), Ps(),
      Rev(), Rm(name: "rm"), Rm(name: "rmdir"), Sed(), Seq(), Sort(), Tac(), Tail(), Tee(),
      Test(name: "["), Test(name: "test"), Touch(), Tr(), Identity(name: "uname"), Uniq(), Wc(),
      Identity(name: "whoami"), Yes(), On(name: "on"), On(name: "ssh"),
    ] + NetworkTool.all
}
