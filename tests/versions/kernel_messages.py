"""A notebook page without a browser: it runs code in the kernel of some Python and holds the widgets that open there.

    page.run(code)                    execute_request
    comm_open, comm_msg  ->  page.models      what the kernel says about its widgets
    page.set(model, value=3)          comm_msg, as a slider sends it

Works the same with ipywidgets 7 and 8: both speak version 2 of the widgets' messages.
"""

import json
import time

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

VIEW = "application/vnd.jupyter.widget-view+json"


class Page:
    """Everything that a page learns from its kernel.

    Args:
        python: The interpreter whose `ipykernel` is started.
        folder: An empty folder for the kernel's description.
        env: The kernel's environment.
    """

    def __init__(self, python, folder, env):
        describe(python, folder / "page")
        self.manager = KernelManager(
            kernel_name="page",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(folder)], ensure_native_kernel=False),
        )
        self.manager.start_kernel(env=env)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.models = {}

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code):
        """Run a cell; its answer's messages, in order."""
        return self._answers(self.client.execute(code, store_history=False))

    def value(self, code):
        """What an expression prints as."""
        return "".join(m["content"]["text"] for m in self.run(f"print({code})") if m["msg_type"] == "stream").strip()

    def set(self, model, **state):
        """Tell the kernel that a person has changed a widget."""
        return self._tell(model, {"method": "update", "state": state, "buffer_paths": []})

    def click(self, model):
        return self._tell(model, {"method": "custom", "content": {"event": "click"}})

    def of_kind(self, *kinds):
        """Widgets of these models that the last run opened, in order: id -> state."""
        return {name: state for name, state in self.models.items() if state["_model_name"] in kinds}

    def _tell(self, model, data):
        message = self.client.session.msg("comm_msg", {"comm_id": model, "data": data})
        self.client.shell_channel.send(message)
        return self._answers(message["header"]["msg_id"])

    def _answers(self, request, seconds=60):
        found, end = [], time.monotonic() + seconds
        while True:
            message = self.client.get_iopub_msg(timeout=max(end - time.monotonic(), 0.1))
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return found
            self._remember(message)
            found.append(message)

    def _remember(self, message):
        content = message["content"]
        if message["msg_type"] == "comm_open" and content["target_name"] == "jupyter.widget":
            self.models[content["comm_id"]] = dict(content["data"]["state"])
        if message["msg_type"] == "comm_msg" and content["data"].get("method") == "update":
            self.models[content["comm_id"]].update(content["data"]["state"])


def describe(python, folder):
    """A kernel description for an interpreter that is not this one."""
    folder.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    text = json.dumps({"argv": argv, "display_name": "page", "language": "python"})
    (folder / "kernel.json").write_text(text)


def size(message):
    """Bytes of a message's content and buffers on the wire."""
    return len(json.dumps(message["content"]).encode()) + sum(map(len, message.get("buffers") or []))


def displayed(messages):
    """The data of everything that a cell displayed."""
    return [m["content"]["data"] for m in messages if m["msg_type"] in ("display_data", "execute_result")]


def problems(messages):
    """Errors and anything that was printed."""
    return [m["content"] for m in messages if m["msg_type"] in ("error", "stream")]
