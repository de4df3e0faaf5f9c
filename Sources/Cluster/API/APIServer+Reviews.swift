import Resources

/// Questions that are asked by creating an object, and answered without storing it.
extension APIServer {
  /// The answer to a review; nil where the object is no question.
  func answer(_ record: any Record, _ request: Request) -> (any Record)? {
    switch record {
    case let review as Object<SelfSubjectAccessReview>:
      var body = review.body
      body.status = status(body.spec, request.user)
      return Object(review.metadata, body)
    case let review as Object<SubjectAccessReview>:
      var body = review.body
      body.status = status(body.spec, User(body.spec.user, groups: body.spec.groups))
      return Object(review.metadata, body)
    case let review as Object<LocalSubjectAccessReview>:
      var body = review.body
      body.status = status(body.spec, User(body.spec.user, groups: body.spec.groups))
      return Object(review.metadata, body)
    default: return nil
    }
  }

  private func status(_ spec: AccessReviewSpec, _ user: User) -> AccessReviewStatus {
    var attributes = AccessAttributes(user: user, verb: "")
    if let resource = spec.resourceAttributes {
      attributes.verb = resource.verb
      attributes.group = resource.group
      attributes.namespace = resource.namespace
      attributes.name = resource.name
      attributes.resource =
        resource.resource + (resource.subresource.isEmpty ? "" : "/" + resource.subresource)
    } else if let other = spec.nonResourceAttributes {
      attributes.verb = other.verb
      attributes.path = other.path
    }
    var status = AccessReviewStatus()
    status.allowed = Authorizer(store).allows(attributes)
    return status
  }
}
