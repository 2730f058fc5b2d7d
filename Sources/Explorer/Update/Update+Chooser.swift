import Screen

extension ExplorerState {
    /// Keys on the list of stores.
    mutating func choose(_ key: Key) -> [Command] {
        guard var chooser else { return [] }
        let rows = chooser.stores.count
        let height = Layout(self).height(of: .streams)
        let action = KeyTable.binding(for: key, in: .streams)?.action
        switch action {
        case .move(let step): chooser.list.select(chooser.list.selected + step, of: rows, height: height)
        case .page(let halves):
            chooser.list.select(chooser.list.selected + halves * max(1, height / 2), of: rows, height: height)
        case .first: chooser.list.select(0, of: rows, height: height)
        case .last: chooser.list.select(rows - 1, of: rows, height: height)
        case .enter:
            let store = chooser.stores[chooser.list.selected]
            place = .opening(store.path)
            self.chooser = chooser
            return [.open(path: store.path)]
        default: return common(action)
        }
        self.chooser = chooser
        return []
    }
}
