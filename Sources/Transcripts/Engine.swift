/// The version of the model: any change in what equal inputs give is a new one.
package enum Engine {
  package static let version = "0.2.0"
}
