from django.http import HttpResponse

from ordito.core.http import PublicRequest, in_district
from ordito.core.page import page


@in_district
def bodies(request: PublicRequest) -> HttpResponse:
    return page(request, "base.html")
