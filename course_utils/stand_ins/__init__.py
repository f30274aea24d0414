"""Finished functions for a stuck student, made from TensorFlow's own; they give NumPy values.

sigmoid = stand_in("sigmoid")
"""

from importlib import import_module

_HOME = {
    **dict.fromkeys(("weighted_sum", "sigmoid", "perceptron", "boundary", "gate", "fit_perceptron"), "perceptron"),
    **dict.fromkeys(("tanh", "relu", "leaky_relu", "d_sigmoid", "d_tanh", "d_relu", "d_leaky_relu"), "activations"),
    **dict.fromkeys(("central_difference", "collapse", "relu_basis", "gradient_flow"), "activations"),
    "dead_relu_fraction": "activations",
    **dict.fromkeys(("dense", "MyDense", "mlp_forward", "count_parameters", "pass_probability"), "networks"),
    "dense_by_loops": "networks",
    **dict.fromkeys(("mse", "mae", "huber", "empirical_loss", "binary_cross_entropy"), "losses"),
    **dict.fromkeys(("binary_cross_entropy_from_logits", "log_softmax", "cross_entropy"), "losses"),
    **dict.fromkeys(("cross_entropy_gradient", "two_logits", "reliability"), "losses"),
    **dict.fromkeys(("expected_calibration_error", "smooth_labels", "weighted_cross_entropy"), "losses"),
    **dict.fromkeys(("numerical_gradient", "gradient_descent", "rate_limit", "mse_gradient", "fit_linear"), "descent"),
    **dict.fromkeys(("drops", "tape_descent", "train_network", "backtracking"), "descent"),
    **dict.fromkeys(("minibatches", "batch_cloud", "spread", "sgd_path", "loss_grid", "pipeline"), "bites"),
    **dict.fromkeys(("make_step", "compile_once", "shared_gradient", "accumulated_gradient"), "bites"),
    **dict.fromkeys(("mirrored_descent", "image_model"), "bites"),
    **dict.fromkeys(("stratified_split", "standardise", "fit_and_score", "memorise", "penalty"), "regularization"),
    **dict.fromkeys(("dropout_forward", "dropout_backward", "EarlyStopping", "augment"), "regularization"),
    **dict.fromkeys(("interval", "choose_and_open", "min_norm", "best_temperature", "mc_dropout"), "regularization"),
    **dict.fromkeys(("dJ_dw1", "dJ_dw2", "in_order", "Value", "both_slopes", "gradient_check"), "blame"),
    **dict.fromkeys(("dense_backward", "relu_backward", "loss_backward", "backward", "find_bugs"), "blame"),
    **dict.fromkeys(("train", "tape_gradients", "unbroadcast"), "blame"),
    **dict.fromkeys(("he_normal", "glorot_uniform", "count_different", "batch_norm"), "real_network"),
    **dict.fromkeys(("batch_norm_backward", "overfit_batch", "update_ratios", "check_up"), "real_network"),
    **dict.fromkeys(("filter_normalise", "loss_slice", "sample_settings", "random_search"), "real_network"),
    **dict.fromkeys(("make_model", "fit_model", "classify", "capstone"), "real_network"),
    **dict.fromkeys(("sgd", "momentum", "nesterov", "rmsprop", "adadelta", "adam", "adamw", "adam_l2"), "optimizers"),
    **dict.fromkeys(("sweep", "fair_race", "RangeTest", "suggest_rate", "cosine", "warm_up", "one_cycle"), "tuning"),
    "largest_curvature": "tuning",
}
"""The file in which each stand-in lives; it is imported when the stand-in is first asked for."""

_told = set()


def stand_in(name):
    """Give a finished function in the place of an exercise that is still open.

    Args:
        name: The name of the exercise's function, for example `"sigmoid"`.

    Returns:
        A function with the signature that the exercise asks for.

    Raises:
        ValueError: If there is no stand-in of that name.
    """
    if not isinstance(name, str) or name not in _HOME:
        raise ValueError(f"stand_in: expected one of {', '.join(sorted(_HOME))}, received {name!r}")
    if name not in _told:
        _told.add(name)
        print(f"{name}: a stand-in made from TensorFlow's own functions, so that you can go on.")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
