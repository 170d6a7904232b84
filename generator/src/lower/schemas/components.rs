//! Strongly connected components of a graph: nodes that reach each other. Must not know the meaning
//! of the nodes.

/// Returns the number of each node's component, which consists of all nodes that reach each other.
/// Nodes that do not reach themselves have `usize::MAX`. `edges` are the targets of each node.
pub(crate) fn strongly_connected(edges: Vec<Vec<usize>>) -> Vec<usize> {
    let count = edges.len();
    let mut walk = Walk::new(edges);
    for start in 0..count {
        walk.start(start);
    }
    walk.component
}

/// Tarjan's algorithm, without recursion.
struct Walk {
    edges: Vec<Vec<usize>>,
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
    component: Vec<usize>,
}

impl Walk {
    fn new(edges: Vec<Vec<usize>>) -> Walk {
        let count = edges.len();
        Walk {
            edges,
            index: vec![None; count],
            low: vec![0; count],
            on_stack: vec![false; count],
            stack: Vec::new(),
            next: 0,
            component: vec![usize::MAX; count],
        }
    }

    fn start(&mut self, start: usize) {
        if self.index[start].is_some() {
            return;
        }
        let mut calls = vec![(start, 0)];
        self.enter(start);
        while let Some((node, edge)) = calls.pop() {
            match self.edges[node].get(edge).copied() {
                Some(target) => {
                    calls.push((node, edge + 1));
                    match self.index[target] {
                        None => {
                            self.enter(target);
                            calls.push((target, 0));
                        }
                        Some(index) if self.on_stack[target] => self.low[node] = self.low[node].min(index),
                        Some(_) => {}
                    }
                }
                None => {
                    self.leave(node);
                    if let Some((parent, _)) = calls.last() {
                        self.low[*parent] = self.low[*parent].min(self.low[node]);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.index[node] = Some(self.next);
        self.low[node] = self.next;
        self.next += 1;
        self.stack.push(node);
        self.on_stack[node] = true;
    }

    fn leave(&mut self, node: usize) {
        if Some(self.low[node]) != self.index[node] {
            return;
        }
        let mut nodes = Vec::new();
        while let Some(last) = self.stack.pop() {
            self.on_stack[last] = false;
            nodes.push(last);
            if last == node {
                break;
            }
        }
        if nodes.len() > 1 || self.edges[node].contains(&node) {
            for last in nodes {
                self.component[last] = node;
            }
        }
    }
}
