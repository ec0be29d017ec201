"""Untrusted files are opened in a limited child process, never in the web server or the worker.

`run_sandboxed` runs `answer(request)` of one of our own modules in a child that may read the
named files, write below one folder, and reach nothing else. Whatever goes wrong in there comes
back as a `Refusal`: a code with parameters, which the caller turns into a sentence.
"""

from countries.sandbox.limits import Limits, SandboxMode
from countries.sandbox.refusal import Refusal, SandboxProblem
from countries.sandbox.runner import run_sandboxed

__all__ = ["Limits", "Refusal", "SandboxMode", "SandboxProblem", "run_sandboxed"]
