#!/usr/bin/env bash
# Prepares a Python with the pinned TensorFlow and prints the path of its interpreter (everything else goes to standard error).
#
#   eval ADJOINT_PYTHON="$(Tests/InteropTests/python/setup.sh)"
#
# With ADJOINT_PYTHON set, that interpreter is only checked. Otherwise a virtual environment is made at .venv in the
# repository's root (about 2 GB; PYTHON names the interpreter to make it with, python3 by default). A second run is quick.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"

has_pinned_versions() {
    "$1" - "$here/requirements.txt" <<'PY'
import importlib.metadata, re, sys

installed = {d.metadata["Name"].lower().replace("-", "_"): d.version for d in importlib.metadata.distributions()}
installed.setdefault("tensorflow", installed.get("tensorflow_cpu"))
for name, version in re.findall(r"^([\w-]+)==([^;\s]+)", open(sys.argv[1]).read(), re.M):
    name = name.replace("-", "_").replace("tensorflow_cpu", "tensorflow")
    if installed.get(name) != version:
        sys.exit(f"{sys.executable}: {name} {version} is wanted, {installed.get(name, 'none')} is installed")
PY
}

if [[ -n "${ADJOINT_PYTHON:-}" ]]; then
    has_pinned_versions "$ADJOINT_PYTHON" >&2
    echo "$ADJOINT_PYTHON"
    exit 0
fi

python="$root/.venv/bin/python"
if ! { [[ -x "$python" ]] && has_pinned_versions "$python" >&2; }; then
    "${PYTHON:-python3}" -m venv --clear "$root/.venv" >&2
    "$python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" >&2
    has_pinned_versions "$python" >&2
fi
echo "$python"
