"""`make bench`: import of 300,000 attendance rows; queries, p50 and p95 of the pages at 1 and 4 clients."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PORT = 8765
PAGES = (
    "",
    "confronto/",
    "confronto/lab-0/",
    "confronto/lab-0/incontri/lab-0-0/",
    "calendario/",
    "comunita/",
    "comunita/competenze/",
    "territorio/",
    "territorio/organizzazione/",
    "piano/piano/",
    "piano/piano/per-tutti/",
    "piano/piano/andamento/",
    "piano/piano/risorse/",
    "percorsi/",
    "percorsi/percorso-0/",
    "percorsi/percorso-0/voci/",
    "percorsi/percorso-0/voci/1/",
    "percorsi/percorso-0/griglie/griglia/",
    "percorsi/percorso-0/che-ne-e-stato/",
    "cerca/?q=associazione",
    "diario/",
)
PEER = "peer (measured earlier, one client): 47-106 queries and 84-251 ms a page"


def main() -> None:
    """Measure in a house of its own, which is thrown away."""
    with tempfile.TemporaryDirectory() as house:
        os.environ |= {"ORDITO_VAR": f"{house}/var", "DJANGO_SETTINGS_MODULE": "ordito.site.settings"}
        import django

        django.setup()
        from benchmarks import pages
        from ordito.core import postgres

        cookie = prepare(Path(house))
        print(f"\n{'page':38} {'queries':>7} {'p50 1':>8} {'p95 1':>8} {'p50 4':>8} {'p95 4':>8}  ms")
        print(PEER)
        queries = pages.queries("grande", PAGES)
        server = serve()
        try:
            for page in PAGES:
                one, four = (pages.times(PORT, f"/grande/{page}", cookie, clients) for clients in (1, 4))
                print(
                    f"/{page:37} {queries[page]:7} {one[0]:8.0f} {one[1]:8.0f} {four[0]:8.0f} {four[1]:8.0f}"
                )
        finally:
            server.terminate()
            server.wait()
            postgres.stop()


def prepare(house: Path) -> str:
    """Make the district, time the two imports, and sign a plan officer in; return the session's cookie."""
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks import district, pages
    from ordito.core.models import District, Operator
    from ordito.core.tables import import_tables

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.map"])
    for slug, meetings in (("grande", district.MEETINGS_A_BODY), ("enorme", 540)):
        rows = district.write(house / slug, meetings=meetings)
        if slug == "grande":
            district.write_voices(house / slug)
        place = District.objects.create(slug=slug, name=slug.capitalize())
        start = time.perf_counter()
        import_tables(place, house / slug, by=Operator(), at=timezone.now())
        took = time.perf_counter() - start
        print(f"import of {rows:7,} attendance rows: {took:5.1f} s, {rows / took:8,.0f} rows a second")
    for name in ("participation", "attendance"):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "ordito.site.cli", "report", name, "--district", "enorme"],
            check=True,
            capture_output=True,
        )
        took, lines = time.perf_counter() - start, len(done.stdout.splitlines())
        print(f"report {name} of it: {took:5.1f} s, {lines} lines")
    return pages.signed_in("grande")


def serve() -> subprocess.Popen[bytes]:
    """Serve the site as `ordito run` does, and wait until it answers."""
    import urllib.request
    from urllib.error import URLError

    words = [sys.executable, "-m", "ordito.site.cli", "run", "--no-demo", "--port", str(PORT)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    for _attempt in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/stato/").read()
        except (URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return server
    server.terminate()
    raise SystemExit("the server did not answer within 30 s")


main()
