package import JSONText

/// A number of the state over the events of a stream.
package struct Series: Equatable, Sendable {
    package struct Sample: Equatable, Sendable {
        package let index: Int
        /// Nil where there is no number.
        package let value: Double?

        package init(index: Int, value: Double?) {
            self.index = index
            self.value = value
        }
    }

    package let path: JSONPath
    package let samples: [Sample]

    package init(path: JSONPath, samples: [Sample]) {
        self.path = path
        self.samples = samples
    }

    /// A number that is the same everywhere needs no drawing. O(samples).
    package var varies: Bool {
        guard let first = samples.lazy.compactMap(\.value).first else { return false }
        return samples.contains { $0.value.map { $0 != first } ?? false }
    }
}
