#!/usr/bin/env bash
# Prepares a Python with the pinned TensorFlow and prints the path of its interpreter (everything else goes to standard error).
#
#   eval ADJOINT_PYTHON="$(Tests/InteropTests/python/setup.sh)"
#
# With ADJOINT_PYTHON set, that interpreter is only checked. Otherwise a virtual environment is made at .venv in the
# repository's root (about 1.5 GB; PYTHON names the interpreter to make it with, python3 by default). A second run is quick.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"

has_pinned_versions() {
    "$1" - "$here/requirements.txt" <<'PY'
import importlib.metadata as metadata, re, sys

for line in open(sys.argv[1]):
    pinned = re.match(r"(tf_keras|numpy)==(\S+)", line)
    if pinned and metadata.version(pinned[1]) != pinned[2]:
        sys.exit(f"{pinned[1]} {metadata.version(pinned[1])} is installed, {pinned[2]} is wanted")
wanted = re.search(r"^tensorflow==([^;\s]+)", open(sys.argv[1]).read(), re.M)[1]
import tensorflow

if tensorflow.__version__ != wanted:
    sys.exit(f"TensorFlow {tensorflow.__version__} is installed, {wanted} is wanted")
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
