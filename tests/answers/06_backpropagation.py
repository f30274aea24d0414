# Answers to lab 06, as students write them: each cell takes the place of one exercise's solution.

# %% exercise="warm_up" expect="right"
slope_of_tanh = 1 - 0.6**2
parameters = (2 * 3 + 3) + (3 * 1 + 1)
slope_at_logit = 0.7 - 1
new_weight = 3 - 0.1 * 2

# %% exercise="warm_up" expect="right"
slope_of_tanh = np.float32(0.64)
parameters = 13.0
slope_at_logit = tf.constant(-0.3)
new_weight = np.array(2.8)

# %% exercise="warm_up" expect="wrong" says="0.6 is already the output"
slope_of_tanh = 1 - np.tanh(0.6) ** 2
parameters = 13
slope_at_logit = -0.3
new_weight = 2.8

# %% exercise="warm_up" expect="wrong" says="the biases left out"
slope_of_tanh = 0.64
parameters = 9
slope_at_logit = -0.3
new_weight = 2.8

# %% exercise="warm_up" expect="wrong" says="y - p, the other way round"
slope_of_tanh = 0.64
parameters = 13
slope_at_logit = 0.3
new_weight = 2.8

# %% exercise="warm_up" expect="wrong" says="p without the 1"
slope_of_tanh = 0.64
parameters = 13
slope_at_logit = 0.7
new_weight = 2.8

# %% exercise="warm_up" expect="wrong" says="a step uphill"
slope_of_tanh = 0.64
parameters = 13
slope_at_logit = -0.3
new_weight = 3.2

# %% exercise="prediction_blame" expect="right"
prediction_blame = "Rise"

# %% exercise="prediction_blame" expect="right"
prediction_blame = 'fall '

# %% exercise="prediction_blame" expect="wrong" says="expected prediction_blame to be"
prediction_blame = "down"

# %% exercise="prediction_blame" expect="wrong" says="expected prediction_blame to be"
prediction_blame = -1

# %% exercise="prediction_blame" expect="wrong" says="expected prediction_blame to be"
prediction_blame = False

# %% exercise="prediction_blame" expect="wrong" says="expected prediction_blame to be"
prediction_blame = "rise or fall"

# %% exercise="smallest_network" expect="right"
def dJ_dw2(x, y, w1, w2):
    z1 = w1 * x
    y_hat = w2 * np.tanh(z1)
    return 2 * (y_hat - y) * np.tanh(z1)


def dJ_dw1(x, y, w1, w2):
    z1 = w1 * x
    y_hat = w2 * np.tanh(z1)
    return 2 * (y_hat - y) * w2 / np.cosh(z1) ** 2 * x

# %% exercise="smallest_network" expect="right"
import math


def pieces(x, y, w1, w2):
    h = math.tanh(w1 * x)
    return 2 * (w2 * h - y), h


def dJ_dw2(x, y, w1, w2):
    error, h = pieces(x, y, w1, w2)
    return error * h


def dJ_dw1(x, y, w1, w2):
    error, h = pieces(x, y, w1, w2)
    return x * (1 - h * h) * w2 * error

# %% exercise="smallest_network" expect="right"
def slope(x, y, w1, w2, which):
    w = [tf.Variable(w1, dtype=tf.float64), tf.Variable(w2, dtype=tf.float64)]
    with tf.GradientTape() as tape:
        J = (w[1] * tf.tanh(w[0] * x) - y) ** 2
    return tape.gradient(J, w)[which]


def dJ_dw2(x, y, w1, w2):
    return slope(x, y, w1, w2, 1)


def dJ_dw1(x, y, w1, w2):
    return slope(x, y, w1, w2, 0)

# %% exercise="smallest_network" expect="wrong" says="the 2 of the square is missing"
def dJ_dw2(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return (w2 * h - y) * h


def dJ_dw1(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return (w2 * h - y) * w2 * (1 - h**2) * x

# %% exercise="smallest_network" expect="wrong" says="z1 where tanh(z1) is needed"
def dJ_dw2(x, y, w1, w2):
    z1 = w1 * x
    return 2 * (w2 * np.tanh(z1) - y) * z1


def dJ_dw1(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * w2 * (1 - h**2) * x

# %% exercise="smallest_network" expect="wrong" says="1 - z1²"
def dJ_dw2(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * h


def dJ_dw1(x, y, w1, w2):
    z1 = w1 * x
    return 2 * (w2 * np.tanh(z1) - y) * w2 * (1 - z1**2) * x

# %% exercise="smallest_network" expect="wrong" says="w2 is missing"
def dJ_dw2(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * h


def dJ_dw1(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * (1 - h**2) * x

# %% exercise="smallest_network" expect="wrong" says="dz1/dw1 = x is missing"
def dJ_dw2(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * h


def dJ_dw1(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * w2 * (1 - h**2)

# %% exercise="smallest_network" expect="wrong" says="the slope of tanh is missing"
def dJ_dw2(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * h


def dJ_dw1(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * w2 * x

# %% exercise="smallest_network" expect="wrong" says="y - y_hat, the other way round"
def dJ_dw2(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (y - w2 * h) * h


def dJ_dw1(x, y, w1, w2):
    h = np.tanh(w1 * x)
    return 2 * (y - w2 * h) * w2 * (1 - h**2) * x

# %% exercise="smallest_network" expect="wrong" says="the numbers of the text typed in"
def dJ_dw2(x, y, w1, w2):
    return 2 * (-np.tanh(1.0) - 1) * np.tanh(1.0)


def dJ_dw1(x, y, w1, w2):
    return 2 * (-np.tanh(1.0) - 1) * -1 * (1 - np.tanh(1.0) ** 2) * 2

# %% exercise="in_order" expect="right"
def in_order(root, parents):
    from graphlib import TopologicalSorter

    graph, waiting = {}, [root]
    while waiting:
        node = waiting.pop()
        if node not in graph:
            graph[node] = parents(node)
            waiting.extend(graph[node])
    return list(TopologicalSorter(graph).static_order())

# %% exercise="in_order" expect="right"
def in_order(root, parents):
    order = []

    def place(node):
        if node in order:
            return
        for parent in parents(node):
            place(parent)
        order.append(node)

    place(root)
    return order

# %% exercise="in_order" expect="right"
def in_order(root, parents):
    order, seen, stack = [], set(), [(root, iter(parents(root)))]
    seen.add(root)
    while stack:
        node, rest = stack[-1]
        for parent in rest:
            if parent not in seen:
                seen.add(parent)
                stack.append((parent, iter(parents(parent))))
                break
        else:
            order.append(node)
            stack.pop()
    return tuple(order)

# %% exercise="in_order" expect="wrong" says="placed once for each use"
def in_order(root, parents):
    order = []
    for parent in parents(root):
        order += in_order(parent, parents)
    return order + [root]

# %% exercise="in_order" expect="wrong" says="the order is reversed"
def in_order(root, parents):
    order, seen = [], set()

    def place(node):
        if node in seen:
            return
        seen.add(node)
        for parent in parents(node):
            place(parent)
        order.append(node)

    place(root)
    return order[::-1]

# %% exercise="in_order" expect="wrong" says="sorted by their distance from the root"
def in_order(root, parents):
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop(0)
        if node not in order:
            order.append(node)
            waiting += sorted(parents(node), key=lambda name: name != "c")
    return order[::-1]

# %% exercise="in_order" expect="wrong" says="every way is walked"
def in_order(root, parents):
    order = []

    def place(node):
        for parent in parents(node):
            place(parent)
        if node not in order:
            order.append(node)

    place(root)
    return order

# %% exercise="in_order" expect="wrong" says="is there a `return`?"
def in_order(root, parents):
    order, seen = [], set()

    def place(node):
        if node in seen:
            return
        seen.add(node)
        for parent in parents(node):
            place(parent)
        order.append(node)

    place(root)

# %% exercise="in_order" expect="wrong" says="the nodes of in_order"
def in_order(root, parents):
    order = []
    for parent in parents(root):
        if parent not in order:
            order.append(parent)
    return order + [root]

# %% exercise="Value" expect="right"
class Value(Node):
    def __init__(self, data, parents=(), name=""):
        super().__init__(data, parents, name)
        self.hand_on = lambda: None

    def __add__(self, other):
        other = Value(other) if not hasattr(other, "grad") else other
        out = Value(self.data + other.data, [(self, 1), (other, 1)])

        def hand_on():
            self.grad += out.grad
            other.grad += out.grad

        out.hand_on = hand_on
        return out

    def __mul__(self, other):
        other = Value(other) if not hasattr(other, "grad") else other
        out = Value(self.data * other.data, [(self, 0), (other, 0)])

        def hand_on():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.hand_on = hand_on
        return out

    __rmul__ = __mul__

    def function(self, data, slope):
        out = Value(data, [(self, 0)])

        def hand_on():
            self.grad += slope * out.grad

        out.hand_on = hand_on
        return out

    def __pow__(self, power):
        return self.function(self.data**power, power * self.data ** (power - 1))

    def exp(self):
        return self.function(np.exp(self.data), np.exp(self.data))

    def tanh(self):
        return self.function(np.tanh(self.data), 1 / np.cosh(self.data) ** 2)

    def relu(self):
        return self.function(self.data * (self.data > 0), self.data > 0)

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node.hand_on()

# %% exercise="Value" expect="right"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        uses, stack, seen = {}, [self], {self}
        while stack:
            node = stack.pop()
            node.grad = 0
            for parent, slope in node.parents:
                uses[parent] = uses.get(parent, 0) + 1
                if parent not in seen:
                    seen.add(parent)
                    stack.append(parent)
        self.grad, ready = 1, [self]
        while ready:
            node = ready.pop()
            for parent, slope in node.parents:
                parent.grad = parent.grad + node.grad * slope
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)

# %% exercise="Value" expect="right"
class Value(stand_in("Value")):
    pass

# %% exercise="Value" expect="wrong" says="`=` where `+=` is needed"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad = slope * node.grad

# %% exercise="Value" expect="wrong" says="`2 * x` has no meaning yet"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="a plain number was taken for a Value"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="the first call's blame was still there"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            pass
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="blame that never starts"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="the two slopes swapped"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, self.data), (other, other.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="square the output"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - self.data**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="the power must shrink by one"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data**power)], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="the slope of a power"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, self.data * np.exp(self.data - 1))], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="the number in place of its slope"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, max(self.data, 0.0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="x >= 0, but the slope at 0 is to be 0"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data >= 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="a plain number where a Value is needed"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return self.data + other.data

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="handed its blame on before all of it had arrived"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = [self]
        for node in nodes:
            nodes += [parent for parent, _ in node.parents if parent not in nodes]
        nodes = nodes[::-1]
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="Value" expect="wrong" says="still running"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        def hand_on(node, blame):
            for parent, slope in node.parents:
                parent.grad += slope * blame
                hand_on(parent, slope * blame)

        hand_on(self, 1.0)

# %% exercise="Value" expect="wrong" says="a walk forwards"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __rmul__(self, other):
        return self * other

    def __pow__(self, power):
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")

    def exp(self):
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")

    def tanh(self):
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in nodes:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% exercise="both_slopes" expect="right"
def both_slopes(f, w, epsilon=1e-5):
    left, right = np.zeros_like(w), np.zeros_like(w)
    here = f(w)
    for place in np.ndindex(w.shape):
        value = w[place]
        w[place] = value + epsilon
        right[place] = (f(w) - here) / epsilon
        w[place] = value - epsilon
        left[place] = (here - f(w)) / epsilon
        w[place] = value
    return left, right

# %% exercise="both_slopes" expect="right"
def both_slopes(f, w, epsilon=1e-5):
    def slope(place, e):
        nudge = np.zeros(w.size)
        nudge[place] = e
        return (f(w + nudge.reshape(w.shape)) - f(w)) / e

    right = [slope(place, epsilon) for place in range(w.size)]
    left = [slope(place, -epsilon) for place in range(w.size)]
    return [np.reshape(left, w.shape), np.reshape(right, w.shape)]

# %% exercise="both_slopes" expect="wrong" says="w not restored"
def both_slopes(f, w, epsilon=1e-5):
    left, right = np.zeros(w.shape), np.zeros(w.shape)
    up, down, here = w.copy(), w.copy(), f(w)
    for place in np.ndindex(w.shape):
        up[place] += epsilon
        down[place] -= epsilon
        right[place] = (f(up) - here) / epsilon
        left[place] = (here - f(down)) / epsilon
    return left, right

# %% exercise="both_slopes" expect="wrong" says="w was changed in place"
def both_slopes(f, w, epsilon=1e-5):
    left, right = np.zeros(w.shape), np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        w[place] += epsilon
        right[place] = f(w)
        w[place] -= 2 * epsilon
        left[place] = f(w)
    return left, right

# %% exercise="both_slopes" expect="wrong" says="the central difference"
def both_slopes(f, w, epsilon=1e-5):
    slope = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[place] += epsilon
        down[place] -= epsilon
        slope[place] = (f(up) - f(down)) / (2 * epsilon)
    return slope, slope

# %% exercise="both_slopes" expect="wrong" says="the division by ε is missing"
def both_slopes(f, w, epsilon=1e-5):
    left, right = np.zeros(w.shape), np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[place] += epsilon
        down[place] -= epsilon
        right[place] = f(up) - f(w)
        left[place] = f(w) - f(down)
    return left, right

# %% exercise="both_slopes" expect="wrong" says="left and right were swapped"
def both_slopes(f, w, epsilon=1e-5):
    left, right = np.zeros(w.shape), np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[place] += epsilon
        down[place] -= epsilon
        right[place] = (f(up) - f(w)) / epsilon
        left[place] = (f(w) - f(down)) / epsilon
    return right, left

# %% exercise="both_slopes" expect="wrong" says="another ε than the one given"
def both_slopes(f, w, epsilon=1e-5):
    epsilon = 1e-5
    left, right = np.zeros(w.shape), np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[place] += epsilon
        down[place] -= epsilon
        right[place] = (f(up) - f(w)) / epsilon
        left[place] = (f(w) - f(down)) / epsilon
    return left, right

# %% exercise="both_slopes" expect="wrong" says="an ε that is too small"
def both_slopes(f, w, epsilon=1e-12):
    left, right = np.zeros(w.shape), np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[place] += epsilon
        down[place] -= epsilon
        right[place] = (f(up) - f(w)) / epsilon
        left[place] = (f(w) - f(down)) / epsilon
    return left, right

# %% exercise="both_slopes" expect="wrong" says="all numbers nudged at once"
def both_slopes(f, w, epsilon=1e-5):
    left, right = np.zeros(w.shape), np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        right[place] = (f(w + epsilon) - f(w)) / epsilon
        left[place] = (f(w) - f(w - epsilon)) / epsilon
    return left, right

# %% exercise="both_slopes" expect="wrong" says="whole rows nudged"
def both_slopes(f, w, epsilon=1e-5):
    left, right = np.zeros(w.shape), np.zeros(w.shape)
    for i in range(len(w)):
        up, down = w.copy(), w.copy()
        up[i] += epsilon
        down[i] -= epsilon
        right[i] = (f(up) - f(w)) / epsilon
        left[i] = (f(w) - f(down)) / epsilon
    return left, right

# %% exercise="gradient_check" expect="right"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w, epsilon)
    middle = 0.5 * left + 0.5 * right
    worst, kinks = 0.0, np.zeros(w.shape, dtype=bool)
    for place in np.ndindex(w.shape):
        size = max(abs(gradient[place]), abs(middle[place]), 0.01)
        kinks[place] = abs(right[place] - left[place]) > 0.1 * size
        if not kinks[place]:
            worst = max(worst, abs(gradient[place] - middle[place]) / size)
    return worst, kinks

# %% exercise="gradient_check" expect="right"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = stand_in("both_slopes")(f, w, epsilon)
    middle = (left + right) / 2
    size = np.max(np.stack([np.abs(gradient), np.abs(middle), 0.01 + 0 * w]), axis=0)
    kinks = np.abs(left - right) / size > 0.1
    error = np.where(kinks, 0, np.abs(middle - gradient) / size)
    return [np.max(error), kinks.tolist()]

# %% exercise="gradient_check" expect="wrong" says="one-sided"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w, epsilon)
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(right)), 0.01)
    kinks = np.abs(right - left) > 0.1 * size
    error = np.abs(gradient - right) / size
    return error[~kinks].max(initial=0), kinks

# %% exercise="gradient_check" expect="wrong" says="too small"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w, 1e-13)
    middle = (left + right) / 2
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(middle)), 0.01)
    kinks = np.abs(right - left) > 0.1 * size
    error = np.abs(gradient - middle) / size
    return error[~kinks].max(initial=0), kinks

# %% exercise="gradient_check" expect="wrong" says="the kink was failed"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w, epsilon)
    middle = (left + right) / 2
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(middle)), 0.01)
    kinks = np.abs(right - left) > 0.1 * size
    error = np.abs(gradient - middle) / size
    return error.max(), kinks

# %% exercise="gradient_check" expect="wrong" says="the kinks of a ReLU"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w, epsilon)
    middle = (left + right) / 2
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(middle)), 0.01)
    error = np.abs(gradient - middle) / size
    return error.max(), np.zeros(w.shape, bool)

# %% exercise="gradient_check" expect="wrong" says="not relative"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w, epsilon)
    middle = (left + right) / 2
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(middle)), 0.01)
    kinks = np.abs(right - left) > 0.1 * size
    error = np.abs(gradient - middle)
    return error[~kinks].max(initial=0), kinks

# %% exercise="gradient_check" expect="wrong" says="the mean error"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w, epsilon)
    middle = (left + right) / 2
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(middle)), 0.01)
    kinks = np.abs(right - left) > 0.1 * size
    error = np.abs(gradient - middle) / size
    return error[~kinks].mean(), kinks

# %% exercise="gradient_check" expect="wrong" says="keeps its sign"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w, epsilon)
    middle = (left + right) / 2
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(middle)), 0.01)
    kinks = np.abs(right - left) > 0.1 * size
    error = (gradient - middle) / size
    return error[~kinks].max(initial=0), kinks

# %% exercise="gradient_check" expect="wrong" says="must return two things"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w, epsilon)
    middle = (left + right) / 2
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(middle)), 0.01)
    return (np.abs(gradient - middle) / size).max()

# %% exercise="gradient_check" expect="wrong" says="another ε than the one given"
def gradient_check(f, w, gradient, epsilon=1e-5):
    left, right = both_slopes(f, w)
    middle = (left + right) / 2
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(middle)), 0.01)
    kinks = np.abs(right - left) > 0.1 * size
    error = np.abs(gradient - middle) / size
    return error[~kinks].max(initial=0), kinks

# %% exercise="prediction_epsilon" expect="right"
prediction_epsilon = 1e-12

# %% exercise="prediction_epsilon" expect="right"
prediction_epsilon = 0.01

# %% exercise="prediction_epsilon" expect="right"
prediction_epsilon = 10.0**-5

# %% exercise="prediction_epsilon" expect="wrong" says="expected prediction_epsilon to be"
prediction_epsilon = 1e-6

# %% exercise="prediction_epsilon" expect="wrong" says="expected prediction_epsilon to be"
prediction_epsilon = -5

# %% exercise="prediction_epsilon" expect="wrong" says="expected prediction_epsilon to be"
prediction_epsilon = "the smallest"

# %% exercise="prediction_epsilon" expect="wrong" says="expected prediction_epsilon to be"
prediction_epsilon = [1e-2, 1e-5]

# %% exercise="layers_backward" expect="right"
def dense_backward(X, W, dZ):
    return [np.dot(dZ, np.transpose(W)), np.einsum("nd,nu->du", X, dZ), np.ones(len(dZ)) @ dZ]


def relu_backward(Z, dH):
    return np.where(Z > 0, dH, 0)


def loss_backward(logits, y):
    P = tf.nn.softmax(logits).numpy()
    return (P - np.eye(logits.shape[1])[y]) / logits.shape[0]

# %% exercise="layers_backward" expect="right"
def dense_backward(X, W, dZ):
    dW = sum(np.outer(x, d) for x, d in zip(X, dZ))
    return dZ @ W.T, dW, sum(dZ)


def relu_backward(Z, dH):
    dZ = dH.copy()
    dZ[np.maximum(Z, 0) == 0] = 0
    return dZ


def loss_backward(logits, y):
    shifted = logits - np.max(logits, axis=-1)[:, None]
    P = np.exp(shifted)
    P /= P.sum(axis=-1)[:, None]
    for row, label in enumerate(y):
        P[row, label] -= 1.0
    return P * (1 / len(y))

# %% exercise="layers_backward" expect="right"
dense_backward = stand_in("dense_backward")
relu_backward = stand_in("relu_backward")
loss_backward = stand_in("loss_backward")

# %% exercise="layers_backward" expect="wrong" says="dW was transposed"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="db was not summed"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="the mean of the rows"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="a sum over the wrong axis"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="db added up to a single number"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum()


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="db as a row of shape (1, units)"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="W must be transposed"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="the loss has divided by n already"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="1/n is missing"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P

# %% exercise="layers_backward" expect="wrong" says="the ReLU's gradient by the sign of dH"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (dH > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="the output in place of its slope"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * np.maximum(Z, 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="the sign of dH"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return np.maximum(dH, 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="Z >= 0"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z >= 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="dH was changed in place"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    dH[Z <= 0] = 0
    return dH


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="the softmax alone"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="the other way round"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return -P / len(y)

# %% exercise="layers_backward" expect="wrong" says="a softmax along the wrong axis"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits)
    P = e / e.sum(axis=0, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="overflow"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits)
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="a division by the classes"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / logits.shape[1]

# %% exercise="layers_backward" expect="wrong" says="db for n = 1"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0) if len(dZ) > 1 else dZ


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="layers_backward" expect="wrong" says="does a batch of 1 keep its axis"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    dZ, X = np.squeeze(dZ), np.squeeze(X)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    return dH * (Z > 0)


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)

# %% exercise="backward" expect="right"
def backward(params, X, y):
    Z = np.dot(X, params["W1"]) + params["b1"]
    H = Z * (Z > 0)
    logits = H @ params["W2"] + params["b2"]
    P = np.exp(logits - logits.max(axis=1)[:, None])
    P /= P.sum(axis=1)[:, None]
    d = (P - np.eye(P.shape[1])[y]) / len(y)
    grads = dict(dlogits=d, dW2=np.dot(H.T, d), db2=np.sum(d, axis=0), dH=np.dot(d, params["W2"].T))
    grads["dZ"] = np.where(H > 0, grads["dH"], 0.0)
    grads["dW1"], grads["db1"] = np.dot(X.T, grads["dZ"]), np.sum(grads["dZ"], axis=0)
    return grads

# %% exercise="backward" expect="right"
def backward(params, X, y):
    v = {name: tf.Variable(w) for name, w in params.items()}
    with tf.GradientTape() as tape:
        Z = X @ v["W1"] + v["b1"]
        H = tf.nn.relu(Z)
        logits = H @ v["W2"] + v["b2"]
        J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    names = {**v, "Z": Z, "H": H, "logits": logits}
    return {"d" + name: slope for name, slope in tape.gradient(J, names).items()}

# %% exercise="backward" expect="wrong" says="1/n is missing"
def backward(params, X, y):
    """Walk back from the mean loss to every weight.

    Args:
        params: Dictionary with `W1 (d, units)`, `b1 (units,)`, `W2 (units, classes)`, `b2 (classes,)`.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), whole numbers.

    Returns:
        Dictionary with dlogits, dH, dW2, db2, dZ, dW1, db1; each has the shape of what it belongs to.
    """
    Z, H, logits = forward(params, X)
    dlogits = loss_backward(logits, y) * len(y)
    dH, dW2, db2 = dense_backward(H, params["W2"], dlogits)
    dZ = relu_backward(Z, dH)
    _, dW1, db1 = dense_backward(X, params["W1"], dZ)
    return {"dlogits": dlogits, "dH": dH, "dW2": dW2, "db2": db2, "dZ": dZ, "dW1": dW1, "db1": db1}

# %% exercise="backward" expect="wrong" says="Z where the layer's input H is needed"
def backward(params, X, y):
    """Walk back from the mean loss to every weight.

    Args:
        params: Dictionary with `W1 (d, units)`, `b1 (units,)`, `W2 (units, classes)`, `b2 (classes,)`.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), whole numbers.

    Returns:
        Dictionary with dlogits, dH, dW2, db2, dZ, dW1, db1; each has the shape of what it belongs to.
    """
    Z, H, logits = forward(params, X)
    dlogits = loss_backward(logits, y)
    dH, dW2, db2 = dense_backward(Z, params["W2"], dlogits)
    dZ = relu_backward(Z, dH)
    _, dW1, db1 = dense_backward(X, params["W1"], dZ)
    return {"dlogits": dlogits, "dH": dH, "dW2": dW2, "db2": db2, "dZ": dZ, "dW1": dW1, "db1": db1}

# %% exercise="backward" expect="wrong" says="it never went through the ReLU"
def backward(params, X, y):
    """Walk back from the mean loss to every weight.

    Args:
        params: Dictionary with `W1 (d, units)`, `b1 (units,)`, `W2 (units, classes)`, `b2 (classes,)`.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), whole numbers.

    Returns:
        Dictionary with dlogits, dH, dW2, db2, dZ, dW1, db1; each has the shape of what it belongs to.
    """
    Z, H, logits = forward(params, X)
    dlogits = loss_backward(logits, y)
    dH, dW2, db2 = dense_backward(H, params["W2"], dlogits)
    dZ = dH
    _, dW1, db1 = dense_backward(X, params["W1"], dZ)
    return {"dlogits": dlogits, "dH": dH, "dW2": dW2, "db2": db2, "dZ": dZ, "dW1": dW1, "db1": db1}

# %% exercise="backward" expect="wrong" says="the way back leads through the ReLU"
def backward(params, X, y):
    """Walk back from the mean loss to every weight.

    Args:
        params: Dictionary with `W1 (d, units)`, `b1 (units,)`, `W2 (units, classes)`, `b2 (classes,)`.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), whole numbers.

    Returns:
        Dictionary with dlogits, dH, dW2, db2, dZ, dW1, db1; each has the shape of what it belongs to.
    """
    Z, H, logits = forward(params, X)
    dlogits = loss_backward(logits, y)
    dH, dW2, db2 = dense_backward(H, params["W2"], dlogits)
    dZ = relu_backward(Z, dH)
    _, dW1, db1 = dense_backward(X, params["W1"], dH)
    return {"dlogits": dlogits, "dH": dH, "dW2": dW2, "db2": db2, "dZ": dZ, "dW1": dW1, "db1": db1}

# %% exercise="backward" expect="wrong" says="is missing from the dictionary"
def backward(params, X, y):
    """Walk back from the mean loss to every weight.

    Args:
        params: Dictionary with `W1 (d, units)`, `b1 (units,)`, `W2 (units, classes)`, `b2 (classes,)`.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), whole numbers.

    Returns:
        Dictionary with dlogits, dH, dW2, db2, dZ, dW1, db1; each has the shape of what it belongs to.
    """
    Z, H, logits = forward(params, X)
    dlogits = loss_backward(logits, y)
    dH, dW2, db2 = dense_backward(H, params["W2"], dlogits)
    dZ = relu_backward(Z, dH)
    _, dW1, db1 = dense_backward(X, params["W1"], dZ)
    return {"dlogits": dlogits, "dW2": dW2, "db2": db2, "dZ": dZ, "dW1": dW1, "db1": db1}

# %% exercise="backward" expect="wrong" says="dW2 was transposed"
def backward(params, X, y):
    """Walk back from the mean loss to every weight.

    Args:
        params: Dictionary with `W1 (d, units)`, `b1 (units,)`, `W2 (units, classes)`, `b2 (classes,)`.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), whole numbers.

    Returns:
        Dictionary with dlogits, dH, dW2, db2, dZ, dW1, db1; each has the shape of what it belongs to.
    """
    Z, H, logits = forward(params, X)
    dlogits = loss_backward(logits, y)
    dH, dW2, db2 = dense_backward(H, params["W2"], dlogits)
    dZ = relu_backward(Z, dH)
    _, dW1, db1 = dense_backward(X, params["W1"], dZ)
    return {"dlogits": dlogits, "dH": dH, "dW2": dW2.T, "db2": db2, "dZ": dZ, "dW1": dW1, "db1": db1}

# %% exercise="backward" expect="wrong" says="expected dlogits"
def backward(params, X, y):
    """Walk back from the mean loss to every weight.

    Args:
        params: Dictionary with `W1 (d, units)`, `b1 (units,)`, `W2 (units, classes)`, `b2 (classes,)`.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), whole numbers.

    Returns:
        Dictionary with dlogits, dH, dW2, db2, dZ, dW1, db1; each has the shape of what it belongs to.
    """
    Z, H, logits = forward(params, X)
    dlogits = loss_backward(logits, y)
    dH, dW2, db2 = dense_backward(H, params["W2"], dlogits)
    dZ = relu_backward(Z, dH)
    _, dW1, db1 = dense_backward(X, params["W1"], dZ)
    return {"dlogits": logits, "dH": dH, "dW2": dW2, "db2": db2, "dZ": dZ, "dW1": dW1, "db1": db1}

# %% exercise="find_bugs" expect="right"
def find_bugs(loss, params, claimed):
    def is_wrong(name):
        def f(w):
            changed = dict(params)
            changed[name] = w
            return loss(changed)

        return gradient_check(f, params[name], claimed[name])[0] > 1e-6

    return [name for name in params if is_wrong(name)]

# %% exercise="find_bugs" expect="right"
def find_bugs(loss, params, claimed):
    """Name the parameters whose claimed gradient is wrong.

    Args:
        loss: Function of a dictionary of arrays that gives one number.
        params: Name -> float array.
        claimed: Name -> gradient, of the same shapes.

    Returns:
        A list of names.
    """
    wrong = []
    for name, array in params.items():
        error, _ = gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])
        if error >= 1e-6:
            wrong.append(name)
    return tuple(sorted(wrong))

# %% exercise="find_bugs" expect="right"
def find_bugs(loss, params, claimed):
    check = stand_in("gradient_check")
    wrong = set()
    for name in claimed:
        error, kinks = check(lambda w: loss({**params, name: w}), params[name], np.asarray(claimed[name]))
        if not error < 1e-6:
            wrong.add(name)
    return wrong

# %% exercise="find_bugs" expect="wrong" says="is there a `return`?"
def find_bugs(loss, params, claimed):
    """Name the parameters whose claimed gradient is wrong.

    Args:
        loss: Function of a dictionary of arrays that gives one number.
        params: Name -> float array.
        claimed: Name -> gradient, of the same shapes.

    Returns:
        A list of names.
    """
    wrong = []
    for name, array in params.items():
        error, _ = gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])
        if error >= 1e-6:
            wrong.append(name)


# %% exercise="find_bugs" expect="wrong" says="misses"
def find_bugs(loss, params, claimed):
    """Name the parameters whose claimed gradient is wrong.

    Args:
        loss: Function of a dictionary of arrays that gives one number.
        params: Name -> float array.
        claimed: Name -> gradient, of the same shapes.

    Returns:
        A list of names.
    """
    wrong = []
    for name, array in params.items():
        error, _ = gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])
        if error > 1:
            wrong.append(name)
    return wrong

# %% exercise="find_bugs" expect="wrong" says="accuses s"
def find_bugs(loss, params, claimed):
    """Name the parameters whose claimed gradient is wrong.

    Args:
        loss: Function of a dictionary of arrays that gives one number.
        params: Name -> float array.
        claimed: Name -> gradient, of the same shapes.

    Returns:
        A list of names.
    """
    wrong = []
    for name, array in params.items():
        error, _ = gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])
        if error < 1e-6:
            wrong.append(name)
    return wrong

# %% exercise="find_bugs" expect="wrong" says="accuses"
def find_bugs(loss, params, claimed):
    """Name the parameters whose claimed gradient is wrong.

    Args:
        loss: Function of a dictionary of arrays that gives one number.
        params: Name -> float array.
        claimed: Name -> gradient, of the same shapes.

    Returns:
        A list of names.
    """
    wrong = []
    for name, array in params.items():
        error, _ = gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])
        if error >= 1e-6:
            wrong += [n for n in params if n not in wrong]
    return wrong

# %% exercise="find_bugs" expect="wrong" says="misses"
def find_bugs(loss, params, claimed):
    """Name the parameters whose claimed gradient is wrong.

    Args:
        loss: Function of a dictionary of arrays that gives one number.
        params: Name -> float array.
        claimed: Name -> gradient, of the same shapes.

    Returns:
        A list of names.
    """
    wrong = []
    for name, array in params.items():
        error, _ = gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])
        if error >= 1e-6:
            return [name]
    return wrong

# %% exercise="find_bugs" expect="wrong" says="W too large by a thousandth"
def find_bugs(loss, params, claimed):
    """Name the parameters whose claimed gradient is wrong.

    Args:
        loss: Function of a dictionary of arrays that gives one number.
        params: Name -> float array.
        claimed: Name -> gradient, of the same shapes.

    Returns:
        A list of names.
    """
    wrong = []
    for name, array in params.items():
        error, _ = gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])
        if error >= 1e-2:
            wrong.append(name)
    return wrong

# %% exercise="find_bugs" expect="wrong" says="a kink is not a bug"
def find_bugs(loss, params, claimed):
    """Name the parameters whose claimed gradient is wrong.

    Args:
        loss: Function of a dictionary of arrays that gives one number.
        params: Name -> float array.
        claimed: Name -> gradient, of the same shapes.

    Returns:
        A list of names.
    """
    wrong = []
    for name, array in params.items():
        error, kinks = gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])
        if error >= 1e-6 or kinks.any():
            wrong.append(name)
    return wrong

# %% exercise="cures" expect="right"
def by_tape(name):
    from course_utils.labs.backpropagation.buggy_models import true_slopes

    return lambda p, X, T: true_slopes(name, p, X, T)


cured_tanh, cured_stretch, cured_penalty = by_tape("tanh"), by_tape("stretch"), by_tape("penalty")
cured_shared, cured_gate = by_tape("shared"), by_tape("gate")

# %% exercise="cures" expect="right"
def cured_tanh(p, X, T):
    out = np.tanh(X @ p["W"] + p["b"])
    dZ = 2 * (out - T) / T.size / np.cosh(X @ p["W"] + p["b"]) ** 2
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


def cured_stretch(p, X, T):
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": np.ones(len(X)) @ d}


def cured_penalty(p, X, T):
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 2 * 0.1 * p["W"]}


def cured_shared(p, X, T):
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": d.T @ H + (d @ p["W"]).T.dot(X).T}


def cured_gate(p, X, T):
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ (d * G)}

# %% exercise="cures" expect="wrong" says="the patient's old bug"
def cured_tanh(p, X, T):
    out = np.tanh(X @ p["W"] + p["b"])
    dZ = 2 * (out - T) / T.size * (1 - (X @ p["W"] + p["b"]) ** 2)
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


def cured_stretch(p, X, T):
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": d.sum(axis=0)}


def cured_penalty(p, X, T):
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 0.2 * p["W"]}


def cured_shared(p, X, T):
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": d.T @ H + X.T @ d @ p["W"]}


def cured_gate(p, X, T):
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ (d * G)}

# %% exercise="cures" expect="wrong" says="the patient's old bug"
def cured_tanh(p, X, T):
    out = np.tanh(X @ p["W"] + p["b"])
    dZ = 2 * (out - T) / T.size * (1 - out**2)
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


def cured_stretch(p, X, T):
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": d.mean(axis=0)}


def cured_penalty(p, X, T):
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 0.2 * p["W"]}


def cured_shared(p, X, T):
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": d.T @ H + X.T @ d @ p["W"]}


def cured_gate(p, X, T):
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ (d * G)}

# %% exercise="cures" expect="wrong" says="the patient's old bug"
def cured_tanh(p, X, T):
    out = np.tanh(X @ p["W"] + p["b"])
    dZ = 2 * (out - T) / T.size * (1 - out**2)
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


def cured_stretch(p, X, T):
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": d.sum(axis=0)}


def cured_penalty(p, X, T):
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 0.1 * p["W"]}


def cured_shared(p, X, T):
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": d.T @ H + X.T @ d @ p["W"]}


def cured_gate(p, X, T):
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ (d * G)}

# %% exercise="cures" expect="wrong" says="the patient's old bug"
def cured_tanh(p, X, T):
    out = np.tanh(X @ p["W"] + p["b"])
    dZ = 2 * (out - T) / T.size * (1 - out**2)
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


def cured_stretch(p, X, T):
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": d.sum(axis=0)}


def cured_penalty(p, X, T):
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 0.2 * p["W"]}


def cured_shared(p, X, T):
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": d.T @ H}


def cured_gate(p, X, T):
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ (d * G)}

# %% exercise="cures" expect="wrong" says="the patient's old bug"
def cured_tanh(p, X, T):
    out = np.tanh(X @ p["W"] + p["b"])
    dZ = 2 * (out - T) / T.size * (1 - out**2)
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


def cured_stretch(p, X, T):
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": d.sum(axis=0)}


def cured_penalty(p, X, T):
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 0.2 * p["W"]}


def cured_shared(p, X, T):
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": d.T @ H + X.T @ d @ p["W"]}


def cured_gate(p, X, T):
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ d}

# %% exercise="cures" expect="wrong" says="cured_shared(p, X, T)"
def cured_tanh(p, X, T):
    out = np.tanh(X @ p["W"] + p["b"])
    dZ = 2 * (out - T) / T.size * (1 - out**2)
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


def cured_stretch(p, X, T):
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": d.sum(axis=0)}


def cured_penalty(p, X, T):
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 0.2 * p["W"]}


def cured_shared(p, X, T):
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": 2 * d.T @ H}


def cured_gate(p, X, T):
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ (d * G)}

# %% exercise="cures" expect="wrong" says="1 examples"
def cured_tanh(p, X, T):
    out = np.tanh(X @ p["W"] + p["b"])
    dZ = 2 * (out - T) / T.size * (1 - out**2)
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


def cured_stretch(p, X, T):
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": 4 * d.mean(axis=0)}


def cured_penalty(p, X, T):
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 0.2 * p["W"]}


def cured_shared(p, X, T):
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": d.T @ H + X.T @ d @ p["W"]}


def cured_gate(p, X, T):
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ (d * G)}

# %% exercise="train" expect="right"
def train(params, X, y, steps, learning_rate=0.5):
    params = {name: np.array(w) for name, w in params.items()}
    losses = np.zeros(steps)
    for step in range(steps):
        losses[step] = mean_loss(params, X, y)
        grads = backward(params, X, y)
        for name in params:
            params[name] -= learning_rate * grads["d" + name]
    return params, losses

# %% exercise="train" expect="right"
def train(params, X, y, steps, learning_rate=0.5):
    import copy

    new, history = copy.deepcopy(params), []
    while len(history) < steps:
        history += [mean_loss(new, X, y)]
        slopes = stand_in("tape_gradients")(new, X, y)
        new["W1"], new["b1"] = new["W1"] - learning_rate * slopes["dW1"], new["b1"] - learning_rate * slopes["db1"]
        new["W2"], new["b2"] = new["W2"] - learning_rate * slopes["dW2"], new["b2"] - learning_rate * slopes["db2"]
    return [new, history]

# %% exercise="train" expect="wrong" says="a step uphill"
def train(params, X, y, steps, learning_rate=0.5):
    """Train by gradient descent on all examples at once.

    Args:
        params: Dictionary with W1, b1, W2, b2; it is not changed.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        steps: Number of steps.
        learning_rate: Length of a step, as a multiple of the gradient.

    Returns:
        The new parameters, and the loss before each step.
    """
    losses = []
    for _ in range(steps):
        losses.append(mean_loss(params, X, y))
        grads = backward(params, X, y)
        params = {name: w + learning_rate * grads["d" + name] for name, w in params.items()}
    return params, losses

# %% exercise="train" expect="wrong" says="changed in place"
def train(params, X, y, steps, learning_rate=0.5):
    """Train by gradient descent on all examples at once.

    Args:
        params: Dictionary with W1, b1, W2, b2; it is not changed.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        steps: Number of steps.
        learning_rate: Length of a step, as a multiple of the gradient.

    Returns:
        The new parameters, and the loss before each step.
    """
    losses = []
    for _ in range(steps):
        losses.append(mean_loss(params, X, y))
        grads = backward(params, X, y)
        for name in params:
            params[name] -= learning_rate * grads["d" + name]
    return params, losses

# %% exercise="train" expect="wrong" says="no step at all"
def train(params, X, y, steps, learning_rate=0.5):
    """Train by gradient descent on all examples at once.

    Args:
        params: Dictionary with W1, b1, W2, b2; it is not changed.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        steps: Number of steps.
        learning_rate: Length of a step, as a multiple of the gradient.

    Returns:
        The new parameters, and the loss before each step.
    """
    losses = []
    for _ in range(steps):
        losses.append(mean_loss(params, X, y))
        grads = backward(params, X, y)
    return params, losses

# %% exercise="train" expect="wrong" says="another learning rate"
def train(params, X, y, steps, learning_rate=0.5):
    """Train by gradient descent on all examples at once.

    Args:
        params: Dictionary with W1, b1, W2, b2; it is not changed.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        steps: Number of steps.
        learning_rate: Length of a step, as a multiple of the gradient.

    Returns:
        The new parameters, and the loss before each step.
    """
    losses = []
    for _ in range(steps):
        losses.append(mean_loss(params, X, y))
        grads = backward(params, X, y)
        params = {name: w - 0.5 * grads["d" + name] for name, w in params.items()}
    return params, losses

# %% exercise="train" expect="wrong" says="the loss after the last step counted as well"
def train(params, X, y, steps, learning_rate=0.5):
    """Train by gradient descent on all examples at once.

    Args:
        params: Dictionary with W1, b1, W2, b2; it is not changed.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        steps: Number of steps.
        learning_rate: Length of a step, as a multiple of the gradient.

    Returns:
        The new parameters, and the loss before each step.
    """
    losses = []
    for _ in range(steps):
        losses.append(mean_loss(params, X, y))
        grads = backward(params, X, y)
        params = {name: w - learning_rate * grads["d" + name] for name, w in params.items()}
    losses.append(mean_loss(params, X, y))
    return params, losses

# %% exercise="train" expect="wrong" says="the loss after the step"
def train(params, X, y, steps, learning_rate=0.5):
    """Train by gradient descent on all examples at once.

    Args:
        params: Dictionary with W1, b1, W2, b2; it is not changed.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        steps: Number of steps.
        learning_rate: Length of a step, as a multiple of the gradient.

    Returns:
        The new parameters, and the loss before each step.
    """
    losses = []
    for _ in range(steps):
        grads = backward(params, X, y)
        params = {name: w - learning_rate * grads["d" + name] for name, w in params.items()}
        losses.append(mean_loss(params, X, y))
    return params, losses

# %% exercise="train" expect="wrong" says="one after the other"
def train(params, X, y, steps, learning_rate=0.5):
    """Train by gradient descent on all examples at once.

    Args:
        params: Dictionary with W1, b1, W2, b2; it is not changed.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        steps: Number of steps.
        learning_rate: Length of a step, as a multiple of the gradient.

    Returns:
        The new parameters, and the loss before each step.
    """
    losses = []
    for _ in range(steps):
        losses.append(mean_loss(params, X, y))
        for name in params:
            slope = backward(params, X, y)["d" + name]
            params = {**params, name: params[name] - learning_rate * slope}
    return params, losses

# %% exercise="tape_gradients" expect="right"
def tape_gradients(params, X, y):
    names = ["W1", "b1", "W2", "b2"]
    v = [tf.Variable(params[name], dtype=tf.float64) for name in names]
    with tf.GradientTape() as tape:
        logits = tf.matmul(tf.nn.relu(tf.matmul(X, v[0]) + v[1]), v[2]) + v[3]
        p = tf.nn.log_softmax(logits)
        J = -tf.reduce_mean(tf.gather(p, y, axis=1, batch_dims=1))
    return {f"d{name}": slope for name, slope in zip(names, tape.gradient(J, v))}

# %% exercise="tape_gradients" expect="right"
def tape_gradients(params, X, y):
    grads = backward(params, X, y)
    return {name: grads[name].astype(np.float32) for name in ("dW1", "db1", "dW2", "db2")}

# %% exercise="tape_gradients" expect="wrong" says="did not watch"
def tape_gradients(params, X, y):
    """The gradients of the mean cross-entropy by TensorFlow's tape: a dictionary with dW1, db1, dW2, db2."""
    v = {name: tf.constant(w) for name, w in params.items()}
    with tf.GradientTape() as tape:
        H = tf.nn.relu(X @ v["W1"] + v["b1"])
        logits = H @ v["W2"] + v["b2"]
        J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    return {"d" + name: slope for name, slope in tape.gradient(J, v).items()}

# %% exercise="tape_gradients" expect="wrong" says="did not watch"
def tape_gradients(params, X, y):
    """The gradients of the mean cross-entropy by TensorFlow's tape: a dictionary with dW1, db1, dW2, db2."""
    v = {name: tf.constant(w) for name, w in params.items()}
    with tf.GradientTape() as tape:
        H = tf.nn.relu(X @ v["W1"] + v["b1"])
        logits = H @ v["W2"] + v["b2"]
        J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    return {"d" + name: slope.numpy() for name, slope in tape.gradient(J, v).items()}

# %% exercise="tape_gradients" expect="wrong" says="a sum over the examples"
def tape_gradients(params, X, y):
    """The gradients of the mean cross-entropy by TensorFlow's tape: a dictionary with dW1, db1, dW2, db2."""
    v = {name: tf.Variable(w) for name, w in params.items()}
    with tf.GradientTape() as tape:
        H = tf.nn.relu(X @ v["W1"] + v["b1"])
        logits = H @ v["W2"] + v["b2"]
        J = tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    return {"d" + name: slope.numpy() for name, slope in tape.gradient(J, v).items()}

# %% exercise="tape_gradients" expect="wrong" says="ReLU"
def tape_gradients(params, X, y):
    """The gradients of the mean cross-entropy by TensorFlow's tape: a dictionary with dW1, db1, dW2, db2."""
    v = {name: tf.Variable(w) for name, w in params.items()}
    with tf.GradientTape() as tape:
        H = X @ v["W1"] + v["b1"]
        logits = H @ v["W2"] + v["b2"]
        J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    return {"d" + name: slope.numpy() for name, slope in tape.gradient(J, v).items()}

# %% exercise="tape_gradients" expect="wrong" says="is missing from the dictionary"
def tape_gradients(params, X, y):
    """The gradients of the mean cross-entropy by TensorFlow's tape: a dictionary with dW1, db1, dW2, db2."""
    v = {name: tf.Variable(w) for name, w in params.items()}
    with tf.GradientTape() as tape:
        H = tf.nn.relu(X @ v["W1"] + v["b1"])
        logits = H @ v["W2"] + v["b2"]
        J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    return {name: slope.numpy() for name, slope in tape.gradient(J, v).items()}

# %% exercise="tape_gradients" expect="wrong" says="expected dW1"
def tape_gradients(params, X, y):
    """The gradients of the mean cross-entropy by TensorFlow's tape: a dictionary with dW1, db1, dW2, db2."""
    v = {name: tf.Variable(w) for name, w in params.items()}
    with tf.GradientTape() as tape:
        H = tf.nn.sigmoid(X @ v["W1"] + v["b1"])
        logits = H @ v["W2"] + v["b2"]
        J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    return {"d" + name: slope.numpy() for name, slope in tape.gradient(J, v).items()}

# %% exercise="prediction_price" expect="right"
prediction_price = 3

# %% exercise="prediction_price" expect="right"
prediction_price = 50.0

# %% exercise="prediction_price" expect="right"
prediction_price = np.int64(2410)

# %% exercise="prediction_price" expect="wrong" says="expected prediction_price to be"
prediction_price = 4

# %% exercise="prediction_price" expect="wrong" says="expected prediction_price to be"
prediction_price = "a lot"

# %% exercise="prediction_price" expect="wrong" says="expected prediction_price to be"
prediction_price = True

# %% exercise="prediction_price" expect="wrong" says="expected prediction_price to be"
prediction_price = [3]

# %% exercise="unbroadcast" expect="right"
def unbroadcast(gradient, shape):
    extra = gradient.ndim - len(shape)
    padded = (1,) * extra + tuple(shape)
    axes = tuple(i for i, n in enumerate(padded) if n == 1)
    return gradient.sum(axis=axes).reshape(shape)

# %% exercise="unbroadcast" expect="right"
def unbroadcast(gradient, shape):
    small = tf.Variable(np.zeros(shape))
    with tf.GradientTape() as tape:
        J = tf.reduce_sum(tf.broadcast_to(small, gradient.shape) * gradient)
    return tape.gradient(J, small)

# %% exercise="unbroadcast" expect="wrong" says="nothing summed"
def unbroadcast(gradient, shape):
    return gradient

# %% exercise="unbroadcast" expect="wrong" says="the mean"
def unbroadcast(gradient, shape):
    """Sum a gradient over the axes that broadcasting added or stretched, back to `shape`."""
    while gradient.ndim > len(shape):
        gradient = gradient.mean(axis=0)
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=stretched, keepdims=True)

# %% exercise="unbroadcast" expect="wrong" says="the wrong axis"
def unbroadcast(gradient, shape):
    """Sum a gradient over the axes that broadcasting added or stretched, back to `shape`."""
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=-1)
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=stretched, keepdims=True)

# %% exercise="unbroadcast" expect="wrong" says="unbroadcast from (3, 4) to (3, 1)"
def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    return gradient

# %% exercise="unbroadcast" expect="wrong" says="unbroadcast from (3, 4) to (3, 1)"
def unbroadcast(gradient, shape):
    """Sum a gradient over the axes that broadcasting added or stretched, back to `shape`."""
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=stretched)
