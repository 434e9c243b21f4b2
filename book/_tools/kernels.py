"""Kernels that start warm: forks of one process that has imported what chapters import.

Every chapter needs a kernel of its own, so that nothing of one chapter leaks into another. To
import torch and pyplot anew in each of them would take longer than to run the cells.
"""

import multiprocessing
import os
from importlib.metadata import EntryPoint
from multiprocessing.process import BaseProcess
from subprocess import Popen
from threading import Thread
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

FORKS = multiprocessing.get_context("forkserver")
# linefit is not among them: should its import fail, it has to fail in a cell, which has a name.
FORKS.set_forkserver_preload(
    [
        "ipykernel.kernelapp",
        "matplotlib.pyplot",
        "mpl_toolkits.mplot3d",
        "myst_nb.ext.glue",
        "torch",
    ]
)


class Fork:
    """A forked process, with what a kernel manager wants of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self.process = process

    def poll(self) -> int | None:
        """Return the exit code, or None while the process runs."""
        return self.process.exitcode

    def wait(self) -> int | None:
        """Wait for the end of the process and return its exit code."""
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal to the process."""
        assert self.process.pid is not None, "it has been started"
        os.kill(self.process.pid, number)


class ForkedProvisioner(LocalProvisioner):
    """Forks a kernel where its base class starts a command."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel; `cmd` is python -m ipykernel_launcher, and its arguments."""
        process = FORKS.Process(target=run_kernel, args=(cmd[3:], kwargs["cwd"]), daemon=True)
        process.start()
        self.process = cast("Popen[bytes]", Fork(process))
        self.pid = self.pgid = process.pid
        return self.connection_info


def fork_kernels() -> None:
    """Let the kernel managers of this process fork.

    By hand: they look for others among the entry points of installed packages.
    """
    factory = KernelProvisionerFactory.instance()
    place = f"{__name__}:{ForkedProvisioner.__name__}"
    factory.provisioners["fork"] = EntryPoint("fork", place, factory.GROUP_NAME)
    factory.default_provisioner_name = "fork"


def run_kernel(arguments: list[str], folder: str) -> None:
    """Run a kernel in `folder` until it is told to stop, or until the build is no more."""
    from ipykernel.kernelapp import IPKernelApp
    from zmq import ZMQError

    Thread(target=exit_with_parent, daemon=True).start()
    os.setsid()  # what its cells start ends with it
    os.chdir(folder)
    # Without a parent it would greet, as if somebody had started it at a prompt.
    try:
        IPKernelApp.launch_instance(
            [*arguments, f"--IPKernelApp.extra_extensions={__name__}"], parent_handle=os.getppid()
        )
    except ZMQError:
        os._exit(1)  # somebody has taken a port; the build tries again


def load_ipython_extension(shell: object) -> None:
    """Draw a figure once, when its cell has ended and it is shown.

    pyplot would draw it before as well, for a window, which takes a quarter of a chapter's time.
    """
    from matplotlib import get_backend, pyplot

    # It asks IPython to draw as soon as it has its backend, so it gets that first.
    pyplot.switch_backend(get_backend())
    pyplot.uninstall_repl_displayhook()


def exit_with_parent() -> None:
    """Wait for the end of the process that asked for this one, and end too."""
    build = multiprocessing.parent_process()
    assert build is not None
    build.join()
    os._exit(1)
