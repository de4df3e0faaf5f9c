import Simulation
import Tree

/// Adds a kind to the API: its names, its versions and the schema of its objects.
public struct CustomResourceDefinition: SpecStatusKind {
  public var spec = DefinitionSpec()
  public var status = DefinitionStatus()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "apiextensions.k8s.io", "v1", "CustomResourceDefinition", plural: "customresourcedefinitions",
    short: ["crd", "crds"], categories: ["api-extensions"], namespaced: false, status: true)

  public static let schema = Schema<CustomResourceDefinition>(
    "CustomResourceDefinition",
    Text("Adds a kind to the API: names, versions and a schema.", "为 API 增加一个类别：名称、版本与模式。")
  ) {
    $0.field("spec", \.spec, "The kind.", "该类别的定义。", always: true, required: true)
    $0.field("status", \.status, "Whether it is served.", "是否已提供服务。", always: true)
  }

  /// Keeps the definition until its objects are gone.
  public static let finalizer = "customresourcecleanup.apiextensions.k8s.io"

  public static let columns: [Column<CustomResourceDefinition>] = [.name, .createdAt]

  public mutating func prepare(
    _ metadata: inout Metadata, old: Object<CustomResourceDefinition>?
  ) {
    if old == nil, !metadata.finalizers.contains(Self.finalizer) {
      metadata.finalizers.append(Self.finalizer)
    }
  }

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.names.singular.isEmpty { spec.names.singular = spec.names.kind.lowercased() }
    if spec.names.listKind.isEmpty, !spec.names.kind.isEmpty {
      spec.names.listKind = spec.names.kind + "List"
    }
    if spec.conversion.isNull { spec.conversion = ["strategy": "None"] }
  }
}

/// What a definition says of its kind.
public struct DefinitionSpec: Modeled {
  public var group = ""
  public var names = DefinitionNames()
  public var scope = ""
  public var versions: [DefinitionVersion] = []
  public var conversion: Value = .null
  public var preserveUnknownFields = false
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DefinitionSpec>("CustomResourceDefinitionSpec") {
    $0.field("group", \.group, "Group of the API.", "API 组。", always: true, required: true)
    $0.field("names", \.names, "What the kind is called.", "类别的各种名称。", always: true, required: true)
    $0.field(
      "scope", \.scope, "Namespaced or Cluster.", "Namespaced 或 Cluster。", always: true,
      required: true, values: ["Cluster", "Namespaced"])
    $0.field(
      "versions", \.versions, "Versions; one is stored.", "各版本；其中一个用于存储。", always: true,
      required: true)
    $0.field("conversion", \.conversion, "How versions turn into one another.", "版本之间如何转换。")
    $0.field("preserveUnknownFields", \.preserveUnknownFields, "No longer allowed.", "已不允许使用。")
  }
}

/// What a custom kind is called.
public struct DefinitionNames: Modeled {
  public var plural = ""
  public var singular = ""
  public var shortNames: [String] = []
  public var kind = ""
  public var listKind = ""
  public var categories: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DefinitionNames>("CustomResourceDefinitionNames") {
    $0.field(
      "plural", \.plural, "The plural, as in URLs.", "复数形式，用于 URL。", always: true, required: true)
    $0.field("singular", \.singular, "The singular.", "单数形式。")
    $0.field("shortNames", \.shortNames, "Short names.", "简称。")
    $0.field(
      "kind", \.kind, "The kind, as in manifests.", "清单中使用的类别名。", always: true, required: true)
    $0.field("listKind", \.listKind, "The kind of its lists.", "列表的类别名。")
    $0.field("categories", \.categories, "Groups of kinds such as all.", "所属的类别组，如 all。")
  }
}

/// One version of a custom kind.
public struct DefinitionVersion: Modeled {
  public var name = ""
  public var served = false
  public var storage = false
  public var deprecated = false
  public var deprecationWarning: String?
  public var validation: Value = .null
  public var subresources: Value = .null
  public var additionalPrinterColumns: [PrinterColumn] = []
  public var selectableFields: [SelectableField] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DefinitionVersion>("CustomResourceDefinitionVersion") {
    $0.field("name", \.name, "Name, such as v1.", "名称，如 v1。", always: true, required: true)
    $0.field("served", \.served, "Whether it can be used.", "是否提供服务。", always: true, required: true)
    $0.field(
      "storage", \.storage, "Whether objects are stored in it.", "是否为存储版本。", always: true,
      required: true)
    $0.field("deprecated", \.deprecated, "Whether use of it is warned about.", "使用时是否警告。")
    $0.field("deprecationWarning", \.deprecationWarning, "Text of the warning.", "警告内容。")
    $0.field("schema", \.validation, "What objects may look like.", "对象的模式。")
    $0.field(
      "subresources", \.subresources, "Whether it has status and scale.", "是否有 status 与 scale 子资源。")
    $0.field("additionalPrinterColumns", \.additionalPrinterColumns, "Columns of tables.", "表格的列。")
    $0.field(
      "selectableFields", \.selectableFields, "Fields that selectors may name.", "字段选择算符可用的字段。")
  }
}

/// One column of a custom kind's table.
public struct PrinterColumn: Modeled {
  public var name = ""
  public var type = ""
  public var format = ""
  public var description = ""
  public var priority: Int32 = 0
  public var jsonPath = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<PrinterColumn>("CustomResourceColumnDefinition") {
    $0.field("name", \.name, "Title of the column.", "列标题。", always: true, required: true)
    $0.field("type", \.type, "Type of the value.", "值的类型。", always: true, required: true)
    $0.field("format", \.format, "Format of the value.", "值的格式。")
    $0.field("description", \.description, "What it shows.", "列的说明。")
    $0.field("priority", \.priority, "Above 0 only with -o wide.", "大于 0 时仅在 -o wide 中显示。")
    $0.field("jsonPath", \.jsonPath, "Where the value is.", "取值的路径。", always: true, required: true)
  }
}

/// A field of a custom kind that field selectors may name.
public struct SelectableField: Modeled {
  public var jsonPath = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<SelectableField>("SelectableField") {
    $0.field("jsonPath", \.jsonPath, "Where the field is.", "字段的路径。", always: true, required: true)
  }
}

/// Whether a custom kind is served.
public struct DefinitionStatus: Modeled {
  public var conditions: [StandardCondition] = []
  public var acceptedNames = DefinitionNames()
  public var storedVersions: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DefinitionStatus>("CustomResourceDefinitionStatus") {
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
    $0.field("acceptedNames", \.acceptedNames, "Names that it got.", "已获准使用的名称。")
    $0.field("storedVersions", \.storedVersions, "Versions in the store.", "存储中出现过的版本。")
  }
}
