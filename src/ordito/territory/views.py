from django.http import HttpResponse

from ordito.core.http import PublicRequest, in_district
from ordito.core.page import page


@in_district
def territory(request: PublicRequest) -> HttpResponse:
    return page(request, "base.html")


@in_district
def places(request: PublicRequest) -> HttpResponse:
    return page(request, "base.html")


@in_district
def organisation(request: PublicRequest) -> HttpResponse:
    return page(request, "base.html")
