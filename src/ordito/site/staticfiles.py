"""Static files as they are served: named by their content, compressed at set-up."""

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class SoonReady(Compressor):  # type: ignore[misc]  # whitenoise is untyped
    """Brotli one step below its slowest: a tenth larger, and the first page comes half a minute sooner."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """Compress a file."""
        return bytes(brotli.compress(data, quality=9))


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    """Only the files named by their content are kept: nothing else is asked for."""

    keep_only_hashed_files = True

    def create_compressor(self, **options: Any) -> Compressor:
        """Answer whitenoise's question: who compresses."""
        return SoonReady(**options)
