"""The code that a phone scans, drawn as a picture."""

import io

import segno


def code_of_address(address: str) -> bytes:
    """Draw an address as a QR code, in SVG.

    >>> code_of_address("http://localhost/r/bolareti/")[:4]
    b'<svg'
    """
    drawn, picture = segno.make(address, error="m", micro=False), io.BytesIO()
    drawn.save(picture, kind="svg", scale=8, border=2, dark="#000", light="#fff", xmldecl=False)
    return picture.getvalue()
