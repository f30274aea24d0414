# %% [markdown]
# # Start here
#
# **You will** check your machine, do one small exercise from stub to full marks, meet tensors, and hand in a notebook.
#
# **You will learn** how checks, hints, predictions and live figures look in this course; what shape and dtype are; why
# `(n,)` and `(n, 1)` are not the same; how TensorFlow finds a slope.
#
# **You need** a little Python and nothing else. About 15 minutes. Nothing here is graded. Goes with 0:00–14:48 of
# the lecture.

# %% [markdown]
# ## Why learn from examples?
#
# Nobody can write down the rules by which you recognise a face, yet anybody can collect a thousand pictures of faces.
# Deep learning stacks many simple functions and lets the examples set the numbers in them, so that the stack finds its
# own features: edges first, then eyes and noses, then faces. The idea is decades old; what is new is data in plenty,
# processors that do many multiplications at once, and open software such as TensorFlow that works out every derivative
# for you.

# %% [markdown]
# ## Is your machine ready?
#
# Click on a cell and press **Shift+Enter** to run it. This one looks at versions, accelerator, sliders, cache and
# write access.

# %% demo=true
import course_utils

problems = course_utils.doctor()

# %% [markdown]
# Each problem comes with its cure. A missing GPU is no problem: every lab has a small version for an ordinary
# computer, the *quick* profile. The *full* profile starts by itself where a GPU is visible.

# %% [markdown]
# ## From stub to full marks
#
# An exercise is a function with a hole. Try one that you could do in your sleep, so that you can watch the machinery:
# from Celsius to Fahrenheit, multiply by 1.8, then add 32.
#
# 1. Run the next two cells as they are. The check stops with `NotImplementedError: Exercise 0.1`, which means *not
#    done yet*, and never *wrong*.
# 2. Replace the `raise` line by a mistake, `return (celsius + 32) * 1.8`. Run both cells again and read the last line.
# 3. Now write it properly. A check that passes says nothing.
#
# **Exercise 0.1** (3 min). Complete `fahrenheit`.
#
# <details><summary>Hint 1: the idea</summary>
# Water freezes at 0 °C, which is 32 °F. So what must happen to the 32 when <code>celsius</code> is 0?
# </details>
# <details><summary>Hint 2: the formula</summary>
# F = 32 + 1.8 · C. The 32 is added once, at the end.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return ... + ... * celsius</pre>
# </details>

# %% solution="fahrenheit"
def fahrenheit(celsius):
    """Turn degrees Celsius into degrees Fahrenheit.

        F = 32 + 1.8 C

    Args:
        celsius: A number or a NumPy array of any shape.

    Returns:
        The temperature in °F, of the same shape.
    """
    ### BEGIN SOLUTION
    return 32 + 1.8 * celsius
    ### END SOLUTION


# %% tests="fahrenheit" points=0
checks.close(
    fahrenheit(100.0),
    212.0,
    "fahrenheit(100)",
    looks_like={
        "32 was added before multiplying": 237.6,
        "the 32 was left out": 180.0,
        "5/9 was used instead of 1.8": 32 + 500 / 9,
        "the way back, from Fahrenheit to Celsius": 68 / 1.8,
    },
)

# %% hidden="fahrenheit" points=0
# Hidden check: below zero, a whole array at once, the caller's array untouched.
import numpy as np

checks.close(fahrenheit(-40.0), -40.0, "fahrenheit(-40)", looks_like={"the sign was lost": 104.0})
celsius = np.array([[-10.0, 0.0], [37.0, 100.0]])
before = celsius.copy()
expected = [[14.0, 32.0], [98.6, 212.0]]
checks.close(fahrenheit(celsius), expected, "fahrenheit([[-10, 0], [37, 100]])")
checks.unchanged(before, celsius, "celsius")

# %% [markdown]
# Under the check you see a cell with one comment and no code. That is the *hidden* check. It holds most of an
# exercise's points, runs only when you are graded, and asks for nothing that the text did not say. Here it wants
# temperatures below zero and whole arrays.

# %% [markdown]
# ## Commit yourself first
#
# Before a surprise you write down what you expect. In later labs any sensible answer earns the point, right or
# wrong; guessing first is what makes the answer stick.
#
# At which temperature do both thermometers show the same number?

# %% solution="prediction_crossing"
### BEGIN SOLUTION
prediction_crossing = -40
### END SOLUTION

# %% tests="prediction_crossing" points=0
checks.number(prediction_crossing, -300, 300, "prediction_crossing")

# %% [markdown]
# The next picture runs *your* function. Where do the lines meet?

# %% demo=true
import numpy as np

from course_utils import plots

celsius = np.linspace(-60, 40, 101)
lines = {"Fahrenheit, by your function": fahrenheit(celsius), "Celsius": celsius}
ax = plots.plot_curve(celsius, lines)
ax.set(xlabel="temperature in °C", ylabel="what the thermometer shows")
show(ax, "Two straight lines that cross at −40: Fahrenheit is steeper than Celsius.")

# %% [markdown]
# At −40. One number that multiplies, one that is added: this function is nearly a neuron. Lab 01 calls 1.8 the
# *weight* and 32 the *bias*, and adds one more step.

# %% [markdown]
# ## Touch a live figure
#
# Some figures have sliders. Here is the neuron of lab 01. You need not understand it yet: click a slider, press the
# arrow keys, and see that the curve follows.

# %% demo=true
from course_utils.labs.perceptron import figures

figures.neuron_1d(stand_in("sigmoid"))

# %% [markdown]
# One number moves the curve, the other makes it steeper. A picture without sliders is fine for reading; `doctor()` says
# what is missing. And `stand_in("sigmoid")` is a ready-made function: where a later section needs an exercise that you
# have not finished, it takes one of these, so you can always go on.

# %% [markdown]
# ## Tensors in five minutes
#
# A tensor is a box of numbers of one kind. Here are three students, one per row: lectures attended and hours spent on
# the project.

# %%
import tensorflow as tf

X = tf.constant([[4.0, 5.0], [1.0, 8.0], [9.0, 2.0]])
print("shape", X.shape, "dtype", X.dtype.name)

# %% [markdown]
# The *shape* `(3, 2)` says 3 rows and 2 columns. In this course `X` always has shape `(n, d)`: n examples, d numbers
# about each. The *dtype* is the kind of number. TensorFlow does not mix kinds by itself:

# %%
whole = tf.constant([1, 2, 3])
try:
    print(whole * tf.constant(0.5))
except Exception as error:
    print(type(error).__name__, "- int32 times float32")
print(tf.cast(whole, tf.float32) * 0.5)

# %% [markdown]
# Square brackets pick a part. Counting starts at 0, rows come first, and `:` means *all of them*, so `X[2]` is the last
# student and `X[2, 0]` the lectures that this student heard.
#
# **Exercise 0.2** (2 min). Complete `row` and `column`. Both return shape `(…,)`, one axis and no more.
#
# <details><summary>Hint 1: the idea</summary>
# A column is: all rows, one position. Which sign says <em>all</em>?
# </details>
# <details><summary>Hint 2: the formula</summary>
# Column 0 is <code>X[:, 0]</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return X[...]        # row
# return X[..., ...]   # column</pre>
# </details>

# %% solution="indexing"
def row(X, i):
    """Row `i` of `X (n, d)`: one example, shape (d,)."""
    ### BEGIN SOLUTION
    return X[i]
    ### END SOLUTION


def column(X, j):
    """Column `j` of `X (n, d)`: one feature of every example, shape (n,)."""
    ### BEGIN SOLUTION
    return X[:, j]
    ### END SOLUTION


# %% tests="indexing" points=0
X = tf.constant([[4.0, 5.0], [1.0, 8.0], [9.0, 2.0]])
mistake = {"counting started at 1": [4.0, 5.0]}
checks.close(row(X, 1), [1.0, 8.0], "row(X, 1)", looks_like=mistake)
mistake = {"a row was taken": [4.0, 5.0]}
checks.close(column(X, 0), [4.0, 1.0, 9.0], "column(X, 0)", looks_like=mistake)

# %% hidden="indexing" points=0
# Hidden check: another table, the last row and column, NumPy arrays.
import numpy as np

table = np.arange(12.0).reshape(3, 4)
checks.close(row(table, 2), [8.0, 9.0, 10.0, 11.0], "row(table, 2)")
checks.close(column(table, 3), [3.0, 7.0, 11.0], "column(table, 3)", looks_like={"a row was taken": [8.0, 9.0, 10.0, 11.0]})
checks.close(row(table, -1), [8.0, 9.0, 10.0, 11.0], "row(table, -1)")

# %% [markdown]
# One sign does most of the work in a network. `@` multiplies numbers in pairs and adds up the products:
# (4, 5) with (10, 1) gives 4 · 10 + 5 · 1 = 45. With a table on its left it does so for every row, and one number per row
# is left. `.numpy()` turns a tensor into a NumPy array; most of the course takes either.

# %%
import numpy as np

weights = np.array([10.0, 1.0])
print(X.numpy()[0] @ weights)
print(X.numpy() @ weights)

# %% [markdown]
# ## The most expensive pair of brackets
#
# Suppose `y` holds three labels, shape `(3,)`, and `p` a network's three predictions, shape `(3, 1)`. What is the shape
# of `y - p`? Write `"(3,)"`, `"(3, 1)"`, `"(3, 3)"` or `"error"`.

# %% solution="prediction_shape"
### BEGIN SOLUTION
prediction_shape = "(3, 3)"
### END SOLUTION

# %% tests="prediction_shape" points=0
checks.choice(prediction_shape, ["(3,)", "(3, 1)", "(3, 3)", "error"], "prediction_shape")

# %%
y = tf.constant([1.0, 2.0, 3.0])
p = tf.constant([[1.0], [2.0], [3.0]])
print(y - p)

# %% [markdown]
# All predictions are right, so three zeros would do. Instead you get nine numbers, every label minus every prediction.
# This is *broadcasting*: TensorFlow stretches an axis of length 1 to fit, and says nothing. It has spoilt many a loss.
#
# **Exercise 0.3** (2 min). Complete `errors`: `y` has shape `(n,)`, `p` has shape `(n, 1)`, the result has shape `(n,)`.
#
# <details><summary>Hint 1: the idea</summary>
# Take the extra axis away before you subtract. You have just written something that does this.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>p[:, 0]</code> has shape <code>(n,)</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return y - p[...]</pre>
# </details>

# %% solution="errors"
def errors(y, p):
    """Label minus prediction, one per example.

    Args:
        y: Labels of shape (n,).
        p: Predictions of shape (n, 1).

    Returns:
        The differences, of shape (n,).
    """
    ### BEGIN SOLUTION
    return y - p[:, 0]
    ### END SOLUTION


# %% tests="errors" points=0
y, p = tf.constant([1.0, 2.0, 3.0]), tf.constant([[1.0], [1.5], [5.0]])
mistake = {"every label met every prediction": (3, 3)}
checks.shape(errors(y, p), (3,), "errors(y, p)", looks_like=mistake)
mistake = {"prediction minus label": [0.0, -0.5, 2.0]}
checks.close(errors(y, p), [0.0, 0.5, -2.0], "errors(y, p)", looks_like=mistake)

# %% hidden="errors" points=0
# Hidden check: NumPy arrays, one example, five examples.
import numpy as np

checks.close(errors(np.array([2.0]), np.array([[0.5]])), [1.5], "errors([2], [[0.5]])")
y, p = np.arange(5.0), np.ones((5, 1))
checks.shape(errors(y, p), (5,), "errors(y, p)", looks_like={"every label met every prediction": (5, 5)})
checks.close(errors(y, p), [-1.0, 0.0, 1.0, 2.0, 3.0], "errors(y, p)")

# %% [markdown]
# ## Let TensorFlow find the slope
#
# Training needs slopes: how much does the loss change when a weight moves a little? A `GradientTape` watches a
# computation and then works the slope out. Before it does: what is the slope of $x^2$ at $x = 3$?

# %% solution="prediction_slope"
### BEGIN SOLUTION
prediction_slope = 6
### END SOLUTION

# %% tests="prediction_slope" points=0
checks.number(prediction_slope, -100, 100, "prediction_slope")

# %%
x = tf.Variable(3.0)
with tf.GradientTape() as tape:
    square = x**2
print(tape.gradient(square, x))

# %% [markdown]
# It is 6, since the slope of $x^2$ is $2x$. The tape watches every `tf.Variable` whose numbers are floats. Whole
# numbers have no slope: with `tf.Variable(3)` the tape would answer `None`.
#
# **Exercise 0.4** (3 min). Complete `slope_of_cube`: the slope of $x^3$, by a tape. `x` is a number, perhaps a whole
# one.
#
# <details><summary>Hint 1: the idea</summary>
# The four lines above, with another power, inside a function.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>tf.Variable(float(x))</code> makes a number that a tape can watch.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>x = tf.Variable(...)
# with tf.GradientTape() as tape:
#     cube = ...
# return tape.gradient(..., ...)</pre>
# </details>

# %% solution="slope_of_cube"
def slope_of_cube(x):
    """The slope of x³ at the number `x`, found by a `tf.GradientTape`."""
    ### BEGIN SOLUTION
    x = tf.Variable(float(x))
    with tf.GradientTape() as tape:
        cube = x**3
    return tape.gradient(cube, x)
    ### END SOLUTION


# %% tests="slope_of_cube" points=0
got = slope_of_cube(2.0)
hint = "make x a tf.Variable of a float, and compute the cube inside `with`"
assert got is not None, f"looks like the tape did not watch x: {hint}"
mistakes = {"the cube itself": 8.0, "the slope of x²": 4.0}
checks.close(got, 12.0, "slope_of_cube(2)", looks_like=mistakes)

# %% hidden="slope_of_cube" points=0
# Hidden check: negative numbers, zero, a whole number.
for number in (-1.5, 0.0, 0.5):
    checks.close(slope_of_cube(number), 3 * number**2, f"slope_of_cube({number})")
got = slope_of_cube(2)
assert got is not None, "looks like a whole number was watched: use tf.Variable(float(x))"
checks.close(got, 12.0, "slope_of_cube(2)")

# %% demo=true
x = np.linspace(-2, 2, 41)
slopes = [float(slope_of_cube(number)) for number in x]
ax = plots.plot_curve(x, {"x³": x**3, "its slope, by your tape": slopes})
ax.set(xlabel="x", ylabel="value")
show(ax, "The curve x³ rises on both sides of 0; its slope is a parabola that touches zero there.")

# %% [markdown]
# You never told TensorFlow that the slope of $x^3$ is $3x^2$. It found that out, and it will do the same for a network
# with a million weights.

# %% [markdown]
# ## Say it in your own words
#
# Each lab has one question that a person reads. Two or three sentences are enough: **why do we let a network find its
# own features, instead of writing them down?**

# %% [markdown] answer="own_words" points=0
# ### BEGIN SOLUTION
# For faces, speech or handwriting nobody knows good rules, and rules made by hand break when the light or the voice
# changes. Examples are easier to come by than rules, and a network trained on them finds features that fit the task.
# ### END SOLUTION

# %% [markdown]
# ## Hand it in
#
# **In JupyterLab:** Kernel → *Restart Kernel and Run All Cells*, which stops at the first check that fails. Save with
# Ctrl+S (Cmd+S on a Mac). Hand in the file `00_start_here.ipynb` from the folder `notebooks`.
#
# **In Colab:** Runtime → *Restart session and run all*, then File → Download → *Download .ipynb*. Hand in that file. Its
# name does not matter.
#
# The grader takes what you wrote and runs its own copies of the checks, so leave the check cells alone and keep the
# line `# exercise: …` at the top of each answer. Save, then ask what the grader will find in your file:

# %% demo=true
course_utils.handin(lab="00_start_here")

# %% [markdown]
# *done* means that something stands where the stub was; whether it is right is what the checks say. A stub is no
# disaster: it costs its own points and no others.

# %% [markdown]
# ## What you take with you
#
# - `NotImplementedError` means *not done yet*; an `AssertionError` says what your mistake looks like.
# - Hints open one at a time: idea, formula, skeleton.
# - `X` has shape `(n, d)`, labels have shape `(n,)`. When numbers look odd, print the shapes.
# - A tape turns a computation into a slope. Only floats have one.
#
# <details><summary>Common questions</summary>
#
# **I broke a cell.** Edit → Undo, or take a fresh copy of the notebook and paste your answers.
#
# **A check fails although my answer looks right.** Read its last line; then restart the kernel and run all cells, since
# an old definition may still be in memory.
#
# **May I work on my answer in another cell?** Yes, but the answer must end up in the exercise's own cell, once.
#
# **Do I need a GPU?** No.
# </details>
#
# Next: lab 01, *Build a perceptron*.
