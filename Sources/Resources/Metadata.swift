import Tree

/// A reference to the object that this one belongs to.
public struct OwnerReference: Modeled {
  public var apiVersion = ""
  public var kind = ""
  public var name = ""
  public var uid = ""
  public var controller: Bool?
  public var blockOwnerDeletion: Bool?
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<OwnerReference>(
    "OwnerReference",
    Text(
      "The object that this one belongs to; when the last owner is gone, the garbage collector deletes it.",
      "本对象所属的对象；当最后一个属主消失时，垃圾收集器会删除本对象。")
  ) {
    $0.field("apiVersion", \.apiVersion, "API version of the owner.", "属主的 API 版本。", always: true)
    $0.field("kind", \.kind, "Kind of the owner.", "属主的类别。", always: true)
    $0.field("name", \.name, "Name of the owner.", "属主的名称。", always: true)
    $0.field(
      "uid", \.uid, "UID of the owner; a new object of the same name is another owner.",
      "属主的 UID；同名的新对象是另一个属主。", always: true)
    $0.field(
      "controller", \.controller, "Whether the owner manages this object; only one may.",
      "属主是否管理本对象；至多一个属主可以管理。")
    $0.field(
      "blockOwnerDeletion", \.blockOwnerDeletion,
      "Whether a foreground deletion of the owner waits for this object.", "前台删除属主时是否等待本对象。")
  }
}

/// Which manager last set which fields, for server-side apply.
public struct ManagedFieldsEntry: Modeled {
  public var manager = ""
  public var operation = ""
  public var apiVersion = ""
  public var time: Time?
  public var fieldsType = ""
  public var fieldsV1: Value = .null
  public var subresource = ""
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<ManagedFieldsEntry>("ManagedFieldsEntry") {
    $0.field("manager", \.manager, "The program that manages the fields.", "管理这些字段的程序。")
    $0.field("operation", \.operation, "Apply or Update.", "Apply 或 Update。")
    $0.field("apiVersion", \.apiVersion, "The version that the fields were set in.", "设置字段时所用的版本。")
    $0.field("time", \.time, "When the manager last changed its fields.", "管理者最近一次更改字段的时间。")
    $0.field("fieldsType", \.fieldsType, "The format of the fields: FieldsV1.", "字段的格式：FieldsV1。")
    $0.field("fieldsV1", \.fieldsV1, "The fields, as a tree of names.", "以名称树表示的字段。")
    $0.field(
      "subresource", \.subresource, "The subresource through which they were set.", "经由哪个子资源设置。")
  }
}

/// What every object has (`metav1.ObjectMeta`).
///
/// Nearly all of it stands behind one reference, which copies share until one of them is changed: metadata is passed on
/// far more often than it is written.
public struct Metadata: Modeled {
  @usableFromInline struct Contents: Hashable, Sendable {
    @usableFromInline var name: String = ""
    @usableFromInline var generateName: String = ""
    @usableFromInline var namespace: String = ""
    @usableFromInline var uid: String = ""
    @usableFromInline var generation: Int64 = 0
    @usableFromInline var creationTimestamp: Time?
    @usableFromInline var deletionTimestamp: Time?
    @usableFromInline var deletionGracePeriodSeconds: Int64?
    @usableFromInline var labels: StringMap = StringMap()
    @usableFromInline var annotations: StringMap = StringMap()
    @usableFromInline var ownerReferences: [OwnerReference] = []
    @usableFromInline var finalizers: [String] = []
    @usableFromInline var managedFields: [ManagedFieldsEntry] = []
    @usableFromInline var rest: Fields = Fields()

    init() {}

    fileprivate mutating func name(_ name: String, in namespace: String, _ labels: StringMap) {
      self.name = name
      self.namespace = namespace
      self.labels = labels
    }
  }

  private static let empty = Shared(wrappedValue: Contents())
  @usableFromInline var contents: Shared<Contents>
  /// Apart from the rest, since every write changes it and most change nothing else.
  public var resourceVersion = ""

  @inlinable public var name: String {
    _read { yield contents.wrappedValue.name }
    _modify { yield &contents.wrappedValue.name }
  }
  @inlinable public var generateName: String {
    _read { yield contents.wrappedValue.generateName }
    _modify { yield &contents.wrappedValue.generateName }
  }
  @inlinable public var namespace: String {
    _read { yield contents.wrappedValue.namespace }
    _modify { yield &contents.wrappedValue.namespace }
  }
  @inlinable public var uid: String {
    _read { yield contents.wrappedValue.uid }
    _modify { yield &contents.wrappedValue.uid }
  }
  @inlinable public var generation: Int64 {
    _read { yield contents.wrappedValue.generation }
    _modify { yield &contents.wrappedValue.generation }
  }
  @inlinable public var creationTimestamp: Time? {
    _read { yield contents.wrappedValue.creationTimestamp }
    _modify { yield &contents.wrappedValue.creationTimestamp }
  }
  @inlinable public var deletionTimestamp: Time? {
    _read { yield contents.wrappedValue.deletionTimestamp }
    _modify { yield &contents.wrappedValue.deletionTimestamp }
  }
  /// Seconds.
  @inlinable public var deletionGracePeriodSeconds: Int64? {
    _read { yield contents.wrappedValue.deletionGracePeriodSeconds }
    _modify { yield &contents.wrappedValue.deletionGracePeriodSeconds }
  }
  @inlinable public var labels: StringMap {
    _read { yield contents.wrappedValue.labels }
    _modify { yield &contents.wrappedValue.labels }
  }
  @inlinable public var annotations: StringMap {
    _read { yield contents.wrappedValue.annotations }
    _modify { yield &contents.wrappedValue.annotations }
  }
  @inlinable public var ownerReferences: [OwnerReference] {
    _read { yield contents.wrappedValue.ownerReferences }
    _modify { yield &contents.wrappedValue.ownerReferences }
  }
  @inlinable public var finalizers: [String] {
    _read { yield contents.wrappedValue.finalizers }
    _modify { yield &contents.wrappedValue.finalizers }
  }
  @inlinable public var managedFields: [ManagedFieldsEntry] {
    _read { yield contents.wrappedValue.managedFields }
    _modify { yield &contents.wrappedValue.managedFields }
  }
  @inlinable public var rest: Fields {
    _read { yield contents.wrappedValue.rest }
    _modify { yield &contents.wrappedValue.rest }
  }

  public init() { contents = Self.empty }

  public init(name: String, namespace: String = "", labels: StringMap = [:]) {
    contents = Shared(wrappedValue: Contents())
    // In place: what is made first and put there then is copied on the way.
    contents.wrappedValue.name(name, in: namespace, labels)
  }

  /// The owner that manages this object (`metav1.GetControllerOf`).
  public var controller: OwnerReference? { controllerPlace.map { ownerReferences[$0] } }
  /// The UID of that owner.
  public var controllerUID: String? { controllerPlace.map { ownerReferences[$0].uid } }
  /// Its kind and its name, without the rest of the reference.
  public var controllerName: (kind: String, name: String)? {
    controllerPlace.map { (ownerReferences[$0].kind, ownerReferences[$0].name) }
  }

  // By place: a search by value would copy each reference.
  private var controllerPlace: Int? {
    ownerReferences.indices.first { ownerReferences[$0].controller == true }
  }
  public var isBeingDeleted: Bool { deletionTimestamp != nil }

  /// Whether both differ in nothing but the version and who manages what.
  func isSame(_ other: Metadata) -> Bool {
    if isIdentical(to: other) { return true }
    var mine = self
    mine.resourceVersion = other.resourceVersion
    if mine.managedFields != other.managedFields { mine.managedFields = other.managedFields }
    return mine == other
  }

  /// Whether both are one in memory, but for the version: then they are equal too.
  public func isIdentical(to other: Metadata) -> Bool {
    contents.isIdentical(to: other.contents)
  }

  public static let schema = Schema<Metadata>(
    "ObjectMeta", Text("What every object has: its name, labels and life.", "每个对象都有的信息：名称、标签与生命周期。")
  ) {
    $0.field(
      "name", \.name,
      "The name, unique among objects of the kind in the namespace; it cannot change.",
      "名称，在同一命名空间的同类对象中唯一；不可更改。")
    $0.field(
      "generateName", \.generateName,
      "A prefix from which the API server makes a name when none is given.",
      "未给出名称时，API 服务器用作名称前缀。")
    $0.field("namespace", \.namespace, "The namespace that the object lives in.", "对象所在的命名空间。")
    $0.kept("selfLink", .string, "No longer filled in.", "不再填写。")
    $0.field(
      "uid", \.uid,
      "An identity unique in time and space: a new object of the same name has another.",
      "在时间与空间上唯一的标识；同名的新对象有不同的标识。")
    $0.field(
      "resourceVersion", \.resourceVersion,
      "The revision of the store that last changed the object.",
      "最近一次更改本对象的存储修订版本。")
    $0.field(
      "generation", \.generation, "Counts the changes of what is wished for (the spec).",
      "期望状态（spec）的更改次数。")
    $0.field(
      "creationTimestamp", \.creationTimestamp, "When the object was created.", "创建时间。",
      always: true)
    $0.field(
      "deletionTimestamp", \.deletionTimestamp, "When the object is to be gone; set by a deletion.",
      "对象应当消失的时间；由删除请求设置。")
    $0.field(
      "deletionGracePeriodSeconds", \.deletionGracePeriodSeconds,
      "Seconds that the object may take to end.", "对象结束前可用的秒数。")
    $0.field(
      "labels", \.labels, "Names and values by which selectors find the object.", "选择算符据以查找对象的键值对。")
    $0.field(
      "annotations", \.annotations, "Notes for programs and people; nothing selects by them.",
      "给程序和人看的注解；不能用于选择。")
    $0.field(
      "ownerReferences", \.ownerReferences, "The objects that this one belongs to.", "本对象的属主。",
      merging: .byKey(["uid"]))
    $0.field(
      "finalizers", \.finalizers, "Names that must be removed before the object can go.",
      "对象消失之前必须移除的名称。", merging: .set)
    $0.field("managedFields", \.managedFields, "Which manager set which fields.", "哪个管理者设置了哪些字段。")
  }
}
